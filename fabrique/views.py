"""Public pages of La Fabrique: the list of initiatives, and one initiative whole."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fabrique.forms import InitiativeFilterForm
from fabrique.models import Initiative, Reprise
from solidaires.publication import get_visible_or_404
from solidaires.templatetags.texte import periode

SECTION = "fabrique"
PAR_PAGE = 24


@require_safe
def initiative_list(request):
    """Every published initiative, newest first, narrowed by the query string."""
    form = InitiativeFilterForm(request.GET)
    initiatives = form.filter(Initiative.objects.published().for_list())
    page = Paginator(initiatives, PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "fabrique/initiative_list.html",
        {"section": SECTION, "fil": [("La Fabrique", "")], "form": form, "page": page},
    )


@require_safe
def initiative_detail(request, slug):
    """One sheet: what, where, for whom, at what stage, with what result, and what it does not say."""
    initiative = get_visible_or_404(Initiative.objects.for_detail(), request, slug=slug)
    reprises = list(
        Reprise.objects.published()
        .filter(initiative=initiative)
        .select_related("territoire", "fiche")
        .order_by("date", "pk")
    )
    return render(
        request,
        "fabrique/initiative_detail.html",
        {
            "section": SECTION,
            "fil": [
                ("La Fabrique", reverse("fabrique:initiative_list")),
                (initiative.titre, ""),
            ],
            "initiative": initiative,
            "classement": initiative.classement(),
            "reprises": reprises,
            "parcours": _parcours(initiative, reprises),
        },
    )


def _parcours(initiative, reprises):
    """The dated life of one initiative as steps for partials/_parcours.html. One query (debates)."""
    etapes = [
        {
            "date": str(idee.annee or ""),
            "titre": "Idée",
            "section": "forum",
            "liens": [(idee.titre, idee.get_absolute_url())],
        }
        for idee in initiative.idees.all()
    ]
    passages = [
        {
            "date": periode(etape.date) if etape.date else str(etape.annee),
            "titre": etape.get_stade_display(),
            "section": SECTION,
            "texte": etape.detail,
        }
        for etape in initiative.etapes.all()
    ]
    etapes += passages or [
        {
            "date": str(initiative.annee or ""),
            "titre": initiative.stade_en_clair or "Démarrage",
            "section": SECTION,
        }
    ]
    # The sheet being read stands at its latest passage.
    etapes[-1] |= {"ici": True, "liens": [(f"{initiative.territoire.nom}, cette fiche", "")]}
    etapes += _debats(initiative)
    etapes += [
        {
            "date": str(reprise.date.year) if reprise.date else "",
            "titre": f"Reprise, {reprise.get_statut_display().lower()}",
            "section": "publications",
            "liens": [(reprise.territoire.nom, f"#reprise-{reprise.slug}")],
        }
        for reprise in reprises
    ]
    return etapes


def _debats(initiative):
    """The séances where it was presented, in published events."""
    seances = initiative.seances.select_related("journees", "rendez_vous").order_by("pk")
    debats = []
    for seance in seances:
        evenement = seance.journees or seance.rendez_vous
        if evenement.is_published:
            debats.append(
                {
                    "date": str(evenement.annee or ""),
                    "titre": "Débat",
                    "section": "journees",
                    "liens": [(f"{evenement} : {seance}", evenement.get_absolute_url())],
                }
            )
    return debats
