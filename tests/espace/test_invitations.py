"""Invitations: who may enter, once, and what stays when somebody leaves."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.models import User
from espace import invitations
from espace.models import Invitation
from protection import jetons
from solidaires.publication import Etat
from territoires.models import Agent
from tests.courriels import courriels, lien
from tests.factories import make_agent, make_initiative, make_territoire, make_user

pytestmark = pytest.mark.django_db

REFERENT = Agent.Role.REFERENT


@pytest.fixture
def gironde():
    return make_territoire()


@pytest.fixture
def referente(gironde):
    """Ada, référente of Gironde, signed in. `.user` is her."""
    user = make_agent(
        make_user("ada@gironde.example", nom="Ada Lovelace"), gironde, role=REFERENT
    ).user
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def _inviter(client, territoire, **donnees):
    donnees = {"email": "blaise@gironde.example", "nom": "Blaise", "role": "agent", **donnees}
    return client.post(reverse("espace:collegues", args=[territoire.pk]), donnees, follow=True)


def _accepter(adresse, nom="Blaise Pascal"):
    return Client().post(adresse, {"nom": nom}, follow=True)


def test_referente_invites_a_colleague_who_enters(referente, gironde):
    page = _inviter(referente, gironde)
    (courriel,) = courriels(gabarit="invitation")
    tableau = _accepter(lien(courriel))

    assert "L’invitation est envoyée à blaise@gironde.example." in page.text
    assert courriel.destinataire == "blaise@gironde.example"
    assert courriel.secret
    assert "Ada Lovelace vous invite à agir pour Gironde (33)" in courriel.texte
    assert tableau.redirect_chain[-1][0] == reverse("espace:tableau", args=[gironde.pk])
    assert "Bienvenue dans l’espace de Gironde." in tableau.text
    blaise = User.objects.get(email="blaise@gironde.example")
    assert (blaise.nom, blaise.has_usable_password(), blaise.is_staff) == (
        "Blaise Pascal",
        False,
        False,
    )
    assert [(a.user, a.role) for a in Agent.objects.in_force().filter(user=blaise)] == [
        (blaise, Agent.Role.AGENT)
    ]
    assert [c.destinataire for c in courriels(gabarit="invitation_acceptee")] == [
        "ada@gironde.example"
    ]


def test_opening_the_link_changes_nothing(referente, gironde):
    _inviter(referente, gironde)
    adresse = lien(courriels()[0])

    reponses = [Client().get(adresse), Client().head(adresse), Client().options(adresse)]

    assert [reponse.status_code for reponse in reponses] == [200, 200, 405]
    assert not User.objects.filter(email="blaise@gironde.example").exists()
    assert Invitation.objects.get().is_open


def test_name_is_asked_and_kept(referente, gironde):
    _inviter(referente, gironde, nom="")

    page = _accepter(lien(courriels()[0]), nom=" ")

    assert "Écrivez votre prénom et votre nom." in page.text
    assert Invitation.objects.get().is_open


def test_link_serves_once(referente, gironde):
    _inviter(referente, gironde)
    adresse = lien(courriels()[0])
    _accepter(adresse)

    encore = _accepter(adresse, nom="Quelqu’un d’autre")

    assert encore.status_code == 410
    assert "Cette invitation est déjà acceptée" in encore.text
    assert User.objects.get(email="blaise@gironde.example").nom == "Blaise Pascal"


def test_expired_and_cancelled_links_say_so(referente, gironde):
    _inviter(referente, gironde)
    adresse = lien(courriels()[0])
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        perimee = Client().get(adresse)
    referente.post(
        reverse("espace:invitation_annuler", args=[gironde.pk, Invitation.objects.get().pk])
    )
    annulee = Client().post(adresse, {"nom": "Blaise"})

    for page in (perimee, annulee):
        assert page.status_code == 410
        assert "Cette invitation ne sert plus" in page.text
    assert User.objects.filter(email="blaise@gironde.example").count() == 0


@pytest.mark.parametrize("forme", ["faux", "autre_usage", "absente"])
def test_forged_token_is_not_found_and_logged(referente, gironde, forme, caplog):
    _inviter(referente, gironde)
    pk = Invitation.objects.get().pk
    jeton = {
        "faux": f"{pk}.abcdef",
        "autre_usage": jetons.signer("actualite", pk),
        "absente": jetons.signer("invitation", pk + 1),
    }[forme]

    page = Client().post(reverse("espace:invitation", args=[jeton]), {"nom": "Intrus"})

    assert page.status_code == 404
    assert "forged token of an invitation" in caplog.text
    assert Invitation.objects.get().is_open


def test_inviting_again_renews_one_invitation_and_mails_again(referente, gironde):
    _inviter(referente, gironde)
    _inviter(referente, gironde, email="Blaise@GIRONDE.example", role="referent")

    invitation = Invitation.objects.get()
    assert invitation.role == REFERENT
    assert len(courriels(gabarit="invitation")) == 2


def test_who_acts_already_is_not_invited(referente, gironde):
    make_agent("blaise@gironde.example", gironde)

    page = _inviter(referente, gironde)

    assert "Cette personne agit déjà pour Gironde." in page.text
    assert 'value="blaise@gironde.example"' in page.text
    assert courriels() == []


def test_too_many_invitations_wait(referente, gironde):
    for rang in range(invitations.PAR_PERSONNE.nombre):
        _inviter(referente, gironde, email=f"p{rang}@gironde.example")

    page = _inviter(referente, gironde, email="trop@gironde.example")

    assert "attendez une heure" in page.text
    assert len(courriels()) == invitations.PAR_PERSONNE.nombre


def test_simple_agent_sees_colleagues_and_invites_nobody(gironde, caplog):
    client = Client()
    client.force_login(make_agent("agent@gironde.example", gironde).user)

    page = client.get(reverse("espace:collegues", args=[gironde.pk]))
    refus = _inviter(client, gironde)

    assert "agent@gironde.example" in page.text
    assert "Envoyer l’invitation" not in page.text
    assert refus.status_code == 404
    assert "not a référent" in caplog.text
    assert Invitation.objects.count() == 0


def test_who_leaves_loses_access_at_once_and_orphans_nothing(referente, gironde):
    parti = make_agent(make_user("parti@gironde.example", nom="Blaise"), gironde)
    client = Client()
    client.force_login(parti.user)
    fiche = make_initiative(
        "Caisse", territoire=gironde, etat=Etat.BROUILLON, published_at=None
    )
    tableau = reverse("espace:tableau", args=[gironde.pk])
    assert "Caisse" in client.get(tableau).text

    confirmation = referente.get(reverse("espace:collegue_fin", args=[gironde.pk, parti.pk]))
    fin = referente.post(
        reverse("espace:collegue_fin", args=[gironde.pk, parti.pk]), follow=True
    )

    assert "n’ouvrira plus l’espace de Gironde" in confirmation.text
    assert "Blaise n’agit plus pour Gironde." in fin.text
    assert client.get(tableau).status_code == 404
    assert client.get(reverse("espace:fiche", args=[fiche.pk])).status_code == 404
    assert "Caisse" in referente.get(tableau).text
    assert [c.gabarit for c in courriels(destinataire="parti@gironde.example")] == [
        "acces_fini"
    ]


def test_last_referent_stays_until_another_is_named(referente, gironde):
    make_agent("agent@gironde.example", gironde)
    sienne = Agent.objects.get(user=referente.user)

    page = referente.post(
        reverse("espace:collegue_fin", args=[gironde.pk, sienne.pk]), follow=True
    )

    assert "Ada Lovelace est la seule personne référente" in page.text
    assert Agent.objects.in_force().filter(user=referente.user).exists()


def test_colleague_of_another_territory_is_not_theirs_to_end(referente, gironde, caplog):
    landais = make_agent("landes@example.org", make_territoire("40", "Landes"))

    page = referente.post(reverse("espace:collegue_fin", args=[gironde.pk, landais.pk]))

    assert page.status_code == 404
    assert f"agent {landais.pk} is not of territory" in caplog.text
    assert Agent.objects.in_force().filter(pk=landais.pk).exists()


def test_deactivated_account_is_not_opened_again(referente, gironde):
    make_user("blaise@gironde.example", is_active=False)
    _inviter(referente, gironde)

    page = _accepter(lien(courriels()[0]))

    assert "Ce compte a été fermé." in page.text
    assert not Agent.objects.filter(user__email="blaise@gironde.example").exists()


def test_who_comes_back_finds_the_same_account(referente, gironde):
    ancien = make_agent("blaise@gironde.example", gironde)
    invitations.mettre_fin(ancien)
    _inviter(referente, gironde, role="referent")

    _accepter(lien(courriels(gabarit="invitation")[0]))

    agent = Agent.objects.in_force().get(user=ancien.user)
    assert (agent.pk, agent.role) == (ancien.pk, REFERENT)


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_the_same_instant_make_one(gironde):
    # SQLite has one writer at a time.
    fils = 1 if connection.vendor == "sqlite" else 4
    invitation = Invitation.objects.create(territoire=gironde, email="blaise@gironde.example")
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

    assert statuts.count(302) == 1
    assert Agent.objects.count() == 1


def test_coordination_invites_from_the_back_office_and_sends_again(coordinatrice, gironde):
    ajout = reverse("admin:espace_invitation_add")
    donnees = {
        "territoire": gironde.pk,
        "email": "ada@gironde.example",
        "nom": "Ada",
        "role": "referent",
    }

    coordinatrice.post(ajout, donnees)
    deux = coordinatrice.post(ajout, donnees)
    invitation = Invitation.objects.get()
    coordinatrice.post(
        reverse("admin:espace_invitation_changelist"),
        {"action": "renouveler", "_selected_action": [invitation.pk]},
    )

    assert "Une invitation attend déjà cette personne" in deux.text
    assert len(courriels(gabarit="invitation", destinataire="ada@gironde.example")) == 2
    assert invitation.invite_par == coordinatrice.user


def test_coordination_is_told_who_acts_already(coordinatrice, gironde):
    make_agent("ada@gironde.example", gironde)

    page = coordinatrice.post(
        reverse("admin:espace_invitation_add"),
        {"territoire": gironde.pk, "email": "ADA@gironde.example", "nom": "", "role": "agent"},
    )

    assert "Cette personne agit déjà pour Gironde." in page.text
    assert courriels() == []
