"""The coordinator's guide, read in the back office: docs/guide-coordination.md, which git shows too."""

from itertools import pairwise

from django.conf import settings
from django.contrib import admin
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from solidaires.texte import slugifier

GUIDE = settings.BASE_DIR / "docs" / "guide-coordination.md"
# Where the file says its pictures are, for those who read it in the repository.
IMAGES = "../static/"


def get_urls(site):
    """The page of the guide, for the admin site."""
    return [path("guide/", site.admin_view(guide), name="guide")]


@require_safe
def guide(request):
    """The whole guide, with its table of contents."""
    html, sommaire = en_html(GUIDE.read_text(encoding="utf-8"))
    return TemplateResponse(
        request,
        "redaction/guide.html",
        {
            **admin.site.each_context(request),
            "title": "Guide de la coordination",
            # Our own file, and Markdown that lets no HTML through.
            "guide": mark_safe(html),  # noqa: S308
            "sommaire": sommaire,
        },
    )


def en_html(source):
    """(HTML of the guide without its first title, [(anchor, title)] of its second-level titles)."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    jetons = [j for j in markdown.parse(source) if j.hidden or not _est_premier_titre(j)]
    sommaire = []
    for titre, contenu in pairwise(jetons):
        if titre.type == "heading_open":
            titre.attrSet("id", slugifier(contenu.content))
            if titre.tag == "h2":
                sommaire.append((titre.attrGet("id"), contenu.content))
    for jeton in jetons:
        for enfant in jeton.children or []:
            if enfant.type == "image":
                chemin = enfant.attrGet("src").removeprefix(IMAGES)
                enfant.attrs |= {"src": static(chemin), "loading": "lazy"}
    return markdown.renderer.render(jetons, markdown.options, {}), sommaire


def _est_premier_titre(jeton):
    return jeton.tag == "h1" or (
        jeton.type == "inline" and jeton.level == 1 and jeton.map[0] == 0
    )
