"""The forms of the back office: named for everyone, in French, with the keyboard, on a tablet."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from tests import site_complet
from tests.factories import make_initiative, make_theme
from tests.navigateur.conftest import debordement

pytestmark = pytest.mark.django_db(transaction=True)

# Forms of accounts are Django's own, kept by somebody else.
EDITES = sorted(
    (m for m in admin.site._registry if m._meta.app_label not in {"admin", "auth", "comptes"}),
    key=lambda m: m._meta.label,
)


RUBRIQUES = sorted({model._meta.app_label for model in EDITES})


def _formulaires(client, rubrique):
    """Address of one filled form of each type of an app, of the empty one when none is filled."""
    for model in EDITES:
        if model._meta.app_label != rubrique:
            continue
        nom = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        objet = model._default_manager.order_by("pk").first()
        if objet:
            yield reverse(f"{nom}_change", args=[objet.pk])
        elif client.get(ajout := reverse(f"{nom}_add")).status_code == 200:
            yield ajout


def _prete(page):
    """The editors have drawn their bar, which they do after the page is loaded."""
    page.wait_for_function(
        "[...document.querySelectorAll('.prose-editor')].every("
        "(cadre) => cadre.querySelector('[role=toolbar]'))"
    )


@pytest.fixture
def initiative(connexion, coordinatrice):
    """A sheet with three numbers in order, its editor signed in."""
    initiative = make_initiative(themes=[make_theme("Alimentation")], etat="brouillon")
    for ordre, libelle in enumerate(["foyers", "repas", "emplois"]):
        initiative.chiffres.create(ordre=ordre, libelle=libelle, valeur=10)
    connexion(coordinatrice.user)
    return initiative


@pytest.mark.parametrize("rubrique", RUBRIQUES)
def test_forms_have_no_accessibility_violation_and_never_scroll_sideways(
    page, examiner_partout, connexion, coordinatrice, rubrique
):
    site_complet.construire()
    connexion(coordinatrice.user)

    for url in _formulaires(coordinatrice, rubrique):
        assert page.goto(url).status == 200, url
        _prete(page)
        examiner_partout(page)


@pytest.mark.parametrize("page_nom", ["fabrique_initiative_add", "evenements_journees_add"])
def test_empty_forms_have_no_accessibility_violation(
    page, examiner_partout, connexion, coordinatrice, page_nom
):
    connexion(coordinatrice.user)

    page.goto(reverse(f"admin:{page_nom}"))
    _prete(page)

    examiner_partout(page)


def test_search_list_opens_with_the_keyboard_named_and_closes_back(page, examiner, initiative):
    page.goto(initiative.get_admin_url())
    territoire = page.get_by_role("combobox", name="Territoire Gironde (33)")

    for touche in ("Enter", "Space", "ArrowDown"):
        territoire.focus()
        page.keyboard.press(touche)
        expect(page.get_by_role("searchbox", name="Territoire : rechercher")).to_be_focused()
        page.keyboard.press("Escape")
        expect(territoire).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Gironde (33)")).to_be_visible()
    examiner(page)


def test_editor_is_named_and_left_with_one_key(page, initiative):
    page.goto(initiative.get_admin_url())
    zone = page.get_by_role("textbox", name="Présentation")
    expect(zone).to_have_attribute("aria-multiline", "true")

    zone.focus()
    page.get_by_role("toolbar", name="Mise en forme : Présentation").get_by_role(
        "button", name="Liste à puces"
    ).click()
    expect(zone).to_be_focused()
    avant = zone.inner_html()
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Style : Texte courant").nth(1)).to_be_focused()
    assert zone.inner_html() == avant


def test_editor_bar_is_one_stop_and_speaks_french(page, examiner, initiative):
    page.goto(initiative.get_admin_url())
    barre = page.get_by_role("toolbar", name="Mise en forme : Présentation")
    zone = page.get_by_role("textbox", name="Présentation")
    zone.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Shift+Tab")
    style = barre.get_by_role("button", name="Style : Texte courant")
    expect(style).to_be_focused()

    page.keyboard.press("ArrowRight")
    expect(barre.get_by_role("button", name="Liste à puces")).to_be_focused()
    page.keyboard.press("End")
    expect(barre.get_by_role("button", name="Rétablir")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(style).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Titre de partie", exact=True)).to_be_focused()
    examiner(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(zone.get_by_role("heading", level=3)).to_be_visible()
    expect(barre.get_by_role("button", name="Style : Titre de sous-partie")).to_be_visible()

    noms = barre.locator("button[aria-label]:visible").evaluate_all(
        "(boutons) => boutons.filter((b) => !b.inert).map((b) => b.ariaLabel)"
    )
    assert noms == [
        "Liste à puces",
        "Liste numérotée",
        "Citation",
        "Gras",
        "Italique",
        "Mettre un lien",
        "Annuler",
        "Rétablir",
    ]


def test_editor_link_dialog_is_french(page, examiner, initiative):
    page.goto(initiative.get_admin_url())
    page.get_by_role("textbox", name="Présentation").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+k")

    dialogue = page.get_by_role("dialog", name="Lien")
    expect(dialogue).to_be_visible()
    examiner(page)
    assert dialogue.locator("h3, label, button").all_inner_texts() == [
        "Lien",
        "Adresse du lien",
        "Bulle au survol (facultatif)",
        "Valider",
        "Annuler",
    ]


def _indicateurs(page):
    """Name and value of the label of each line of numbers, from top to bottom."""
    return page.locator("#chiffres-group tr.dynamic-chiffres [name$=-libelle]").evaluate_all(
        "(champs) => champs.map((champ) => [champ.ariaLabel, champ.value])"
    )


def test_parts_are_ordered_with_the_keyboard(page, initiative):
    page.goto(initiative.get_admin_url())
    monter = page.get_by_role("button", name="Monter la ligne 3")
    monter.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ligne placée en position 2 sur 3.")).to_be_attached()
    expect(page.get_by_role("button", name="Monter la ligne 2")).to_be_focused()
    assert _indicateurs(page) == [
        ["Indicateur, ligne 1", "foyers"],
        ["Indicateur, ligne 2", "emplois"],
        ["Indicateur, ligne 3", "repas"],
    ]

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("est enregistrée.")).to_be_visible()
    assert list(initiative.chiffres.values_list("ordre", "libelle")) == [
        (0, "foyers"),
        (1, "emplois"),
        (2, "repas"),
    ]


def test_new_part_climbs_and_another_is_removed_without_losing_the_recorded_ones(
    page, initiative
):
    page.goto(initiative.get_admin_url())
    groupe = page.locator("#chiffres-group")
    for libelle in ("bénévoles", "de trop"):
        groupe.get_by_role("button", name="Ajouter : chiffre").click()
        ligne = groupe.locator("tr.dynamic-chiffres").last
        ligne.locator("[name$=-valeur]").fill("5")
        ligne.locator("[name$=-libelle]").fill(libelle)
    for rang in (4, 3, 2):
        page.get_by_role("button", name=f"Monter la ligne {rang}").first.click()
    groupe.get_by_role("button", name="Retirer").last.click()

    assert [valeur for _, valeur in _indicateurs(page)] == [
        "bénévoles",
        "foyers",
        "repas",
        "emplois",
    ]
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("est enregistrée.")).to_be_visible()
    assert list(initiative.chiffres.values_list("libelle", flat=True)) == [
        "bénévoles",
        "foyers",
        "repas",
        "emplois",
    ]


def test_parts_keep_their_number_field_without_javascript(
    browser, browser_context_args, initiative, page
):
    contexte = browser.new_context(
        **browser_context_args,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    sans_script = contexte.new_page()
    sans_script.goto(initiative.get_admin_url())

    expect(sans_script.get_by_role("spinbutton", name="Ordre, ligne 3")).to_have_value("2")
    assert sans_script.get_by_role("button", name="Monter").count() == 0
    contexte.close()


@pytest.mark.parametrize("largeur", [768], indirect=True)
def test_tablet_keeps_the_save_button_in_sight_and_targets_large(page, largeur, initiative):
    page.goto(initiative.get_admin_url())
    _prete(page)
    enregistrer = page.get_by_role("button", name="Enregistrer", exact=True)

    expect(enregistrer).to_be_in_viewport(ratio=1)
    assert enregistrer.bounding_box()["height"] >= 44
    # The focused field is never under the bar of buttons.
    page.get_by_label("Porteur").focus()
    page.keyboard.press("Tab")
    caches = page.evaluate(
        "document.activeElement.getBoundingClientRect().bottom"
        " > document.querySelector('.submit-row').getBoundingClientRect().top"
    )
    assert caches is False
    assert debordement(page) <= 0
    assert _petites_cibles(page) == []


def _petites_cibles(page):
    """What is pressed and is under 24 px high or wide; a link inside a sentence may be."""
    return page.evaluate(
        """() => {
            const dansUnePhrase = (e) => getComputedStyle(e).display === 'inline'
              && e.closest('p, li')?.innerText.trim() !== e.innerText.trim();
            return [...document.querySelectorAll(
                '#container :is(a, button, input:not([type=hidden]), select, summary, [role=combobox])')]
              .filter((e) => e.offsetParent && !e.inert && !e.closest('#nav-sidebar, .empty-form'))
              .filter((e) => e.tagName !== 'A' || !dansUnePhrase(e))
              .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
              .filter(([, r]) => r.width > 1 && (r.width < 24 || r.height < 24))
              .map(([html, r]) => `${html} ${r.width} × ${r.height}`);
        }"""
    )


@pytest.mark.parametrize("model", ["initiative", "theme"])
def test_words_drawn_by_script_are_french(page, connexion, coordinatrice, model):
    app = next(m._meta.app_label for m in apps.get_models() if m._meta.model_name == model)
    connexion(coordinatrice.user)
    page.goto(f"/admin/{app}/{model}/add/")
    _prete(page)

    noms = page.locator("[aria-label], [title]").evaluate_all(
        "(tous) => tous.filter((e) => e.offsetParent && !e.inert)"
        ".flatMap((e) => [e.ariaLabel, e.title]).filter(Boolean)"
    )
    anglais = {"list", "bold", "heading", "quote", "undo", "redo", "remove", "insert", "today"}
    assert [nom for nom in noms if anglais & set(nom.lower().split())] == []
