"""Who comes back from ProConnect, and what is decided from what the portal knows of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from comptes.models import Identite, User
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
