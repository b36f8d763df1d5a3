"""Public pages of Le Forum: the list of ideas, and one idea whole."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chantiers import parcours
from chantiers.classement import classement
from forum.liste import IDEES
from forum.models import Idee
from recherche.liste import lister
from solidaires.publication import get_visible_or_404

SECTION = "forum"
PAR_PAGE = 24


@require_safe
def idee_list(request):
    """The published ideas, latest year first, or what the query string asks of them."""
    reponse, page = lister(request, IDEES, Idee.objects.published().for_list(), PAR_PAGE)
    return render(
        request,
        "forum/idee_list.html",
        {
            "section": SECTION,
            "fil": [("Le Forum", "")],
            "reponse": reponse,
            "page": page,
            "liens": [("Fil Atom", reverse("forum:idee_feed") + reponse.demande.adresse())],
        },
    )


@require_safe
def idee_detail(request, slug):
    """One idea: who speaks, what is answered, where it was debated, what it led to."""
    idee = get_visible_or_404(Idee.objects.for_detail(), request, slug=slug)
    return render(
        request,
        "forum/idee_detail.html",
        {
            "section": SECTION,
            "fil": [("Le Forum", reverse("forum:idee_list")), (idee.titre, "")],
            "idee": idee,
            "initiatives": idee.initiatives.published().select_related("territoire").newest(),
            "debats": [*idee.journees.published(), *idee.rendez_vous.published()],
            "focus": _focus(idee),
            "classement": classement(idee),
            **parcours.contexte(idee),
        },
    )


def _focus(idee):
    """The public focus issues that printed it, each once. One query."""
    articles = idee.articles.select_related("focus").order_by("pk")
    parus = [article.focus for article in articles if article.focus.is_published]
    return list(dict.fromkeys(parus))
