"""The home page and the pages for machines. The home page looks at every section; none looks at it."""

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from barometre.models import Vague
from evenements.models import Citation, Journees, RendezVous
from fabrique.models import Initiative
from forum.models import Idee
from publications.models import FocusLibe
from territoires.models import Territoire


@require_safe
def accueil(request):
    """Everything in five seconds: what, where, how far, with what result."""
    raise NotImplementedError


@require_safe
def robots(request):
    """What robots may read: everything public."""
    return render(
        request,
        "robots.txt",
        {"sitemap": request.build_absolute_uri(reverse("sitemap"))},
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def sante(request):
    """Whether this process can serve: 200 when the database answers."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
    response = JsonResponse({"etat": "ok"})
    response["Cache-Control"] = "no-store"
    return response
