"""Who comes back from ProConnect, and what is decided from what the portal knows of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from comptes.models import Identite, User
from espace.invitations import accepter
from espace.models import DemandeAcces, Etablissement, Invitation
from espace.proconnect.protocole import Personne
from espace.proconnect.rattachement import reconnaitre, transmettre
from territoires.models import Agent
from tests.factories import make_agent, make_territoire, make_user

pytestmark = pytest.mark.django_db

EMETTEUR = "https://proconnect.example/api/v2"
GIRONDE, LANDES = "22330001300016", "22400001800016"


def _personne(email="agent@example.org", siret=GIRONDE, **champs):
    champs = {"emetteur": EMETTEUR, "sub": "f3b1", "nom": "Camille Dupont", **champs}
    return Personne(email=email, siret=siret, **champs)


@pytest.fixture
def gironde(db):
    """A territory whose SIREN the portal knows; another one beside it."""
    territoire = make_territoire()
    Etablissement.objects.create(siren=GIRONDE[:9], territoire=territoire)
    Etablissement.objects.create(siren=LANDES[:9], territoire=make_territoire("40", "Landes"))
    return territoire


def _identites():
    return list(Identite.objects.values_list("user__email", "emetteur", "sub"))


def _demandes():
    return list(DemandeAcces.objects.values_list("email", "nom", "siret", "traitee_at"))


# Known already


def test_known_identity_opens_its_account_whatever_else_it_says(gironde):
    user = make_user("ancienne@example.org")
    Identite.objects.create(user=user, emetteur=EMETTEUR, sub="f3b1")

    assert reconnaitre(_personne("nouvelle@example.org", siret="")) == user


def test_same_number_at_another_provider_is_somebody_else(gironde):
    user = make_user("ancienne@example.org")
    Identite.objects.create(user=user, emetteur="https://autre.example", sub="f3b1")

    assert reconnaitre(_personne("ancienne@example.org")) is None


def test_deactivated_account_stays_closed(gironde):
    agent = make_agent(territoire=gironde)
    Identite.objects.create(user=agent.user, emetteur=EMETTEUR, sub="f3b1")
    User.objects.update(is_active=False)

    assert reconnaitre(_personne()) is None


# Agents


@pytest.mark.parametrize("email", ["agent@example.org", "Agent@Example.org"])
def test_agent_of_a_known_employer_is_linked(gironde, email):
    agent = make_agent(territoire=gironde)

    assert reconnaitre(_personne(email)) == agent.user
    assert _identites() == [("agent@example.org", EMETTEUR, "f3b1")]
    assert reconnaitre(_personne(email)) == agent.user
    assert len(_identites()) == 1


@pytest.mark.parametrize(
    "siret", [LANDES, "", "99999999900011"], ids=["another territory", "none", "unknown"]
)
def test_address_alone_links_nothing(gironde, siret):
    make_agent(territoire=gironde)

    assert reconnaitre(_personne(siret=siret)) is None
    assert _identites() == []


def test_employer_alone_links_nothing(gironde):
    make_agent(territoire=gironde)

    assert reconnaitre(_personne("collegue@example.org")) is None
    assert _identites() == []


@pytest.mark.parametrize(
    "dates",
    [
        {"date_fin": date(2026, 3, 10)},
        {"date_debut": date(2026, 3, 11)},
    ],
    ids=["left today", "starts tomorrow"],
)
def test_agent_out_of_their_dates_is_not_linked(gironde, today, dates):
    make_agent(territoire=gironde, **dates)

    assert reconnaitre(_personne()) is None


def test_account_without_territory_is_not_linked(gironde):
    make_user("agent@example.org", is_staff=True)

    assert reconnaitre(_personne()) is None


def test_second_identity_of_an_agent_is_linked_too(gironde):
    agent = make_agent(territoire=gironde)
    reconnaitre(_personne())

    assert reconnaitre(_personne(sub="autre")) == agent.user
    assert len(_identites()) == 2


# People invited


def _inviter(gironde, email="agent@example.org", **champs):
    return Invitation.objects.create(territoire=gironde, email=email, **champs)


def test_person_invited_by_a_known_employer_gets_their_account(gironde, today):
    invitation = _inviter(gironde, "Agent@example.org", role=Agent.Role.REFERENT)

    user = reconnaitre(_personne())

    assert (user.email, user.nom) == ("Agent@example.org", "Camille Dupont")
    assert list(user.agents.values_list("territoire__nom", "role")) == [("Gironde", "referent")]
    assert _identites() == [("Agent@example.org", EMETTEUR, "f3b1")]
    invitation.refresh_from_db()
    assert invitation.accepted_at == today


@pytest.mark.parametrize(
    "champs",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
    ],
    ids=["expired", "revoked"],
)
def test_closed_invitation_opens_nothing(gironde, champs):
    _inviter(gironde, **champs)

    assert reconnaitre(_personne()) is None
    assert not User.objects.exists()


def test_invitation_does_not_serve_another_employer(gironde):
    _inviter(gironde)

    assert reconnaitre(_personne(siret=LANDES)) is None
    assert not User.objects.exists()


def test_invitation_does_not_wake_a_deactivated_account(gironde):
    make_user("agent@example.org", is_active=False)
    invitation = _inviter(gironde)

    assert reconnaitre(_personne()) is None
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize("siret", ["99999999900011", ""], ids=["unknown SIREN", "no SIRET"])
def test_identity_that_the_coordination_invited_needs_no_known_employer(gironde, siret):
    personne = _personne(siret=siret)
    transmettre(personne)
    DemandeAcces.objects.get().traiter(_inviter(gironde))

    assert reconnaitre(personne).email == "agent@example.org"
    assert reconnaitre(personne) == User.objects.get()


def test_identity_invited_by_the_coordination_then_accepted_by_mail_is_linked(gironde):
    personne = _personne(siret="")
    transmettre(personne)
    invitation = _inviter(gironde)
    DemandeAcces.objects.get().traiter(invitation)
    user = accepter(invitation, "Camille")

    assert reconnaitre(personne) == user


@pytest.mark.parametrize(
    "change",
    [{"siret": "88888888800011"}, {"sub": "autre"}, {"email": "autre@example.org"}],
    ids=["another employer", "another identity", "another address"],
)
def test_what_the_coordination_invited_is_this_person_at_this_employer(gironde, change):
    transmettre(_personne(siret="99999999900011"))
    DemandeAcces.objects.get().traiter(_inviter(gironde))

    assert reconnaitre(_personne(**{"siret": "99999999900011", **change})) is None


def test_request_set_aside_vouches_for_nobody(gironde):
    personne = _personne(siret="99999999900011")
    transmettre(personne)
    DemandeAcces.objects.get().traiter()
    _inviter(gironde)

    assert reconnaitre(personne) is None


# For the coordination


def test_unknown_person_is_one_request_kept_up_to_date(today):
    transmettre(_personne("ancienne@example.org", siret=""))
    transmettre(_personne())

    assert _demandes() == [("agent@example.org", "Camille Dupont", GIRONDE, None)]
    assert DemandeAcces.objects.get().created_at == today


def test_request_decided_long_ago_does_not_hide_a_new_one(db):
    transmettre(_personne())
    DemandeAcces.objects.get().traiter()

    transmettre(_personne())

    assert [traitee is None for *_, traitee in _demandes()] == [False, True]


def test_request_is_decided_once(db):
    transmettre(_personne())
    demande = DemandeAcces.objects.get()

    assert demande.traiter() is True
    assert demande.traiter() is False
