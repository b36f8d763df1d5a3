"""Editorial pages and the plan of the site."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chantiers.models import Chantier, Theme
from pages.models import Page
from solidaires.publication import get_visible_or_404


@require_safe
def page_detail(request, slug):
    """One editorial page."""
    page = get_visible_or_404(Page.objects.prefetch_related("sources"), request, slug=slug)
    return render(
        request,
        "pages/page_detail.html",
        {
            "fil": [(page.titre, "")],
            "page": page,
            "modifiee": timezone.localdate(page.updated_at),
        },
    )


@require_safe
def plan_du_site(request):
    """Every way into the portal on one page."""
    return render(
        request,
        "pages/plan_du_site.html",
        {
            "fil": [("Plan du site", "")],
            "pages": Page.objects.published(),
            "chantiers": Chantier.objects.published().for_list(),
            "themes": Theme.objects.all(),
        },
    )
