"""Atom feeds of Les Journées and of the calendar."""

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.views.decorators.http import conditional_page, require_safe

from evenements.liste import RENDEZ_VOUS
from evenements.models import Citation, Journees, RendezVous
from recherche.demande import Demande
from recherche.liste import restreindre, titrer
from solidaires import fils
from solidaires.fils import Entree
from solidaires.templatetags.texte import periode


@fils.sorte(Journees, lambda editions: editions.prefetch_related("themes"))
def journees(edition):
    return Entree(
        titre=_titre(edition),
        resume=_resume(edition, edition.ville, edition.accroche),
        categories=[theme.nom for theme in edition.themes.all()],
    )


@fils.sorte(RendezVous, lambda rendez_vous: rendez_vous.prefetch_related("themes"))
def rendez_vous(rendez_vous):
    return Entree(
        titre=_titre(rendez_vous),
        resume=_resume(rendez_vous, rendez_vous.ville, rendez_vous.accroche),
        categories=[theme.nom for theme in rendez_vous.themes.all()],
    )


@fils.sorte(
    Citation, lambda citations: citations.select_related("personne").prefetch_related("themes")
)
def citation(citation):
    return Entree(
        titre=str(citation),
        resume=f"« {citation.texte} »",
        auteur=citation.personne.nom,
        categories=[theme.nom for theme in citation.themes.all()],
    )


@require_safe
@conditional_page
def journees_feed(request):
    """The editions and their echoes."""
    return fils.repondre(
        request,
        cle="journees",
        titre="Les Journées",
        sous_titre="Les dernières éditions et les derniers échos publiés",
        lien=reverse("evenements:journees_list"),
        objets=fils.derniers([Journees.objects.all(), Citation.objects.all()]),
    )


@require_safe
@conditional_page
def rendezvous_feed(request):
    """The list, whatever narrows it, in the order of publication."""
    demande = Demande(RENDEZ_VOUS, request.GET)
    return fils.repondre(
        request,
        cle=f"calendrier{demande.adresse()}",
        titre=titrer("Le calendrier solidaire", demande),
        sous_titre="Les derniers rendez-vous ajoutés au calendrier",
        lien=reverse("evenements:rendezvous_list") + demande.adresse(),
        objets=fils.derniers([restreindre(demande, RendezVous.objects.all())]),
    )


def _titre(evenement):
    """« Annulé : Festival VYV 2024 »."""
    return " : ".join(filter(None, [evenement.tenue_en_un_mot, str(evenement)]))


def _resume(evenement, *suite):
    """What changed, when, where, what: « Du 9 au 11 février 2024 · Bordeaux · … »."""
    tenue = ". ".join(filter(None, [evenement.tenue_en_clair, evenement.raison]))
    quand = capfirst(strip_tags(periode(evenement.date_debut, evenement.date_fin)))
    morceaux = [tenue if evenement.tenue else "", quand or evenement.sans_dates, *suite]
    return " · ".join(filter(None, morceaux))
