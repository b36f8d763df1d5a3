"""Journeys in a real browser, with the real policy: reading, publishing, no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from fabrique.models import Initiative
from solidaires.publication import Etat
from tests import site_complet
from tests.conftest import MOT_DE_PASSE
from tests.factories import make_initiative, make_territoire

pytestmark = pytest.mark.django_db(transaction=True)


def test_reader_goes_from_home_to_list_to_sheet_and_back(page, live_server):
    initiative = site_complet.construire()

    page.goto(live_server.url)
    page.get_by_role("link", name="Explorer la Fabrique").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Fabrique")
    page.get_by_role("link", name=initiative.titre).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(initiative.titre)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Fabrique")
    page.get_by_role("link", name=re.compile("Solutions solidaires", re.IGNORECASE)).first.click()
    expect(page).to_have_url(f"{live_server.url}/")


def test_reader_reaches_the_content_with_the_keyboard(page, live_server):
    site_complet.construire()

    page.goto(live_server.url)
    page.keyboard.press("Tab")
    evitement = page.get_by_role("link", name="Aller au contenu")
    expect(evitement).to_be_focused()
    expect(evitement).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_coordinatrice_signs_in_publishes_and_sees_it_public(
    page, live_server, coordinatrice
):
    make_territoire()

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Adresse électronique").fill(coordinatrice.user.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Connexion").click()
    page.goto(f"{live_server.url}/admin/fabrique/initiative/add/")
    page.get_by_label("Titre", exact=True).fill("Œuvrer ensemble à l’école")
    expect(page.get_by_label("Adresse :")).to_have_value("oeuvrer-ensemble-a-lecole")
    page.locator("#select2-id_territoire-container").click()
    page.locator(".select2-search__field:focus").fill("giron")
    page.get_by_role("option", name="Gironde (33)").click()
    editeur = page.locator(".field-presentation .ProseMirror")
    editeur.click()
    editeur.press_sequentially("Des classes ouvertes sur le quartier.")
    page.get_by_role("button", name="Enregistrer et publier").click()
    expect(page.get_by_text("est publiée.")).to_be_visible()
    page.get_by_role("link", name="Voir sur le site").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Œuvrer ensemble à l’école")
    expect(page.get_by_text("Des classes ouvertes sur le quartier.")).to_be_visible()
    initiative = Initiative.objects.get()
    assert initiative.etat == Etat.PUBLIEE
    assert initiative.presentation == "<p>Des classes ouvertes sur le quartier.</p>"


def test_pages_are_complete_without_javascript(browser, live_server):
    make_initiative("Lisible sans script")
    contexte = browser.new_context(java_script_enabled=False)
    page = contexte.new_page()

    page.goto(f"{live_server.url}/fabrique/initiatives/")
    page.get_by_role("link", name="Lisible sans script").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Lisible sans script")
    contexte.close()


@pytest.mark.parametrize("largeur", [360, 1280])
def test_no_accessibility_violation_and_no_sideways_scroll(page, axe, live_server, largeur):
    site_complet.construire()
    page.set_viewport_size({"width": largeur, "height": 900})

    for nom, url in site_complet.types_de_page().items():
        page.goto(live_server.url + url)
        axe(page)
        debord = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert debord <= 0, f"{nom} scrolls sideways at {largeur} px"


def test_home_weighs_less_than_150_kb_and_asks_only_this_host(page, live_server):
    site_complet.construire()
    reponses = []
    page.on("response", reponses.append)

    page.goto(live_server.url, wait_until="networkidle")

    poids = sum(len(r.body()) for r in reponses)
    assert {r.url.startswith(live_server.url) for r in reponses} == {True}
    assert poids < 250_000, "uncompressed; the compressed weight is measured by test_production"
