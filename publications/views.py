"""Public pages of the publications: the three families, and one issue, note or podcast whole."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chantiers import parcours
from chantiers.classement import classement
from publications.models import FocusLibe, Note, Podcast
from recherche.demande import ANNEE, CHANTIER, PAR_ANNEE, PAR_TITRE, THEME, Liste
from recherche.liste import lister
from solidaires.publication import get_visible_or_404

SECTION = "publications"
PAR_PAGE = 24
LISTES = {
    model: Liste(
        types=(model._meta.model_name,),
        facettes=(THEME, CHANTIER, ANNEE),
        tris=(PAR_ANNEE, PAR_TITRE),
    )
    for model in (FocusLibe, Note, Podcast)
}
# How many of each family the overview shows.
DERNIERS = 3


@require_safe
def publication_list(request):
    """What each family is, and its latest."""
    return render(
        request,
        "publications/publication_list.html",
        {
            "section": SECTION,
            "fil": [("Les publications", "")],
            "focus": FocusLibe.objects.published().for_list()[:DERNIERS],
            "notes": Note.objects.published().for_list()[:DERNIERS],
            "podcasts": Podcast.objects.published().for_list()[:DERNIERS],
        },
    )


@require_safe
def focuslibe_list(request):
    """Every focus issue by year, latest first."""
    return render(
        request,
        "publications/focuslibe_list.html",
        {
            "section": SECTION,
            "fil": _fil("Les focus avec Libération"),
            **_liste(request, FocusLibe),
        },
    )


@require_safe
def focuslibe_detail(request, slug):
    """One focus issue: its cahier, its forum, its articles and the survey published with it."""
    focus = get_visible_or_404(FocusLibe.objects.for_detail(), request, slug=slug)
    return render(
        request,
        "publications/focuslibe_detail.html",
        {
            "section": SECTION,
            "fil": _fil(
                ("Les focus avec Libération", reverse("publications:focuslibe_list")),
                focus.titre,
            ),
            "focus": focus,
            "classement": classement(focus),
            **parcours.contexte(focus),
            "vagues": focus.vagues.published(),
            "sources": _sources(focus),
        },
    )


@require_safe
def note_list(request):
    """Every note and essay of the observatory, latest year first, undated last."""
    return render(
        request,
        "publications/note_list.html",
        {
            "section": SECTION,
            "fil": _fil("Les notes de l’observatoire"),
            **_liste(request, Note),
        },
    )


@require_safe
def note_detail(request, slug):
    """One note: who wrote it, what it says and where to read it."""
    note = get_visible_or_404(Note.objects.for_detail(), request, slug=slug)
    return render(
        request,
        "publications/note_detail.html",
        {
            "section": SECTION,
            "fil": _fil(
                ("Les notes de l’observatoire", reverse("publications:note_list")), note.titre
            ),
            "note": note,
            "classement": classement(note),
            **parcours.contexte(note),
        },
    )


@require_safe
def podcast_list(request):
    """Every « atelier solidaire », latest first, undated last."""
    return render(
        request,
        "publications/podcast_list.html",
        {
            "section": SECTION,
            "fil": _fil("Les ateliers solidaires"),
            **_liste(request, Podcast),
        },
    )


@require_safe
def podcast_detail(request, slug):
    """One « atelier solidaire »: its question, its three voices, where to listen, its words."""
    podcast = get_visible_or_404(Podcast.objects.for_detail(), request, slug=slug)
    return render(
        request,
        "publications/podcast_detail.html",
        {
            "section": SECTION,
            "fil": _fil(
                ("Les ateliers solidaires", reverse("publications:podcast_list")),
                podcast.titre,
            ),
            "podcast": podcast,
            "classement": classement(podcast),
            **parcours.contexte(podcast),
        },
    )


def _sources(focus):
    """The references of the issue and those read for its articles, each once; no query once loaded."""
    lues = [article.source for article in focus.articles.all() if article.source]
    return list(dict.fromkeys([*focus.sources.all(), *lues]))


def _liste(request, model):
    """What the list of a family shows of the published ones, or of those that were asked for."""
    objets = model.objects.published().for_list()
    reponse, page = lister(request, LISTES[model], objets, PAR_PAGE)
    return {"reponse": reponse, "page": page}


def _fil(*etapes):
    """The breadcrumb under « Les publications »: (title, url), the last one a title alone."""
    *parents, ici = etapes
    return [
        ("Les publications", reverse("publications:publication_list")),
        *parents,
        (ici, ""),
    ]
