"""Atom feed of the barometer."""

from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from barometre.models import Vague
from solidaires import fils
from solidaires.fils import Entree


@fils.sorte(Vague)
def vague(vague):
    return Entree(titre=vague.titre, resume=vague.presentation or vague.methode_en_bref)


@require_safe
@conditional_page
def vague_feed(request):
    return fils.repondre(
        request,
        cle="barometre",
        titre="Le baromètre",
        sous_titre="Les dernières vagues et études publiées",
        lien=reverse("barometre:vague_list"),
        objets=fils.derniers([Vague.objects.all()]),
    )
