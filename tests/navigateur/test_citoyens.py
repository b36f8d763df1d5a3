"""A citizen proposes an idea to the end and reports an error from a page, with and without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courrier.models import Courriel
from forum.models import Idee
from protection import formulaires
from signalements.models import Signalement
from solidaires.publication import Etat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _lecteur_rapide(monkeypatch):
    """The browser of a test types faster than persons; the time trap has its own tests."""
    monkeypatch.setattr(formulaires, "TROP_TOT", timedelta())


def _rien(page):
    """What to look at on a page when it is not checked."""


def _lien_du_dernier_courriel():
    texte = Courriel.objects.order_by("pk").last().texte
    return re.search(r"/forum/propositions/\S+", texte)[0]


def _proposer(page, regarder):
    """From the list of ideas to the page that follows the proposal."""
    page.goto("/forum/idees/")
    page.get_by_role("main").get_by_role("link", name="Proposer une idée").click()
    regarder(page)
    page.get_by_label("Le titre de votre idée").fill("Des bancs partout")
    page.get_by_label("Votre adresse électronique").fill("ada@example.org")
    page.get_by_role("button", name="Envoyer mon idée").click()
    expect(page.get_by_role("alert")).to_contain_text("Votre idée : Décrivez votre idée.")
    regarder(page)
    page.get_by_role("alert").get_by_role("link", name="Votre idée").click()
    expect(page.get_by_label("Votre idée", exact=True)).to_be_focused()
    page.keyboard.type("On s’assoit, on se parle.")
    page.get_by_role("button", name="Envoyer mon idée").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci. Il reste une étape")
    regarder(page)

    page.goto(_lien_du_dernier_courriel())
    regarder(page)
    page.get_by_role("button", name="Confirmer ma proposition").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Où en est votre idée")
    expect(page.locator("[aria-current=step]")).to_contain_text("En relecture")
    regarder(page)


def _completer(page, regarder):
    """The coordination asks for a precision, the citizen gives it."""
    Idee.objects.get(titre="Des bancs partout").ask_changes("Où cela ?")
    page.goto(_lien_du_dernier_courriel())
    expect(page.locator("[aria-current=step]")).to_contain_text("Où cela")
    regarder(page)
    page.get_by_label("Votre précision").fill("Devant les mairies.")
    page.get_by_role("button", name="Envoyer ma précision").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("En relecture")


def _signaler(page, regarder):
    """From the foot of a page to the receipt, and back."""
    page.goto("/fabrique/initiatives/")
    page.get_by_role("link", name="Signaler une erreur ou un défaut d’accessibilité").click()
    expect(page.get_by_label("La page concernée")).to_have_value("/fabrique/initiatives/")
    page.get_by_label("Défaut d’accessibilité").check()
    page.get_by_label("Ce qui ne va pas").fill("Le filtre n’est pas annoncé.")
    regarder(page)
    page.get_by_role("button", name="Envoyer mon signalement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Merci, votre signalement est reçu"
    )
    expect(page.get_by_text("au plus tard le")).to_be_visible()
    regarder(page)
    page.get_by_role("link", name="Revenir à la page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Fabrique")


def _parcourir(page, regarder):
    _proposer(page, regarder)
    _completer(page, regarder)
    _signaler(page, regarder)

    idee = Idee.objects.get(titre="Des bancs partout")
    signalement = Signalement.objects.get()
    assert idee.etat == Etat.A_RELIRE
    assert idee.corps == "<p>On s’assoit, on se parle.</p><p>Devant les mairies.</p>"
    assert (signalement.genre, signalement.page) == ("accessibilite", "/fabrique/initiatives/")
    assert page.context.cookies() == []


def test_a_citizen_proposes_completes_and_reports(page, examiner_partout):
    _parcourir(page, examiner_partout)


def test_it_all_goes_without_javascript(browser, browser_context_args):
    contexte = browser.new_context(**{**browser_context_args, "java_script_enabled": False})

    _parcourir(contexte.new_page(), _rien)
    contexte.close()


def test_the_coordination_answers_a_report(page, examiner, connexion, coordinatrice):
    signalement = Signalement.objects.create(
        genre="erreur", page="/fabrique/initiatives/", texte="Le budget est faux."
    )
    connexion(coordinatrice.user)

    page.goto("/admin/signalements/signalement/")
    examiner(page)
    page.get_by_role("link", name=signalement.numero).click()
    page.get_by_text("Classer sans suite").first.click()
    examiner(page)
    page.get_by_label("Votre réponse").fill("Corrigé, merci.")
    page.get_by_role("button", name="Répondre et clore").click()

    expect(page.get_by_text("Réponse donnée : rien n’est envoyé.")).to_be_visible()
    expect(page.get_by_text("Clos le jour même")).to_be_visible()
