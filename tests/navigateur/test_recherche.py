"""The search and the facets of a list, by the keyboard, in place, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_idee, make_initiative, make_territoire, make_theme
from tests.index import indexer
from tests.navigateur.conftest import ECRANS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_fiches")]

LISTE = "/fabrique/initiatives/"
CAISSE, CANTINE, EMPLOI = "Caisse commune", "Cantine bio", "Emploi pour tous"


@pytest.fixture
def _fiches():
    gironde, landes = make_territoire("33", "Gironde"), make_territoire("40", "Landes")
    manger, travail = make_theme("Alimentation"), make_theme("Travail")
    make_initiative(CAISSE, territoire=gironde, themes=[manger])
    make_initiative(CANTINE, territoire=landes, themes=[manger, travail])
    make_initiative(EMPLOI, territoire=landes, themes=[travail])
    indexer()


@pytest.fixture
def page_sans_javascript(browser, browser_context_args):
    contexte = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield contexte.new_page()
    contexte.close()


def _cartes(page):
    return page.locator("[data-liste]").get_by_role("heading", level=3)


def _case(page, libelle):
    return page.get_by_role("checkbox", name=re.compile(f"^{libelle}"))


def _jetons(page):
    return page.get_by_role("list", name="Filtres en cours").get_by_role("link")


def _compte(page):
    return page.locator("#compte")


# Suggestions


def test_suggestions_are_chosen_with_the_keyboard(page, examiner):
    page.goto("/recherche/")
    champ = page.get_by_role("combobox", name="Rechercher dans tout le site")
    liste = page.get_by_role("listbox", name="Pages trouvées")
    options = liste.get_by_role("option")
    choisie = liste.get_by_role("option", selected=True)
    expect(champ).to_have_attribute("aria-expanded", "false")
    largeur = champ.bounding_box()["width"]

    champ.press_sequentially("ca")
    expect(options).to_have_text([re.compile(CAISSE), re.compile(CANTINE)])
    expect(champ).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_js_property(
        "textContent", "2 pages\u00a0: flèches pour choisir."
    )
    # Under the field, which keeps its place.
    cadre = champ.bounding_box()
    assert cadre["width"] == largeur
    assert liste.bounding_box()["y"] >= cadre["y"] + cadre["height"]
    examiner(page)

    champ.press("ArrowUp")
    expect(choisie).to_have_text(re.compile(CANTINE))
    champ.press("ArrowDown")
    expect(choisie).to_have_text(re.compile(CAISSE))
    expect(champ).to_have_attribute("aria-activedescendant", choisie.get_attribute("id"))
    expect(champ).to_be_focused()
    champ.press("Escape")
    expect(liste).to_be_hidden()
    expect(champ).to_have_value("ca")
    expect(champ).to_have_attribute("aria-expanded", "false")
    assert champ.get_attribute("aria-activedescendant") is None

    champ.press_sequentially("n")
    expect(options).to_have_text([re.compile(CANTINE)])
    champ.press("ArrowDown")
    champ.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(CANTINE)


def test_without_a_choice_enter_searches_the_words(page):
    page.goto("/recherche/")
    champ = page.get_by_role("combobox", name="Rechercher dans tout le site")
    champ.press_sequentially("xyl")
    expect(page.get_by_role("status")).to_have_text("Aucune page à proposer.")
    champ.fill("caisse")
    expect(page.get_by_role("option")).to_have_text([re.compile(CAISSE)])
    champ.press("Enter")

    expect(page).to_have_url(re.compile(r"/recherche/\?q=caisse$"))
    expect(_compte(page)).to_have_text("1 page pour « caisse »")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_without_javascript_the_field_searches(page_sans_javascript):
    page = page_sans_javascript
    page.goto("/recherche/")
    champ = page.get_by_role("searchbox", name="Rechercher dans tout le site")
    champ.fill("caisse")
    champ.press("Enter")

    expect(page).to_have_url(re.compile(r"/recherche/\?q=caisse$"))
    expect(_cartes(page)).to_have_text([CAISSE])


# Facets


def test_boxes_change_the_list_in_place_and_the_address_follows(page):
    page.goto(LISTE)
    page.evaluate("window.restee = true")
    expect(page.get_by_role("button", name="Appliquer les filtres")).to_have_count(0)

    _case(page, "Alimentation").press("Space")
    expect(_cartes(page)).to_have_text([CANTINE, CAISSE])
    expect(_compte(page)).to_have_text("2 initiatives")
    expect(_jetons(page)).to_have_text([re.compile("Alimentation")])
    expect(page).to_have_url(re.compile(rf"{LISTE}\?theme=alimentation$"))
    expect(_case(page, "Alimentation")).to_be_focused()
    # A facet counts what its next value would add, another what would be left of the list.
    expect(_case(page, "Travail")).to_have_accessible_name(re.compile(r"2 pages$"))
    expect(_case(page, "Landes")).to_have_accessible_name(re.compile(r"1 page$"))

    _case(page, "Travail").check()
    expect(_cartes(page)).to_have_text([EMPLOI, CANTINE, CAISSE])
    expect(page).to_have_url(re.compile(r"\?theme=alimentation&theme=travail$"))
    _case(page, "Landes").check()
    expect(_cartes(page)).to_have_text([EMPLOI, CANTINE])
    expect(_jetons(page)).to_have_count(4)  # three, and « Tout retirer »

    page.go_back()
    expect(_cartes(page)).to_have_text([EMPLOI, CANTINE, CAISSE])
    expect(_case(page, "Landes")).not_to_be_checked()
    page.go_back()
    expect(_cartes(page)).to_have_text([CANTINE, CAISSE])
    expect(_case(page, "Travail")).not_to_be_checked()
    page.go_forward()
    expect(_case(page, "Travail")).to_be_checked()
    assert page.evaluate("window.restee")


def test_a_sort_and_a_pill_keep_the_keyboard_in_the_list(page):
    page.goto(f"{LISTE}?theme=alimentation&theme=travail")
    page.evaluate("window.restee = true")
    resultats = page.locator("#titre-resultats")

    page.get_by_role("link", name="Titre, de A à Z").press("Enter")
    expect(_cartes(page)).to_have_text([CAISSE, CANTINE, EMPLOI])
    expect(page).to_have_url(re.compile(r"\?theme=alimentation&theme=travail&tri=titre$"))
    expect(resultats).to_be_focused()

    _jetons(page).filter(has_text="Alimentation").press("Enter")
    expect(_cartes(page)).to_have_text([CANTINE, EMPLOI])
    expect(_case(page, "Alimentation")).not_to_be_checked()
    expect(page).to_have_url(re.compile(r"\?theme=travail&tri=titre$"))
    expect(resultats).to_be_focused()

    # One order for one question, whatever was ticked first.
    _case(page, "Alimentation").check()
    expect(page).to_have_url(re.compile(r"\?theme=alimentation&theme=travail&tri=titre$"))
    page.get_by_role("link", name="Aller au contenu").press("Enter")
    expect(page).to_have_url(re.compile(r"&tri=titre#contenu$"))
    _case(page, "Alimentation").uncheck()
    expect(_cartes(page)).to_have_text([CANTINE, EMPLOI])

    # The sort stays when the words change.
    page.get_by_role("searchbox", name="Rechercher une initiative").fill("landes")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_title(re.compile(r"«\slandes\s»"))
    expect(_cartes(page)).to_have_text([CANTINE, EMPLOI])
    page.get_by_role("link", name="Tout retirer").click()
    expect(page).to_have_url(re.compile(rf"{LISTE}$"))
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(_cartes(page)).to_have_text([EMPLOI, CANTINE, CAISSE])
    assert page.evaluate("window.restee")


def test_a_value_that_goes_back_behind_the_others_keeps_the_focus(page):
    for code in range(41, 47):
        departement = make_territoire(str(code), f"Département {code}")
        for rang in range(2):
            make_initiative(f"Fiche {code} {rang}", territoire=departement)
    indexer()
    page.goto(f"{LISTE}?departement=33")

    _case(page, "Gironde").press("Space")

    expect(_compte(page)).to_have_text("15 initiatives")
    expect(_case(page, "Gironde")).to_be_focused()


def test_without_javascript_the_boxes_are_sent_to_the_same_list(page_sans_javascript):
    page = page_sans_javascript
    page.goto(f"{LISTE}?tri=titre")
    _case(page, "Alimentation").check()
    _case(page, "Travail").check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    expect(page).to_have_url(re.compile(rf"{LISTE}\?.*theme=alimentation&theme=travail$"))
    expect(_cartes(page)).to_have_text([CAISSE, CANTINE, EMPLOI])
    expect(_jetons(page)).to_have_count(3)
    _jetons(page).first.click()
    expect(page).to_have_url(re.compile(rf"{LISTE}\?theme=travail&tri=titre$"))
    expect(_cartes(page)).to_have_text([CANTINE, EMPLOI])


# Everybody


def test_pages_have_no_violation_and_never_scroll_sideways(
    page, examiner_partout, surveillance
):
    surveillance.tolere("status of 410|HTTP 410")
    idee = make_idee("Partie", etat="brouillon", published_at=None)
    idee.publish()
    idee.retire("Doublon.")
    page.set_viewport_size({"width": 360, "height": ECRANS[360]})

    for adresse, phrase in {
        "/recherche/": "La recherche lit toutes les rubriques",
        "/recherche/?q=landes": "pages pour « landes »",
        "/recherche/?q=xylophone": "Rien ne correspond à « xylophone ».",
        "/recherche/?q=alimnetation": "Voici ce que donne « alimentation ».",
        f"{LISTE}?theme=travail&departement=40": "2 initiatives",
        f"{LISTE}carte/?theme=travail": "Seulement : Travail.",
        idee.get_absolute_url(): "Cette page a été retirée",
    }.items():
        page.goto(adresse)
        expect(page.locator("main")).to_contain_text(phrase)
        examiner_partout(page)
