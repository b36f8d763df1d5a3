"""The whole way of a sheet, by the pages that each person sees and the mails that each receives."""

import re

import pytest
from playwright.sync_api import expect

from espace.models import Amendement
from fabrique.models import Initiative, Reprise
from solidaires.publication import Etat
from tests.courriels import courriels, lien
from tests.factories import make_territoire, make_theme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bureau(page, connexion, coordinatrice):
    """Come back as the coordinator, in the back office."""

    def bureau(adresse="/admin/"):
        page.context.clear_cookies()
        connexion(coordinatrice.user)
        page.goto(adresse)

    return bureau


def _dernier(gabarit, destinataire):
    return courriels(gabarit=gabarit, destinataire=destinataire)[-1]


def _inviter(page, bureau, territoire, email):
    """The coordinator invites the first person of a territory."""
    bureau("/admin/espace/invitation/add/")
    page.locator(".field-territoire .select2-selection").click()
    page.locator(".select2-search__field").last.fill(territoire.nom)
    page.get_by_role("option", name=re.compile(territoire.nom)).click()
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.locator(".messagelist")).to_be_visible()


def _accepter(page, email, nom):
    page.context.clear_cookies()
    page.goto(lien(_dernier("invitation", email)))
    page.get_by_label("Votre prénom et votre nom").fill(nom)
    page.get_by_role("button", name="Accepter et entrer").click()
    expect(page.get_by_text("Bienvenue dans l’espace de")).to_be_visible()


def _se_connecter(page, email, suite):
    """Sign in on a new machine, by the code received."""
    page.context.clear_cookies()
    page.goto(suite)
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_role("button", name=re.compile("code", re.IGNORECASE)).click()
    page.wait_for_url(re.compile("/code/"))
    code = re.search(r"\b\d{4}-\d{4}\b", _dernier("code", email).texte)[0]
    page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/espace/"))


def _continuer(page):
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()


def test_a_sheet_from_the_invitation_to_its_reprise(page, bureau, coordinatrice):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    make_theme("Alimentation")

    # Invitation, then a first sitting
    _inviter(page, bureau, gironde, "ada@gironde.example")
    _accepter(page, "ada@gironde.example", "Ada Lovelace")
    page.get_by_role("link", name="Proposer une initiative").click()
    page.get_by_label("Titre de l’initiative").fill("Caisse commune de l’alimentation")
    page.get_by_role("button", name="Commencer la fiche").click()
    page.get_by_label("Chapô").fill("Des foyers cotisent selon leurs moyens.")
    page.get_by_label("Stade actuel").select_option("experimentation")
    page.get_by_label("Alimentation").check()
    page.get_by_label("Chercher un département").fill("land")
    page.get_by_role("option", name=re.compile("Landes")).click()
    page.get_by_role("button", name="Enregistrer et revenir plus tard").click()
    expect(page.get_by_role("link", name="Continuer la saisie")).to_be_visible()
    fiche = Initiative.objects.get()

    # A second one, on another machine
    _se_connecter(page, "ada@gironde.example", f"/espace/fiches/{fiche.pk}/")
    page.get_by_role("link", name="Continuer la saisie").click()
    expect(page.get_by_label("Landes")).to_be_checked()
    _continuer(page)
    page.get_by_label("Le problème").fill("Manger bien coûte cher.")
    _continuer(page)
    page.get_by_label("Coût, en euros").fill("543 000 €")
    page.get_by_role("button", name="Enregistrer et revenir plus tard").click()

    # A third one: the end, and the receipt
    _se_connecter(page, "ada@gironde.example", f"/espace/fiches/{fiche.pk}/saisie/moyens/")
    expect(page.get_by_label("Coût, en euros")).to_have_value("543\u00a0000")
    page.get_by_role("button", name="Relecture et envoi").click()
    page.get_by_role("button", name="Déposer la fiche").click()
    expect(page.get_by_role("heading", name="Votre fiche est envoyée")).to_be_visible()
    assert re.search(r"F-\d{4}-\d{5}", page.locator("main").inner_text())
    assert len(courriels(gabarit="depot_recu")) == 1

    # A correction asked, made, and the sheet online
    bureau()
    page.get_by_role("link", name=re.compile("Relire : Caisse commune")).click()
    page.get_by_role("link", name="Corrections champ par champ").first.click()
    page.get_by_label("Ce qui est attendu, en général").fill("Presque prêt.")
    page.get_by_text("Demander une correction : Porteur", exact=True).click()
    page.get_by_label("À corriger dans « Porteur »").fill("Qui la mène ?")
    page.get_by_role("button", name="Envoyer les demandes").click()
    expect(page.get_by_text("est renvoyée pour compléments.")).to_be_visible()
    _se_connecter(
        page, "ada@gironde.example", lien(_dernier("etat_a_completer", "ada@gironde.example"))
    )
    page.get_by_role("link", name=re.compile("^Corriger")).click()
    expect(page.get_by_text("Qui la mène ?", exact=True)).to_be_visible()
    page.get_by_label("Porteur").fill("La Ville de Bordeaux")
    _continuer(page)
    page.get_by_role("button", name="Relecture et envoi").click()
    page.get_by_role("button", name="Déposer la fiche").click()
    expect(page.get_by_role("heading", name="Votre fiche est envoyée")).to_be_visible()
    bureau(fiche.get_admin_url())
    page.get_by_role("button", name="Enregistrer et publier").click()
    expect(page.get_by_text("est publiée.")).to_be_visible()
    assert len(courriels(gabarit="etat_publiee")) == 1

    # An amendment, accepted
    _se_connecter(page, "ada@gironde.example", f"/espace/fiches/{fiche.pk}/")
    page.get_by_role("button", name="Proposer une modification").click()
    page.get_by_label("Porteur").fill("Le Département")
    _continuer(page)
    page.get_by_role("button", name="Relecture et envoi").click()
    page.get_by_label("Ce qui change, et pourquoi").fill("Le Département a pris le relais.")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Votre proposition est envoyée")).to_be_visible()
    page.goto(fiche.get_absolute_url())
    expect(page.get_by_text("La Ville de Bordeaux")).to_be_visible()
    bureau()
    page.get_by_role("link", name=re.compile("Lire et décider : Caisse commune")).click()
    page.get_by_role("button", name="Tout accepter").click()
    page.goto(fiche.get_absolute_url())
    expect(page.get_by_text("Le Département", exact=True)).to_be_visible()
    assert Amendement.objects.get().etat == Amendement.Etat.ACCEPTE
    assert len(courriels(gabarit="amendement_accepte")) == 1

    # A reprise by another territory, on both sides
    _inviter(page, bureau, landes, "blaise@landes.example")
    _accepter(page, "blaise@landes.example", "Blaise Pascal")
    page.goto(fiche.get_absolute_url())
    page.get_by_role("link", name="Nous l’avons reprise").click()
    page.get_by_label("Effective").check()
    page.locator("main form button[type=submit]").first.click()
    reprise = Reprise.objects.get()
    assert (reprise.etat, reprise.territoire) == (Etat.A_RELIRE, landes)
    bureau(reprise.get_admin_url())
    page.get_by_role("button", name="Enregistrer et publier").click()
    expect(page.get_by_text("est publiée.")).to_be_visible()
    for adresse in (fiche.get_absolute_url(), landes.get_absolute_url()):
        page.goto(adresse)
        expect(
            page.locator("main").get_by_text(re.compile("Caisse commune|Landes")).first
        ).to_be_visible()
    assert len(courriels(gabarit="reprise_publiee")) == 1
    assert len(courriels(gabarit="reprise_donnee")) == 1
