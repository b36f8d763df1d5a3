"""Journeys in a real browser, with the real policy: reading, publishing, no JavaScript."""

import pytest
from playwright.sync_api import expect

from fabrique.models import Initiative
from solidaires.publication import Etat
from tests import site_complet
from tests.connexions import passer_la_connexion
from tests.factories import make_initiative, make_territoire
from tests.navigateur.conftest import ECRANS

pytestmark = pytest.mark.django_db(transaction=True)


def test_reader_goes_from_home_to_list_to_sheet_and_back(page):
    initiative = site_complet.construire()

    page.goto("/")
    page.get_by_role("link", name="Explorer la Fabrique").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Fabrique")
    page.get_by_role("link", name=initiative.titre).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(initiative.titre)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Fabrique")
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Les solutions naissent")


def test_reader_reaches_the_content_with_the_keyboard(page):
    site_complet.construire()

    page.goto("/")
    page.keyboard.press("Tab")
    evitement = page.get_by_role("link", name="Aller au contenu")
    expect(evitement).to_be_focused()
    expect(evitement).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_coordinatrice_signs_in_publishes_and_sees_it_public(page, coordinatrice):
    make_territoire()

    page.goto("/admin/fabrique/initiative/add/")
    passer_la_connexion(page, coordinatrice.user)
    page.locator("#id_titre").press_sequentially("Œuvrer ensemble à l’école")
    expect(page.locator("#id_slug")).to_have_value("oeuvrer-ensemble-a-lecole")
    page.locator(".field-territoire .select2-selection").click()
    page.locator(".select2-search__field:focus").press_sequentially("giron")
    page.get_by_role("option", name="Gironde (33)").click()
    editeur = page.locator(".field-presentation .tiptap")
    editeur.click()
    editeur.press_sequentially("Des classes ouvertes sur le quartier.")
    page.get_by_role("button", name="Enregistrer et publier").first.click()
    expect(page.get_by_text("est publiée.")).to_be_visible()
    page.get_by_role("link", name="Voir sur le site").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Œuvrer ensemble à l’école")
    expect(page.get_by_text("Des classes ouvertes sur le quartier.")).to_be_visible()
    initiative = Initiative.objects.get()
    assert initiative.etat == Etat.PUBLIEE
    assert initiative.presentation == "<p>Des classes ouvertes sur le quartier.</p>"


@pytest.fixture
def sans_javascript(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


def test_pages_are_complete_without_javascript(browser, sans_javascript):
    make_initiative("Lisible sans script")
    contexte = browser.new_context(**sans_javascript)
    page = contexte.new_page()

    page.goto("/fabrique/initiatives/")
    page.get_by_role("link", name="Lisible sans script").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Lisible sans script")
    contexte.close()


def test_pages_have_no_accessibility_violation_and_never_scroll_sideways(
    page, examiner_partout, surveillance
):
    surveillance.tolere("404.*cette-page-n-existe-pas|status of 404")
    site_complet.construire()

    # Pages of the back office and of territories are read at 1280 px, these on a telephone.
    page.set_viewport_size({"width": 360, "height": ECRANS[360]})

    for url in site_complet.types_de_page().values():
        page.goto(url)
        examiner_partout(page)


def test_the_coordinators_lists_have_no_accessibility_violation(
    page, examiner, connexion, coordinatrice
):
    site_complet.construire()

    connexion(coordinatrice.user)
    page.goto("/admin/")
    examiner(page)
    page.goto("/admin/fabrique/initiative/")
    examiner(page)


def test_home_weighs_less_than_150_kb_in_all(page):
    site_complet.construire()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    poids = []
    session.on("Network.loadingFinished", lambda e: poids.append(e["encodedDataLength"]))

    page.goto("/", wait_until="networkidle")

    assert len(poids) > 5
    assert sum(poids) <= 150_000
