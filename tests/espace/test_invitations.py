"""Invitations: who may enter, by which link, once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.models import User
from espace import invitations
from espace.models import Invitation
from protection import jetons
from territoires.models import Agent
from tests.connexions import ajouter_une_application, se_connecter
from tests.courriels import courriels, lien
from tests.factories import make_agent, make_territoire, make_user

pytestmark = pytest.mark.django_db

AGENT, REFERENT = Agent.Role.AGENT, Agent.Role.REFERENT
BLAISE = "blaise@gironde.example"


@pytest.fixture
def gironde():
    return make_territoire()


@pytest.fixture
def ada(gironde):
    """Référente of Gironde."""
    return make_agent(
        make_user("ada@gironde.example", nom="Ada Lovelace"), gironde, role=REFERENT
    ).user


@pytest.fixture
def adresse(gironde, ada):
    """What Blaise clicks on in the mail of his invitation."""
    return _inviter(gironde, ada)


def _inviter(territoire, par, *, nom="Blaise", role=AGENT):
    invitations.inviter(territoire, BLAISE, nom, role, par)
    return lien(courriels(gabarit="invitation")[-1])


def _accepter(adresse, nom="Blaise Pascal", client=None):
    return (client or Client()).post(adresse, {"nom": nom}, follow=True)


def _plus_tard(**duree):
    return time_machine.travel(timezone.now() + timedelta(**duree), tick=False)


# The mail


def test_mail_says_who_invites_to_what_and_until_when(gironde, ada, today):
    invitations.inviter(gironde, BLAISE, "Blaise", REFERENT, ada)

    (courriel,) = courriels()
    assert (courriel.destinataire, courriel.secret) == (BLAISE, True)
    assert courriel.expire_at == today + timedelta(days=14)
    assert courriel.sujet == "Agir pour Gironde sur Solutions solidaires"
    texte = courriel.texte.replace("\u00a0", " ")
    assert "Ada Lovelace vous invite à agir pour Gironde (33)" in texte
    assert "Comme personne référente, vous pourrez inviter vos collègues." in texte
    assert "jusqu’au 24 mars 2026" in texte
    assert "Si vous ne l’attendiez pas, ne faites rien" in texte
    assert Client().get(lien(courriel)).status_code == 200


def test_sending_twice_the_same_is_one_mail(gironde, ada):
    _inviter(gironde, ada)
    _inviter(gironde, ada)

    assert len(courriels()) == 1


def test_other_words_or_a_later_hour_renew_the_one_invitation(gironde, ada):
    _inviter(gironde, ada)
    invitations.inviter(gironde, "Blaise@GIRONDE.example", "Blaise", REFERENT, ada)
    with _plus_tard(days=15):
        adresse = _inviter(gironde, ada, role=REFERENT)
        page = Client().get(adresse)

    assert Invitation.objects.get().role == REFERENT
    assert len(courriels(gabarit="invitation")) == 3
    assert page.status_code == 200


def test_who_acts_already_is_not_invited(gironde, ada):
    make_agent("Blaise@gironde.example", gironde)

    with pytest.raises(invitations.InvitationRefusee, match="agit déjà pour Gironde"):
        _inviter(gironde, ada)

    assert courriels() == []


def test_a_person_sends_twenty_an_hour_and_the_coordination_more(gironde, ada, coordinatrice):
    for rang in range(20):
        invitations.inviter(gironde, f"p{rang}@gironde.example", "", AGENT, ada)

    with pytest.raises(invitations.InvitationRefusee, match="attendez une heure"):
        _inviter(gironde, ada)
    invitations.inviter(gironde, BLAISE, "", AGENT, coordinatrice.user)
    with _plus_tard(hours=1, seconds=1):
        invitations.inviter(gironde, "p20@gironde.example", "", AGENT, ada)

    assert len(courriels()) == 22


def test_renewing_loses_to_an_acceptance(gironde, ada, adresse):
    lue_avant = Invitation.objects.get()
    _accepter(adresse)

    with _plus_tard(minutes=5):
        assert not invitations.renouveler(lue_avant, ada)
    assert not invitations.annuler(lue_avant)

    assert Invitation.objects.get().accepted_at is not None
    assert len(courriels(gabarit="invitation")) == 1


# The page of the link


def test_page_says_who_invites_and_what_is_kept(adresse):
    page = Client().get(adresse)

    assert "Ada Lovelace vous invite à agir pour <strong>Gironde (33)</strong>" in page.text
    assert f"L’invitation est pour {BLAISE}" in page.text
    assert "Nous gardons votre nom, votre adresse et vos dates d’accès" in page.text
    assert 'value="Blaise"' in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_opening_the_link_changes_nothing(adresse):
    reponses = [Client().get(adresse), Client().head(adresse), Client().options(adresse)]

    assert [reponse.status_code for reponse in reponses] == [200, 200, 405]
    assert not User.objects.filter(email=BLAISE).exists()
    assert Invitation.objects.get().is_open


def test_accepting_opens_an_account_signs_in_and_tells_who_invited(gironde, ada, adresse):
    client = Client()

    page = _accepter(adresse, client=client)

    assert page.redirect_chain[-1][0] == reverse("espace:tableau", args=[gironde.pk])
    assert "Bienvenue dans l’espace de Gironde." in page.text
    blaise = User.objects.get(email=BLAISE)
    assert client.session[SESSION_KEY] == str(blaise.pk)
    assert (blaise.nom, blaise.has_usable_password(), blaise.is_staff) == (
        "Blaise Pascal",
        False,
        False,
    )
    agent = Agent.objects.in_force().get(user=blaise)
    assert (agent.territoire, agent.role) == (gironde, AGENT)
    (acceptee,) = courriels(gabarit="invitation_acceptee")
    assert acceptee.destinataire == ada.email
    assert acceptee.sujet == "Blaise Pascal agit maintenant pour Gironde"
    assert lien(acceptee) == reverse("espace:collegues", args=[gironde.pk])


def test_referents_and_whoever_invited_are_told_once_each(gironde, ada, coordinatrice):
    make_agent("simple@gironde.example", gironde)
    adresse = _inviter(gironde, coordinatrice.user)

    _accepter(adresse)

    assert sorted(c.destinataire for c in courriels(gabarit="invitation_acceptee")) == [
        ada.email,
        coordinatrice.user.email,
    ]


def test_who_invited_and_left_is_told_nothing(gironde, ada, adresse, coordinatrice):
    invitations.mettre_fin(Agent.objects.get(user=ada), coordinatrice.user)

    _accepter(adresse)

    assert courriels(gabarit="invitation_acceptee") == []


@pytest.mark.parametrize("nom", ["", "   ", "x" * 151])
def test_name_is_asked_and_nothing_is_stored_half_way(adresse, nom):
    page = _accepter(adresse, nom=nom)

    assert 'id="erreurs"' in page.text
    assert Invitation.objects.get().is_open
    assert not User.objects.filter(email=BLAISE).exists()


def test_name_of_an_account_is_not_asked_again(gironde, ada, adresse):
    blaise = make_user("Blaise@gironde.example", nom="B. Pascal")

    page = Client().get(adresse)
    _accepter(adresse, nom="Un autre nom")

    assert 'name="nom"' not in page.text
    blaise.refresh_from_db()
    assert blaise.nom == "B. Pascal"
    assert Agent.objects.in_force().filter(user=blaise, territoire=gironde).exists()


def test_who_comes_back_finds_the_same_account(gironde, ada):
    ancien = make_agent(BLAISE, gironde)
    invitations.mettre_fin(ancien, ada)

    _accepter(_inviter(gironde, ada, role=REFERENT))

    agent = Agent.objects.in_force().get(user=ancien.user)
    assert (agent.pk, agent.role, agent.date_debut) == (
        ancien.pk,
        REFERENT,
        timezone.localdate(),
    )


def test_whoever_acts_by_another_way_since_keeps_their_role(gironde, adresse):
    agent = make_agent(make_user(BLAISE, nom="Blaise"), gironde, role=REFERENT)

    _accepter(adresse)

    apres = Agent.objects.get(user=agent.user)
    assert (apres.role, apres.date_debut) == (REFERENT, agent.date_debut)
    assert Invitation.objects.get().accepted_at is not None


def test_link_serves_once(adresse):
    _accepter(adresse)

    encore = _accepter(adresse, nom="Quelqu’un d’autre")

    assert encore.status_code == 410
    assert "Cette invitation est déjà acceptée" in encore.text
    assert User.objects.get(email=BLAISE).nom == "Blaise Pascal"


@pytest.mark.parametrize("methode", ["get", "post"])
def test_expired_link_says_so(adresse, methode):
    with _plus_tard(days=14):
        page = getattr(Client(), methode)(adresse, {"nom": "Blaise"})

    assert page.status_code == 410
    assert "Cette invitation est périmée" in page.text
    assert not User.objects.filter(email=BLAISE).exists()


@pytest.mark.parametrize("methode", ["get", "post"])
def test_cancelled_link_says_so(adresse, methode):
    invitations.annuler(Invitation.objects.get())

    page = getattr(Client(), methode)(adresse, {"nom": "Blaise"})

    assert page.status_code == 410
    assert "Cette invitation a été annulée" in page.text
    assert not User.objects.filter(email=BLAISE).exists()


@pytest.mark.parametrize(
    "forger",
    [
        lambda pk: f"{pk}.abcdef",
        lambda pk: str(pk),
        lambda pk: jetons.signer("actualite", pk),
        lambda pk: jetons.signer("invitation", pk + 1),
        lambda pk: jetons.signer("invitation", pk)[:-1],
        lambda pk: "é\u202e😀",
    ],
    ids=["faux", "nu", "autre usage", "ligne absente", "coupé", "étrange"],
)
@pytest.mark.usefixtures("adresse")
def test_forged_token_is_not_found_and_logged(forger, caplog):
    jeton = forger(Invitation.objects.get().pk)

    page = Client().post(reverse("espace:invitation", args=[jeton]), {"nom": "Intrus"})

    assert page.status_code == 404
    assert "forged token of an invitation" in caplog.text
    assert Invitation.objects.get().is_open


def test_one_network_asks_sixty_times_an_hour(adresse):
    invitations_ouvertes = [Client().get(adresse).status_code for _ in range(60)]

    page = _accepter(adresse)
    ailleurs = Client(REMOTE_ADDR="203.0.113.9").get(adresse)

    assert set(invitations_ouvertes) == {200}
    assert page.status_code == 429
    assert "Trop de demandes" in page.text
    assert Invitation.objects.get().is_open
    assert ailleurs.status_code == 200


def test_deactivated_account_is_not_opened_again_and_the_coordination_knows(
    adresse, coordinatrice
):
    make_user(BLAISE, is_active=False)

    page = _accepter(adresse)
    _accepter(adresse)

    assert "Le compte de cette adresse est désactivé." in page.text
    assert SESSION_KEY not in page.client.session
    assert not Agent.objects.filter(user__email=BLAISE).exists()
    assert Invitation.objects.get().is_open
    assert [(c.destinataire, c.sujet) for c in courriels(gabarit__contains="desactive")] == [
        (coordinatrice.user.email, f"Compte désactivé\u00a0: {BLAISE} n’a pas pu entrer")
    ]


def test_somebody_else_signed_in_is_told_and_signed_out(gironde, ada, adresse):
    client = Client()
    se_connecter(client, ada)
    client.session["a_elle"] = "oui"

    page = client.get(adresse)
    _accepter(adresse, client=client)

    assert "Quelqu’un d’autre est connecté sur cet appareil&nbsp;: Ada Lovelace." in page.text
    assert "Fermer l’autre session et accepter" in page.text
    assert client.session[SESSION_KEY] == str(User.objects.get(email=BLAISE).pk)


def test_the_invited_person_signed_in_is_asked_nothing_about_it(adresse):
    client = Client()
    se_connecter(client, make_user("Blaise@gironde.example", nom="Blaise"))

    assert "Quelqu’un d’autre est connecté" not in client.get(adresse).text


def test_second_factor_is_still_asked(adresse, ada):
    """Also when somebody else was signed in: their session does not stay open meanwhile."""
    blaise = make_user(BLAISE, nom="Blaise", is_staff=True)
    ajouter_une_application(blaise)
    client = Client()
    se_connecter(client, ada)

    page = _accepter(adresse, client=client)

    assert page.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    assert SESSION_KEY not in client.session
    assert Agent.objects.in_force().filter(user=blaise).exists()


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_the_same_instant_make_one(gironde):
    # SQLite has one writer at a time.
    fils = 1 if connection.vendor == "sqlite" else 4
    invitation = Invitation.objects.create(territoire=gironde, email=BLAISE)
    adresse = reverse("espace:invitation", args=[jetons.signer("invitation", invitation.pk)])
    statuts = []

    def accepter():
        statuts.append(Client().post(adresse, {"nom": "Blaise"}).status_code)
        connection.close()

    essais = [threading.Thread(target=accepter) for _ in range(fils)]
    for essai in essais:
        essai.start()
    for essai in essais:
        essai.join()
    accepter()

    assert sorted(statuts) == [302] + [410] * fils
    assert Agent.objects.count() == 1
    assert User.objects.filter(email=BLAISE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_inviting_the_same_person_at_once_send_one_mail(gironde):
    fils = 1 if connection.vendor == "sqlite" else 4
    ada = make_agent("ada@gironde.example", gironde, role=REFERENT).user

    def inviter():
        invitations.inviter(gironde, BLAISE, "Blaise", AGENT, ada)
        connection.close()

    essais = [threading.Thread(target=inviter) for _ in range(fils)]
    for essai in essais:
        essai.start()
    for essai in essais:
        essai.join()

    assert Invitation.objects.count() == 1
    assert len(courriels()) == 1
