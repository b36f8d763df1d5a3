"""Editorial pages and the plan of the site."""

import pytest

from tests.factories import make_chantier, make_lien, make_page, make_theme

pytestmark = pytest.mark.django_db


def test_page_shows_its_text_and_sources(client):
    page = make_page("Manifeste", corps="<h2>Pourquoi</h2><p>Pour <strong>tous</strong>.</p>")
    page.sources.add(make_lien("https://example.org/source", titre="Le document"))

    html = client.get("/manifeste/").content.decode()

    assert "<h2>Pourquoi</h2><p>Pour <strong>tous</strong>.</p>" in html
    assert 'href="https://example.org/source"' in html


def test_page_sanitises_what_was_stored_around_the_form(client):
    make_page(corps='<p onclick="alert(1)">Bonjour</p><script>alert(2)</script>')

    html = client.get("/manifeste/").content.decode()

    assert "<p>Bonjour</p>" in html
    assert "alert(" not in html


def test_an_unknown_address_is_not_found_in_the_look_of_the_site(client):
    reponse = client.get("/une-adresse-inconnue/")

    html = reponse.content.decode()
    assert reponse.status_code == 404
    assert "Solutions solidaires" in html
    assert "<nav" in html


def test_plan_lists_what_is_published(client):
    make_page("Manifeste")
    make_page("Brouillon secret", etat="brouillon", published_at=None)
    make_chantier("Chantier secret", etat="retiree", published_at=None)
    make_chantier("Chantier visible")
    make_theme("Logement")

    html = client.get("/plan-du-site/").content.decode()

    for visible in ("Manifeste", "Chantier visible", "Logement"):
        assert visible in html
    assert "secret" not in html
