"""Atom feed of Le Forum."""

from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from forum.models import Idee
from solidaires import fils
from solidaires.fils import Entree


@fils.sorte(Idee, lambda idees: idees.prefetch_related("themes"))
def idee(idee):
    return Entree(
        titre=idee.titre,
        resume=idee.accroche,
        auteur=idee.signature or "Auteur non précisé",
        categories=[theme.nom for theme in idee.themes.all()],
    )


@require_safe
@conditional_page
def idee_feed(request):
    return fils.repondre(
        request,
        cle="forum",
        titre="Le Forum",
        sous_titre="Les dernières idées publiées",
        lien=reverse("forum:idee_list"),
        objets=fils.derniers([Idee.objects.all()]),
    )
