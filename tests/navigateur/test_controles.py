"""« Avant de publier »: each line leads to its field as it really is on the page."""

import pytest
from playwright.sync_api import expect

from solidaires.publication import Etat
from tests.factories import make_initiative, make_journees, make_seance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ouvrir(page, connexion, coordinatrice):
    """Open the form of an object; returns its panel."""
    connexion(coordinatrice.user)

    def ouvrir(objet):
        page.goto(objet.get_admin_url())
        return page.get_by_role("region", name="Avant de publier")

    return ouvrir


def test_a_line_leads_to_the_editor_of_a_rich_text(page, ouvrir):
    panneau = ouvrir(make_initiative(stade="deployee", etat=Etat.BROUILLON, published_at=None))

    panneau.get_by_role("link", name="Limites et échecs").click()

    editeur = page.get_by_role("textbox", name="Limites et échecs")
    expect(editeur).to_be_focused()
    expect(editeur).to_be_in_viewport()


def test_a_line_leads_to_a_plain_field_with_the_keyboard_even_folded(page, ouvrir):
    panneau = ouvrir(make_initiative())
    champ = page.locator("#id_chapo")
    champ.evaluate(
        """champ => {
            const pli = document.createElement('details');
            champ.closest('fieldset').prepend(pli);
            pli.append(champ.closest('.form-row'));
        }"""
    )
    expect(champ).to_be_hidden()

    panneau.get_by_role("link", name="Chapô").press("Enter")

    expect(champ).to_be_visible()
    expect(champ).to_be_focused()


def test_a_line_leads_to_the_list_of_a_relation(page, ouvrir):
    panneau = ouvrir(make_initiative(stade="deployee"))
    # No rule is about a relation yet.
    panneau.get_by_role("link", name="Limites et échecs").evaluate(
        "lien => lien.setAttribute('href', '#id_territoire')"
    )

    panneau.get_by_role("link", name="Limites et échecs").click()

    expect(page.locator(".field-territoire .select2-selection")).to_be_focused()


def test_a_line_leads_to_the_group_of_the_parts(page, ouvrir):
    journees = make_journees()
    make_seance(journees, titre="Vivre dignement", resume="<p>Le RSA.</p>")
    panneau = ouvrir(journees)

    panneau.get_by_role("link", name="Séance « Vivre dignement », résumé").click()

    groupe = page.locator("#seances-group")
    expect(groupe).to_be_focused()
    expect(groupe).to_be_in_viewport()


def test_the_panel_has_no_accessibility_violation(page, ouvrir, examiner):
    panneau = ouvrir(make_initiative(stade="deployee", presentation="<p>Le RSA.</p>"))
    expect(panneau.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("textbox", name="Limites et échecs")).to_be_visible()

    examiner(page)
