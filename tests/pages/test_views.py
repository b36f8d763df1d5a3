"""Editorial pages and the plan of the site."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from pages.models import Page
from solidaires.sitemaps import ListeSitemap
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_lien,
    make_page,
    make_theme,
)

pytestmark = pytest.mark.django_db

MAL = "<script>alert('x')</script>"


def _contenu(client, url):
    html = client.get(url).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def _lu(html):
    """What a visitor reads, on one line."""
    return re.sub(r"[ \n]+", " ", unescape(strip_tags(html.replace("<", " <"))))


def test_page_shows_its_text_its_sources_and_its_date(client):
    page = make_page(
        "Manifeste",
        chapo="Un texte d'ouverture : le voici.",
        corps="<h2>Pourquoi</h2><p>Pour <strong>tous</strong>.</p>",
    )
    page.sources.add(make_lien("https://example.org/source", titre="Le document"))
    page.sources.add(make_lien("https://example.org/perdue", titre="Perdu", etat="mort"))
    Page.objects.update(updated_at=datetime(2024, 1, 31, 23, 30, tzinfo=UTC))

    html = _contenu(client, "/manifeste/")

    assert "<h2>Pourquoi</h2><p>Pour <strong>tous</strong>.</p>" in html
    assert "Un texte d’ouverture\u00a0: le voici." in html
    assert 'href="https://example.org/source"' in html
    assert "https://example.org/perdue" not in html
    assert "Perdu (adresse non vérifiée)" in _lu(html)
    # Half past eleven at night in London is the next day in Paris.
    assert '<time datetime="2024-02-01">1er\u00a0février\u00a02024</time>' in html


def test_page_without_chapo_nor_source_shows_neither(client):
    make_page("Manifeste")

    html = _contenu(client, "/manifeste/")

    assert "chapeau__chapo" not in html
    assert "Sources" not in html


def test_page_sanitises_what_was_stored_around_the_form(client):
    make_page(f"Page {MAL}", slug="page", chapo=MAL, corps=f'<p onclick="a()">Bonjour</p>{MAL}')

    html = client.get("/page/").content.decode()

    assert "<p>Bonjour</p>" in html
    assert "<script>" not in html
    assert "onclick" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_page_that_is_not_online_is_not_found(client, agent, etat):
    make_page("Brouillon", **ETATS_CACHES[etat])

    assert client.get("/brouillon/").status_code == 404
    assert agent.get("/brouillon/").status_code == 404


def test_a_draft_is_previewed_by_its_editors(coordinatrice):
    page = make_page("Brouillon", **ETATS_CACHES["brouillon"])

    apercu = coordinatrice.get("/brouillon/")

    html = apercu.content.decode()
    assert "Aperçu&nbsp;: cette page n’est pas publiée" in html
    assert f'href="{page.get_admin_url()}"' in html
    assert apercu["Cache-Control"] == "private, no-store"
    assert apercu["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("chemin", ["/une-adresse-inconnue/", "/a/b/", "/%C3%A9t%C3%A9/"])
def test_an_unknown_address_is_not_found_in_the_look_of_the_site(client, chemin):
    reponse = client.get(chemin)

    html = reponse.content.decode()
    assert reponse.status_code == 404
    assert html.count("<h1") == 1
    assert 'href="/fabrique/initiatives/"' in html
    assert "<footer" in html


def test_plan_leads_to_every_list_feed_page_chantier_and_theme(client):
    make_page("Manifeste")
    make_chantier("Chantier visible")
    make_theme("Logement")

    liens = set(re.findall(r'href="([^"#]+)"', _contenu(client, "/plan-du-site/")))

    flux = {
        "tout_feed",
        "fabrique:initiative_feed",
        "forum:idee_feed",
        "evenements:journees_feed",
        "publications:publication_feed",
        "barometre:vague_feed",
        "evenements:rendezvous_feed",
    }
    fichiers = {"fabrique:initiative_csv", "evenements:calendrier_ics"}
    listes = set(ListeSitemap().items()) - {"pages:plan_du_site"}
    assert liens == {
        *map(reverse, listes | flux | fichiers),
        "/espace/",
        "/manifeste/",
        "/chantiers/chantier-visible/",
        "/themes/logement/",
        "/signaler/",
    }


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_plan_hides_what_is_not_online(client, etat):
    make_page("Page visible")
    make_page("Page secrète", **ETATS_CACHES[etat])
    make_chantier("Chantier visible")
    make_chantier("Chantier secret", **ETATS_CACHES[etat])

    html = _contenu(client, "/plan-du-site/")

    assert "Page visible" in html
    assert "Chantier visible" in html
    assert "secr" not in html


def test_plan_of_an_empty_portal_says_so(client):
    lu = _lu(_contenu(client, "/plan-du-site/"))

    for phrase in ("Aucun chantier publié.", "Aucun thème défini.", "Aucune page publiée."):
        assert phrase in lu


@pytest.mark.parametrize("nombre", [1, 3])
def test_pages_run_the_same_queries_whatever_they_hold(
    client, django_assert_num_queries, nombre
):
    page = make_page("Manifeste")
    for i in range(nombre):
        page.sources.add(make_lien(f"https://example.org/{i}"))
        make_page(f"Page {i}")
        make_chantier(f"Chantier {i}")
        make_theme(f"Thème {i}")

    with django_assert_num_queries(2):
        client.get("/manifeste/")
    with django_assert_num_queries(3):
        client.get("/plan-du-site/")
