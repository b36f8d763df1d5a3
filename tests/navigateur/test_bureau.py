"""The pages of the desk that ask before acting: readable by everybody, on every screen."""

import pytest
from playwright.sync_api import expect

from redaction import versions
from solidaires.publication import Etat
from tests import site_complet
from tests.factories import make_idee, make_initiative, make_reprise

pytestmark = pytest.mark.django_db(transaction=True)


def _adresses(auteur):
    """The address of each page, with something to show."""
    initiative = make_initiative("Caisse commune")
    make_reprise(initiative)
    jetee = make_idee("Une idée jetée")
    jetee.jeter()
    contenu = versions.courante(initiative).instantane
    contenu["champs"] |= {"titre": "Autre titre", "porteur": "Ville"}
    conflit = versions.mettre_de_cote(initiative, contenu, auteur=auteur, resume="Saisie")
    base = f"/admin/fabrique/initiative/{initiative.pk}"
    return [
        "/admin/corbeille/",
        f"/admin/corbeille/forum/idee/{jetee.pk}/detruire/",
        f"{base}/delete/",
        f"{base}/conflit/{conflit.numero}/",
        "/admin/guide/",
    ]


def test_pages_have_no_accessibility_violation_and_never_scroll_sideways(
    page, examiner_partout, connexion, coordinatrice
):
    site_complet.construire()
    connexion(coordinatrice.user)

    for adresse in _adresses(coordinatrice.user):
        page.goto(adresse)
        examiner_partout(page)


def test_a_selection_asks_for_its_reason_once_and_keeps_it_typed(
    page, examiner_partout, connexion, coordinatrice
):
    objets = [make_idee(f"Idée {n}", etat=Etat.A_RELIRE, published_at=None) for n in (1, 2)]
    connexion(coordinatrice.user)

    page.goto("/admin/forum/idee/")
    page.locator("#action-toggle").check()
    page.get_by_label("Action").first.select_option("Demander des compléments sur la sélection")
    page.get_by_role("button", name="Envoyer").first.click()
    expect(page.get_by_text("2 fiches")).to_be_visible()
    examiner_partout(page)
    page.get_by_label("Motif").fill("   ")
    page.get_by_role("button", name="Demander des compléments").click()
    expect(page.get_by_text("Écrivez le motif")).to_be_visible()
    page.get_by_label("Motif").fill("Dites pour qui.")
    page.get_by_role("button", name="Demander des compléments").click()

    expect(page.get_by_text("2 fiches renvoyées pour compléments.")).to_be_visible()
    for objet in objets:
        objet.refresh_from_db()
        assert (objet.etat, objet.motif) == (Etat.A_COMPLETER, "Dites pour qui.")
