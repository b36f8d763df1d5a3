"""Public pages of Les Journées, of their echoes and of the calendar."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from chantiers import parcours
from chantiers.classement import classement
from evenements import agenda, deroule, ical
from evenements.liste import RENDEZ_VOUS
from evenements.models import Citation, Intervention, Journees, RendezVous, Seance
from mediatheque.models import Lien
from recherche.demande import Demande
from recherche.liste import restreindre
from recherche.reponse import Reponse
from solidaires.publication import get_visible_or_404

JOURNEES = "journees"
CALENDRIER = "calendrier"
PAR_PAGE = 24


@require_safe
def journees_list(request):
    """Every published edition, latest first."""
    editions = Journees.objects.published().for_list()
    return render(
        request,
        "evenements/journees_list.html",
        {
            "section": JOURNEES,
            "fil": [("Les Journées", "")],
            "page": Paginator(editions, PAR_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
def journees_detail(request, slug):
    """One edition: what it was about, its programme, who spoke, what was said and what followed."""
    journees = get_visible_or_404(Journees.objects.for_detail(), request, slug=slug)
    return render(
        request,
        "evenements/journees_detail.html",
        {
            "section": JOURNEES,
            "fil": [
                ("Les Journées", reverse("evenements:journees_list")),
                (str(journees), ""),
            ],
            "journees": journees,
            "agenda": _agenda(journees, "evenements:journees_ics"),
            "citations": journees.citations.published().select_related("personne"),
            **_rencontre(journees),
        },
    )


@require_safe
def citation_list(request):
    """Every published quotation by year, on one page: each is reached by its anchor."""
    return render(
        request,
        "evenements/citation_list.html",
        {
            "section": JOURNEES,
            "fil": [
                ("Les Journées", reverse("evenements:journees_list")),
                ("Les échos", ""),
            ],
            "citations": Citation.objects.published().for_list(),
        },
    )


@require_safe
def rendezvous_list(request):
    """The calendar: what is coming, the yearly meetings, then the past, latest first, by pages.

    The query string narrows the three, as it does the file for a calendar.
    """
    reponse = Reponse(Demande(RENDEZ_VOUS, request.GET))
    publies = restreindre(
        reponse.demande, RendezVous.objects.published().select_related("image")
    )
    page = Paginator(publies.past(), PAR_PAGE).get_page(reponse.demande.page)
    requete = reponse.demande.adresse()
    return render(
        request,
        "evenements/rendezvous_list.html",
        {
            "section": CALENDRIER,
            "fil": [("Le calendrier solidaire", "")],
            "a_venir": publies.upcoming(),
            "annuels": publies.recurring(),
            "page": page,
            "reponse": reponse,
            "fichier": reverse("evenements:calendrier_ics") + requete,
            "flux": reverse("evenements:rendezvous_feed") + requete,
        },
    )


@require_safe
def rendezvous_detail(request, slug):
    """One entry of the calendar: when, where, by whom, and what Solutions solidaires did there."""
    rendez_vous = get_visible_or_404(RendezVous.objects.for_detail(), request, slug=slug)
    autres = RendezVous.objects.published().filter(nom=rendez_vous.nom)
    return render(
        request,
        "evenements/rendezvous_detail.html",
        {
            "section": CALENDRIER,
            "fil": [
                ("Le calendrier solidaire", reverse("evenements:rendezvous_list")),
                (str(rendez_vous), ""),
            ],
            "rendez_vous": rendez_vous,
            "agenda": _agenda(rendez_vous, "evenements:rendezvous_ics"),
            "autres_editions": autres.exclude(pk=rendez_vous.pk).for_list(),
            **_rencontre(rendez_vous),
        },
    )


@require_safe
@conditional_page
def journees_ics(request, slug):
    """One edition and its séances, for a calendar."""
    return _fichier_d_un(Journees, slug, "journees")


@require_safe
@conditional_page
def rendezvous_ics(request, slug):
    """One entry of the calendar and its séances, for a calendar."""
    return _fichier_d_un(RendezVous, slug, "rendez-vous")


@require_safe
@conditional_page
def calendrier_ics(request):
    """Everything that is published and dated, for a calendar that follows the portal.

    Narrowed by the query string of the list, it has the rendez-vous of the list only.
    """
    demande = Demande(RENDEZ_VOUS, request.GET)
    editions = Journees.objects.none() if demande.filtree else Journees.objects.all()
    entrees = agenda.de_tous(restreindre(demande, RendezVous.objects.all()), editions)
    return _fichier("Solutions solidaires", entrees, "solutions-solidaires")


def _fichier_d_un(model, slug, prefixe):
    """404 as long as it has no date: a calendar would have nothing to hold."""
    evenement = get_object_or_404(model.objects.published(), slug=slug)
    entrees = agenda.de_l_evenement(evenement)
    if not entrees:
        raise Http404
    return _fichier(str(evenement), entrees, f"{prefixe}-{slug}")


def _fichier(titre, entrees, nom):
    return HttpResponse(
        ical.ecrire(titre, entrees),
        content_type=ical.TYPE,
        headers={"Content-Disposition": f'attachment; filename="{nom}.ics"'},
    )


def _agenda(evenement, nom):
    """The address of its calendar file; "" without dates, and for a preview."""
    en_agenda = evenement.date_debut and evenement.is_published
    return reverse(nom, args=[evenement.slug]) if en_agenda else ""


def _rencontre(evenement):
    """What the pages of an edition and of a rendez-vous share. Seven queries, whatever they hold."""
    interventions = list(Intervention.objects.of(evenement))
    return {
        "programme": deroule.par_jour(
            Seance.objects.of(evenement), interventions, evenement.jour_unique
        ),
        "presents": deroule.hors_seance(interventions),
        "focus": evenement.focus.published().for_list(),
        "classement": classement(evenement),
        **parcours.contexte(evenement),
        "sources": _sources(evenement, interventions),
    }


def _sources(evenement, interventions):
    """The references of the event, of its séances and of its people, each once. One query."""
    liens = Lien.objects.filter(
        Q(pk__in=evenement.sources.values("pk")) | Q(pk__in=evenement.seances.values("sources"))
    )
    nommees = [intervention.source for intervention in interventions if intervention.source]
    return list(dict.fromkeys([*liens, *nommees]))
