"""The coordinator looks back: what changed, in which version, and takes an old one up again."""

from copy import deepcopy

import pytest
from playwright.sync_api import expect

from redaction import versions
from tests import site_complet
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db(transaction=True)


def _changer(objet, auteur, **champs):
    pris = deepcopy(versions.courante(objet).instantane)
    pris["champs"] |= champs
    return versions.enregistrer(objet, pris, auteur=auteur, resume="Modification")


def test_an_old_version_is_found_taken_up_and_published(page, connexion, coordinatrice):
    initiative = make_initiative("Caisse commune", chapo="Des foyers cotisent.")
    versions.appliquer(_changer(initiative, coordinatrice.user, chapo="Texte perdu."))
    connexion(coordinatrice.user)

    page.goto(initiative.get_admin_url())
    page.get_by_role("link", name="Historique", exact=True).click()
    page.get_by_role("link", name="Comparer avec la précédente : Version 2").click()
    expect(page.locator("del")).to_have_text(["barré", "retiré\u00a0: Des foyers cotisent."])
    page.get_by_role("link", name="Historique").click()
    page.get_by_role("button", name="Restaurer comme brouillon : Version 1").click()
    expect(page.get_by_text("La version 1 est reprise comme brouillon.")).to_be_visible()
    page.get_by_role("button", name="Publier les modifications").click()
    expect(page.get_by_text("est publiée avec ses modifications.")).to_be_visible()

    initiative.refresh_from_db()
    assert initiative.chapo == "Des foyers cotisent."


def test_two_versions_are_chosen_by_keyboard_and_compared_without_script(
    browser, base_url, coordinatrice
):
    initiative = make_initiative("Caisse commune", chapo="Un")
    for chapo in ("Deux", "Trois"):
        versions.appliquer(_changer(initiative, coordinatrice.user, chapo=chapo))
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": base_url}
            for cookie in coordinatrice.cookies.values()
        ]
    )
    page = context.new_page()

    page.goto(f"{initiative.get_admin_url().removesuffix('change/')}history/")
    page.get_by_role("radio", name="Comparer depuis : Version 2").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Comparer depuis : Version 1")).to_be_checked()
    page.get_by_role("button", name="Comparer les deux versions cochées").press("Enter")

    chapo = page.get_by_role("region", name="Chapô")
    expect(chapo.locator("del")).to_have_text("retiré\u00a0: Un")
    expect(chapo.locator("ins")).to_have_text("ajouté\u00a0: Trois")
    context.close()


def test_pages_of_the_history_have_no_violation_on_any_screen(
    page, connexion, coordinatrice, examiner, examiner_partout
):
    initiative = site_complet.construire()
    pris = deepcopy(versions.courante(initiative).instantane)
    pris["champs"] |= {"titre": "Autre", "annee": None, "presentation": "<h2>Autre chose</h2>"}
    pris["relations"]["themes"] = []
    pris["parties"]["etapes"] = []
    versions.enregistrer(initiative, pris, auteur=coordinatrice.user, resume="Modification")
    base = initiative.get_admin_url().removesuffix("change/")
    connexion(coordinatrice.user)

    for adresse in ("history/", "comparer/", "comparer/?de=9"):
        page.emulate_media(color_scheme="light")
        page.goto(base + adresse)
        examiner_partout(page)
        page.emulate_media(color_scheme="dark")
        page.reload()  # colours change at once
        examiner(page)
