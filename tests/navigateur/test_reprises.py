"""Between territories in a real browser: declaring, writing, answering the yearly question."""

import pytest
from playwright.sync_api import expect

from espace import interets, reprises
from espace.models import Interet, Verification
from fabrique.models import Reprise
from protection import jetons
from tests.factories import make_agent, make_initiative, make_territoire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lou():
    """Somebody of Landes; Gironde owns « Caisse », Landes takes up « Épicerie » already."""
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    make_agent("camille@gironde.example", gironde)
    lou = make_agent("lou@landes.example", landes).user
    make_initiative("Caisse", territoire=gironde)
    epicerie = make_initiative("Épicerie", territoire=gironde)
    reprises.declarer(Reprise(initiative=epicerie, territoire=landes), None, lou)
    interets.commencer(epicerie, landes, lou, "Peut-on vous rendre visite ?")
    return lou


def test_an_agent_writes_then_declares_from_the_public_sheet(page, connexion, lou):
    connexion(lou)

    page.goto("/fabrique/initiatives/caisse/")
    page.get_by_role("link", name="Ça intéresse notre territoire").click()
    page.get_by_label("Votre message").fill("Comment avez-vous commencé ?")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("Votre message est transmis à Gironde.")).to_be_visible()
    expect(page.get_by_text("Comment avez-vous commencé ?")).to_be_visible()

    page.goto("/fabrique/initiatives/caisse/")
    page.get_by_role("link", name="Nous l’avons reprise").click()
    page.get_by_role("button", name="Envoyer à la coordination").click()
    erreurs = page.get_by_role("alert")
    expect(erreurs).to_be_focused()
    expect(erreurs).to_contain_text("Dites où vous en êtes.")
    page.get_by_label("Effective").check()
    page.get_by_role("button", name="Envoyer à la coordination").click()
    expect(page.get_by_text("Votre déclaration est envoyée à la coordination.")).to_be_visible()


def test_the_yearly_question_is_answered_without_signing_in(page, lou):
    verification = Verification.objects.create(initiative=Reprise.objects.get().initiative)

    page.goto(f"/actualite/{jetons.signer('actualite', verification.pk)}/")
    page.get_by_role("button", name="Oui, rien n’a changé").click()

    expect(page.get_by_text("Réponse enregistrée le")).to_be_visible()
    verification.refresh_from_db()
    assert verification.reponse == "oui"


def test_the_pages_are_accessible_and_never_scroll_sideways(
    page, examiner_partout, connexion, lou
):
    connexion(lou)
    reprise = Reprise.objects.get()
    landes = reprise.territoire
    verification = Verification.objects.create(initiative=reprise.initiative)
    jeton = jetons.signer("actualite", verification.pk)

    for url in (
        "/espace/interet/caisse/",
        f"/espace/interets/{Interet.objects.get().pk}/",
        "/espace/reprendre/caisse/",
        f"/espace/reprises/{reprise.pk}/",
        f"/espace/{landes.pk}/reprises/",
        f"/actualite/{jeton}/",
        "/fabrique/initiatives/caisse/",
    ):
        page.goto(url)
        examiner_partout(page)
