"""A draft, a scheduled, a withdrawn and a refused item appear nowhere public; their siblings do."""

import pytest
from django.apps import apps
from django.urls import reverse

from solidaires.publication import Publiable
from solidaires.sitemaps import ListeSitemap
from tests.factories import (
    ETATS_CACHES,
    FABRIQUES,
    make_chantier,
    make_initiative,
    make_question,
    make_territoire,
    make_theme,
    make_vague,
)

pytestmark = pytest.mark.django_db

# What is shown without a page of its own: where its sibling must be read.
SANS_PAGE = {"citation", "reprise"}


def _textes(model, mot):
    """Fields of `model` that a page could print, each holding the marker `mot`."""
    textes = {
        champ.name: mot
        for champ in model._meta.fields
        if champ.get_internal_type() in {"CharField", "TextField"}
        and champ.name not in {"slug", "etat", "motif", "image_alt"}
        and not champ.choices
    }
    return {**textes, "slug": mot.lower()}


def _relier(objet, theme, chantier):
    """Put an object in every hub that could show it."""
    if hasattr(objet, "mots_cles"):
        objet.mots_cles.add("partage")
    if hasattr(objet, "themes"):
        objet.themes.add(theme)
    if hasattr(objet, "chantiers"):
        objet.chantiers.add(chantier)


def _faire(nom, mot, theme, chantier, rang, **etat):
    """One object of the type called `nom` marked with `mot`; rows with a unique year get their own."""
    model = next(
        m for m in apps.get_models() if issubclass(m, Publiable) and m._meta.model_name == nom
    )
    champs = {**_textes(model, mot), **etat}
    if nom in {"journees", "vague"}:
        champs["annee"] = 2010 + rang
    if nom == "initiative":
        champs["cout_euros"] = 1  # its scope is only said of a cost
    if nom == "reprise":
        champs["initiative"] = make_initiative(
            f"Reprise {rang}", territoire=make_territoire("31", "Haute-Garonne")
        )
    objet = FABRIQUES[nom](**champs)
    _relier(objet, theme, chantier)
    if nom == "vague":
        make_question(objet, libelle=mot).chantiers.add(chantier)
    return objet


def _pages_publiques(theme, chantier):
    """Every list, hub, feed and the sitemap."""
    noms = [
        *ListeSitemap().items(),
        "fabrique:initiative_feed",
        "forum:idee_feed",
        "evenements:rendezvous_feed",
        "publications:publication_feed",
        "sitemap",
    ]
    return [
        *map(reverse, noms),
        theme.get_absolute_url(),
        chantier.get_absolute_url(),
        make_territoire().get_absolute_url(),
        make_territoire("40", "Landes").get_absolute_url(),
        reverse("chantiers:motcle_detail", args=["partage"]),
    ]


@pytest.mark.parametrize("nom", FABRIQUES)
def test_what_is_not_online_appears_nowhere(client, agent, nom):
    theme, chantier = make_theme("Solidarités"), make_chantier("Chantier visible")
    visible = _faire(nom, "Zvisible", theme, chantier, 0)
    caches = {
        etat: _faire(nom, f"Zsecret{etat}", theme, chantier, rang, **champs)
        for rang, (etat, champs) in enumerate(ETATS_CACHES.items(), start=1)
    }

    urls = [*_pages_publiques(theme, chantier), visible.get_absolute_url()]
    pages = {url: client.get(url).content.decode().lower() for url in urls}

    fuites = [
        (etat, url)
        for url, html in pages.items()
        for etat in caches
        if f"zsecret{etat}" in html
    ]
    assert fuites == []
    assert [url for url, html in pages.items() if "zvisible" in html] != []
    if nom in SANS_PAGE:
        return
    assert visible.get_absolute_url() in pages[reverse("sitemap")]
    for qui in (client, agent):
        assert qui.get(visible.get_absolute_url()).status_code == 200
        for etat, cache in caches.items():
            assert qui.get(cache.get_absolute_url()).status_code == 404, etat


@pytest.mark.parametrize("nom", [n for n in FABRIQUES if n not in SANS_PAGE])
def test_the_coordinator_previews_a_draft_that_no_cache_keeps(coordinatrice, client, nom):
    theme, chantier = make_theme("Solidarités"), make_chantier("Chantier visible")
    brouillon = _faire(nom, "Zsecret", theme, chantier, 1, **ETATS_CACHES["brouillon"])

    apercu = coordinatrice.get(brouillon.get_absolute_url())
    FABRIQUES["page"]("Une page publiée")
    publiee = coordinatrice.get("/une-page-publiee/")

    html = apercu.content.decode()
    assert apercu.status_code == 200
    assert "Zsecret" in html
    assert "Aperçu" in html
    assert brouillon.get_admin_url() in html
    assert apercu["Cache-Control"] == "private, no-store"
    assert apercu["X-Robots-Tag"] == "noindex, nofollow"
    assert "Aperçu" not in publiee.content.decode()
    assert "X-Robots-Tag" not in publiee
    assert client.get(brouillon.get_absolute_url()).status_code == 404


def test_a_figure_of_a_hidden_wave_is_not_on_the_home_page(client):
    make_question(make_vague(2022), libelle="Question visible")
    make_question(
        make_vague(2023, etat="brouillon", published_at=None), libelle="Question cachée"
    )

    html = client.get("/").content.decode()

    assert "Question visible" in html
    assert "Question cachée" not in html
