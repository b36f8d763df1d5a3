"""Public pages of the territories: the members, and one territory with all that comes from it."""

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from territoires import carte
from territoires.models import Adhesion, Territoire

SECTION = "territoires"


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
        Territoire.objects.with_initiatives()
        .filter(Q(est_membre=True) | Q(nombre_initiatives__gt=0))
        .prefetch_related(Prefetch("adhesions", Adhesion.objects.in_force()))
        .order_by("nom_replie", "pk")
    )
    return render(
        request,
        "territoires/territoire_list.html",
        {
            "section": SECTION,
            "fil": [("Les territoires", "")],
            "membres": [t for t in territoires if t.est_membre],
            "autres": [t for t in territoires if not t.est_membre],
            "carte": carte_des_membres(Territoire.objects.for_map()),
        },
    )


@require_safe
def territoire_detail(request, nature, slug):
    """One territory: where it stands, its membership, what it tries and takes up."""
    territoire = get_object_or_404(
        Territoire.objects.select_related("departement", "region", "epci").prefetch_related(
            "adhesions__sources"
        ),
        nature=nature,
        slug=slug,
    )
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
            "adhesions": territoire.adhesions.all(),
            "initiatives": territoire.initiatives.published().for_list(),
            "associees": territoire.initiatives_associees.published().for_list(),
            "reprises": territoire.reprises.published().select_related("initiative"),
        },
    )
