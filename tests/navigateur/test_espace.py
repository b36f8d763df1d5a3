"""Entering the space of a territory in a real browser: invited, inviting, ending an access."""

import pytest
from playwright.sync_api import expect

from espace import invitations
from espace.models import Message
from protection import jetons
from solidaires.publication import Etat
from territoires.models import Agent
from tests.courriels import courriels, lien
from tests.factories import make_agent, make_initiative, make_territoire, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def _accepter(contexte, courriel, nom):
    """The invited person clicks, gives their name, and enters."""
    page = contexte.new_page()
    page.goto(lien(courriel))
    page.get_by_label("Votre prénom et votre nom").fill(nom)
    page.get_by_role("button", name="Accepter et entrer").click()
    expect(page.get_by_text("Bienvenue dans l’espace de Gironde.")).to_be_visible()
    return page


def test_from_the_invitation_in_the_back_office_to_the_end_of_an_access(
    page, browser, browser_context_args, connexion, coordinatrice
):
    make_territoire()
    connexion(coordinatrice.user)

    page.goto("/admin/espace/invitation/add/")
    page.locator(".field-territoire .select2-selection").click()
    page.locator(".select2-search__field:focus").press_sequentially("giron")
    page.get_by_role("option", name="Gironde (33)").click()
    page.get_by_label("Adresse électronique").fill("ada@gironde.example")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.locator("#result_list")).to_contain_text("ada@gironde.example")

    chez_ada = browser.new_context(**browser_context_args)
    ada = _accepter(chez_ada, courriels(gabarit="invitation")[0], "Ada Lovelace")
    expect(ada.get_by_text("Aucune fiche pour l’instant.")).to_be_visible()
    ada.get_by_role("link", name="Collègues", exact=True).click()
    ada.get_by_role("button", name="Envoyer l’invitation").click()
    expect(ada.get_by_role("alert")).to_be_focused()
    ada.get_by_label("Adresse électronique").fill("blaise@gironde.example")
    ada.get_by_role("button", name="Envoyer l’invitation").click()
    expect(
        ada.get_by_text("L’invitation est envoyée à blaise@gironde.example.")
    ).to_be_visible()

    chez_blaise = browser.new_context(**browser_context_args)
    blaise = _accepter(chez_blaise, courriels(gabarit="invitation")[1], "Blaise Pascal")
    blaise.get_by_role("link", name="Collègues", exact=True).click()
    expect(blaise.get_by_role("button", name="Envoyer l’invitation")).to_have_count(0)

    ada.reload()
    ada.get_by_role("link", name="Mettre fin à l’accès de Blaise Pascal").click()
    ada.get_by_role("button", name="Mettre fin à l’accès").click()
    expect(ada.get_by_text("Blaise Pascal n’agit plus pour Gironde.")).to_be_visible()
    blaise.reload()
    expect(blaise.get_by_role("heading", level=1)).to_have_text("Ce maillon manque à la chaîne")
    chez_ada.close()
    chez_blaise.close()


@pytest.fixture
def ada():
    """Référente of a Gironde where each box and each group of the pages is filled."""
    gironde = make_territoire()
    ada = make_agent(
        make_user("ada@gironde.example", nom="Ada Lovelace"), gironde, role=Agent.Role.REFERENT
    )
    make_agent("jean-christophe.de-la-villardiere@departement.gironde.example", gironde)
    make_initiative("Caisse commune de l’alimentation et des solidarités du Sud-Gironde")
    make_initiative("Refusée", etat=Etat.REFUSEE, published_at=None, motif="Hors sujet.")
    fiche = make_initiative("Épicerie", etat=Etat.A_RELIRE, published_at=None)
    Message.objects.create(initiative=fiche, cote="coordination", texte="Où est-ce ?")
    invitations.inviter(gironde, "dora@gironde.example", "Dora", "agent", ada.user)
    return ada


def test_the_pages_are_accessible_and_never_scroll_sideways(
    page, examiner_partout, connexion, surveillance, ada
):
    surveillance.tolere("status of 410|HTTP 410")
    invitation = invitations.inviter(ada.territoire, "x@gironde.example", "", "agent", ada.user)
    adresse = f"/invitation/{jetons.signer('invitation', invitation.pk)}/"
    vers = f"/espace/{ada.territoire_id}/"
    collegue = Agent.objects.exclude(pk=ada.pk).get()
    make_agent(ada.user, make_territoire("40", "Landes"))
    connexion(ada.user)

    def verifier(url):
        page.goto(url)
        examiner_partout(page)

    for url in (
        "/espace/",
        vers,
        f"{vers}collegues/",
        f"{vers}collegues/{collegue.pk}/fin/",
        adresse,
    ):
        verifier(url)
    invitations.annuler(invitation)
    verifier(adresse)
