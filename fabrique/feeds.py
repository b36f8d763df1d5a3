"""Atom feed of La Fabrique."""

from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from fabrique.liste import INITIATIVES
from fabrique.models import Initiative, Reprise
from recherche.demande import Demande
from recherche.liste import restreindre, titrer
from solidaires import fils
from solidaires.fils import Entree


@fils.sorte(
    Initiative,
    lambda initiatives: initiatives.select_related("territoire").prefetch_related("themes"),
)
def initiative(initiative):
    return Entree(
        titre=initiative.titre,
        resume=initiative.accroche,
        auteur=initiative.territoire.nom,
        categories=[theme.nom for theme in initiative.themes.all()],
    )


# What a territory does with the initiative of another, by the sort of its reprise.
FAIT = {
    "reprise": "reprise par",
    "interet": "intéresse",
    "abandon": "n’est plus reprise par",
}


@fils.sorte(
    Reprise,
    lambda reprises: reprises.select_related("initiative__territoire", "territoire"),
)
def reprise(reprise):
    return Entree(
        titre=f"{reprise.initiative_en_clair} : {FAIT[reprise.sorte]} {reprise.territoire.nom}",
        resume=f"{reprise.get_statut_display()}. {reprise.adaptation}",
        auteur=reprise.territoire.nom,
    )


@require_safe
@conditional_page
def initiative_feed(request):
    """The list, whatever narrows it, in the order of publication."""
    demande = Demande(INITIATIVES, request.GET)
    return fils.repondre(
        request,
        cle=f"fabrique{demande.adresse()}",
        titre=titrer("La Fabrique", demande),
        sous_titre="Les dernières initiatives publiées",
        lien=reverse("fabrique:initiative_list") + demande.adresse(),
        objets=fils.derniers([restreindre(demande, Initiative.objects.all())]),
    )
