"""Every template compiles, serves, is written like the others and respects the strict policy."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.template.loader import get_template

RACINE = Path(settings.BASE_DIR)
DOSSIER = RACINE / "templates"
GABARITS = {
    str(fichier.relative_to(DOSSIER)): fichier.read_text(encoding="utf-8")
    for fichier in sorted(DOSSIER.rglob("*"))
    if fichier.is_file()
}
PAGES = {nom: source for nom, source in GABARITS.items() if nom.endswith(".html")}
# Django looks for these by name.
ATTENDUS_PAR_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
BLOCS = {
    "title", "description", "surtitre", "partage", "donnees", "css", "body_class",
    "breadcrumb", "content", "aside", "js",
}  # fmt: skip

pages = pytest.mark.parametrize("nom", PAGES)


def _references(source):
    """Names of the templates that this one extends or includes."""
    return re.findall(r"\{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']", source)


def _chaines_du_code():
    """Every string literal of the project's Python."""
    return {
        noeud.value
        for fichier in RACINE.glob("*/**/*.py")
        if fichier.relative_to(RACINE).parts[0] not in {".venv", "tests", "var"}
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str)
    }


def _texte(source):
    """What a visitor reads: without template tags, comments and HTML tags."""
    source = re.sub(
        r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", "", source, flags=re.DOTALL
    )
    return re.sub(r"\{[%{#].*?[%}#]\}|<!--.*?-->|<[^>]*>", " ¤ ", source, flags=re.DOTALL)


@pytest.mark.parametrize("nom", GABARITS)
def test_template_compiles(nom):
    assert get_template(nom).template.name == nom


def test_no_template_is_unused():
    de_django = Path(admin.__file__).parent / "templates"
    servent = {nom for source in GABARITS.values() for nom in _references(source)}
    chaines = _chaines_du_code()
    servent |= ATTENDUS_PAR_DJANGO | chaines
    # A mail is posted by its short name.
    servent |= {f"courriels/{chaine}.txt" for chaine in chaines}

    assert [
        nom for nom in GABARITS if nom not in servent and not (de_django / nom).exists()
    ] == []


@pages
def test_template_references_exist_and_extends_comes_first(nom):
    source = PAGES[nom]
    inconnus = [autre for autre in _references(source) if autre not in GABARITS]
    de_django = [autre for autre in inconnus if autre.startswith("admin/")]

    assert inconnus == de_django
    if "{% extends" in source:
        assert source.startswith("{% extends")


@pages
def test_template_loads_are_sorted(nom):
    bibliotheques = [
        bibliotheque
        for charge in re.findall(r"\{%\s*load\s+([^%]+?)\s*%\}", PAGES[nom])
        if " from " not in charge
        for bibliotheque in charge.split()
    ]

    assert bibliotheques == sorted(set(bibliotheques))


@pages
def test_partials_are_named_and_say_what_they_expect(nom):
    partiel = nom.rpartition("/")[2].startswith("_")
    inclus = re.findall(r"\{%\s*include\s+[\"']([^\"']+)[\"']([^%]*)%\}", PAGES[nom])

    if partiel:
        assert re.match(r"\{#|\{%\s*comment\b", PAGES[nom])
    notres = [autre for autre, _ in inclus if autre in GABARITS]
    assert [autre for autre in notres if not autre.rpartition("/")[2].startswith("_")] == []
    # base.html hands its whole context to its header and footer; nothing else of ours does.
    if nom != "base.html":
        entiers = [autre for autre, suite in inclus if not suite.rstrip().endswith("only")]
        assert [autre for autre in entiers if autre in GABARITS] == []


@pages
def test_public_pages_use_the_eight_blocks(nom):
    if nom != "base.html" and '{% extends "base.html" %}' not in PAGES[nom]:
        return
    # The pages of the space of the territories fill a block under their menu.
    propres = {"espace"} if nom == "espace/base_espace.html" else set()
    assert set(re.findall(r"\{%\s*block\s+(\w+)", PAGES[nom])) <= BLOCS | propres


@pytest.mark.parametrize(
    "interdit",
    [
        r"\|\s*safe\b",
        r"\{%\s*autoescape\s+off",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"<style\b(?![^>]*\bnonce=)",
        r"<script(?![^>]*\bsrc=)",
        r"(?:src|href)=[\"']//",
        r"<(?:script|link|img|iframe)\b[^>]*[\"']https?:",
    ],
)
def test_no_template_opens_a_hole_in_the_policy(interdit):
    ouvrent = {nom for nom, source in PAGES.items() if re.search(interdit, source)}

    assert ouvrent == set()


@pytest.mark.parametrize(
    ("faute", "motif"),
    [
        ("straight apostrophe", r"\w'\w"),
        ("three dots", r"\.\.\."),
        ("plain space before a double sign", r"[^\s¤] [;:!?»](?![^\s¤])"),
        ("plain space after «", r"« "),
        ("narrow no-break space, missing from the fonts", "\u202f"),
    ],
)
def test_french_typography(faute, motif):
    assert [
        f"{nom}: {trouve[0]}"
        for nom, source in PAGES.items()
        for trouve in re.finditer(rf".{{0,20}}(?:{motif}).{{0,20}}", _texte(source))
    ] == []
