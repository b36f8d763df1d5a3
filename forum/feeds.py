"""Atom feed of Le Forum."""

from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from forum.liste import IDEES
from forum.models import Idee
from recherche.demande import Demande
from recherche.liste import restreindre, titrer
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
    """The list, whatever narrows it, in the order of publication."""
    demande = Demande(IDEES, request.GET)
    return fils.repondre(
        request,
        cle=f"forum{demande.adresse()}",
        titre=titrer("Le Forum", demande),
        sous_titre="Les dernières idées publiées",
        lien=reverse("forum:idee_list") + demande.adresse(),
        objets=fils.derniers([restreindre(demande, Idee.objects.all())]),
    )
