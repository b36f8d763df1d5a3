"""Public pages of the territories: the members, and one territory with all that comes from it."""

from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from territoires import carrefour, carte
from territoires.autour import autour, membres_proches
from territoires.models import Adhesion, Territoire
from territoires.suggestions import chercher, preciser

SECTION = "territoires"
# From the one that people know best.
NATURES = [
    Territoire.Nature.DEPARTEMENT,
    Territoire.Nature.REGION,
    Territoire.Nature.EPCI,
    Territoire.Nature.COMMUNE,
]
# Headings of the reprises that a territory makes, then of those of its initiatives, by their sort.
PRISES = {
    "reprise": "Ce qu’il reprend d’ailleurs",
    "interet": "Ce qui l’intéresse ailleurs",
    "abandon": "Ce qu’il a cessé de reprendre",
}
DONNEES = {
    "reprise": "Ce que d’autres lui reprennent",
    "interet": "Ce qui intéresse d’autres territoires chez lui",
    "abandon": "Ce que d’autres ont cessé de lui reprendre",
}


def carte_des_membres(territoires):
    """The map of `territoires` (from `for_map`): départements with something to read are links."""
    return carte.construire(
        (
            d.code,
            d.nom,
            d.get_absolute_url() if d.est_membre or d.nombre_initiatives else "",
            d.nombre_initiatives,
            d.est_membre,
        )
        for d in territoires
        if d.nature == Territoire.Nature.DEPARTEMENT
    )


@require_safe
def territoire_list(request):
    """The members, then the other territories with a published initiative; the map of both."""
    territoires = (
        Territoire.objects.active()
        .with_initiatives()
        .prefetch_related(Prefetch("adhesions", Adhesion.objects.in_force()))
        .order_by("nom_replie", "pk")
    )
    membres = [territoire for territoire in territoires if territoire.est_membre]
    autres = [territoire for territoire in territoires if not territoire.est_membre]
    return render(
        request,
        "territoires/territoire_list.html",
        {
            "section": SECTION,
            "fil": [("Les territoires", "")],
            "nombre_membres": len(membres),
            "has_citations": any(a.is_citation for t in membres for a in t.adhesions.all()),
            "membres": _par_nature(membres),
            "autres": _par_nature(autres),
            "carte": carte_des_membres(Territoire.objects.for_map()),
        },
    )


def _par_nature(territoires):
    """[(« Départements », [territoire])] in the order of the natures, without the empty ones."""
    groupes = [(nature, [t for t in territoires if t.nature == nature]) for nature in NATURES]
    return [(f"{nature.label}s", groupe) for nature, groupe in groupes if groupe]


@require_safe
def territoire_detail(request, nature, slug):
    """One territory: where it stands, its membership, what it tries, takes up and passes on."""
    territoire = get_object_or_404(
        Territoire.objects.select_related("departement", "region", "epci").prefetch_related(
            "adhesions__sources"
        ),
        nature=nature,
        slug=slug,
    )
    fiches = carrefour.fiches(territoire)
    reprises = carrefour.reprises(territoire)
    prises = [r for r in reprises if r.territoire_id == territoire.pk]
    donnees = [r for r in reprises if r.territoire_id != territoire.pk]
    grouper = territoire.reprises.model.grouper
    rien = not (fiches["siennes"].objets or fiches["sur_place"].objets)
    return render(
        request,
        "territoires/territoire_detail.html",
        {
            "section": SECTION,
            "fil": [
                ("Les territoires", reverse("territoires:territoire_list")),
                (territoire.nom, ""),
            ],
            "territoire": territoire,
            **fiches,
            "toutes": carrefour.toutes_les_fiches(territoire),
            "a_proximite": carrefour.a_proximite(territoire) if rien else [],
            "membres_proches": membres_proches(territoire) if rien else [],
            "prises": grouper(prises, PRISES),
            "donnees": grouper(donnees, DONNEES),
            "idees": [] if rien else carrefour.idees(territoire),
            "seances": carrefour.seances(territoire),
            "citations": carrefour.citations(territoire),
            "classement": [] if rien else carrefour.classement(territoire),
            "autour": autour(territoire),
        },
    )


@require_safe
@cache_control(public=True, max_age=3600)
def territoire_suggestions(request):
    """Territories whose name or number begins as `q`, of one `nature` or any, for a search field."""
    trouves = chercher(request.GET.get("q", ""), request.GET.get("nature", ""))
    return JsonResponse(
        {"territoires": [{"pk": t.pk, "nom": t.nom, "precision": preciser(t)} for t in trouves]}
    )
