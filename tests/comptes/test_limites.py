"""Too many tries: exactly how many, for whom, until when, and the page that says so."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comptes.taches import oublier_les_compteurs
from protection import quotas
from protection.models import Quota
from tests.connexions import ajouter_une_application, code_recu, se_connecter
from tests.courriels import courriels
from tests.factories import make_user

pytestmark = pytest.mark.django_db

CONNEXION, CODE = "/compte/connexion/", "/compte/connexion/code/"
SECOND_FACTEUR = "/compte/connexion/second-facteur/"


@pytest.fixture
def horloge():
    """Noon in Paris, which the test moves."""
    with time_machine.travel("2026-03-10T11:00Z", tick=False) as horloge:
        yield horloge


def demander(email="ada@example.org", client=None, ip="192.0.2.1"):
    return (client or Client()).post(CONNEXION, {"email": email}, REMOTE_ADDR=ip)


def statuts(nombre, geste):
    return [geste().status_code for _ in range(nombre)]


@pytest.mark.parametrize("existe", [True, False])
def test_sixth_code_in_a_quarter_of_an_hour_waits_whether_the_account_exists_or_not(
    horloge, existe
):
    if existe:
        make_user("ada@example.org")

    assert statuts(6, demander) == [302] * 5 + [429]
    horloge.shift(60)
    refus = demander("ADA@example.org", ip="198.51.100.7")

    assert refus.status_code == 429
    assert refus["Retry-After"] == "840"
    page = refus.content.decode()
    assert "Trop d’essais en peu de temps" in page
    assert ">12&nbsp;h&nbsp;15</time>" in page
    assert demander("eve@example.org").status_code == 302
    assert len(courriels()) == (5 if existe else 0)
    horloge.shift(14 * 60)
    assert demander().status_code == 302


def test_one_network_asks_for_thirty_codes_whatever_the_addresses(horloge):
    adresses = iter(f"a{i}@example.org" for i in range(40))

    assert statuts(31, lambda: demander(next(adresses), ip="192.0.2.9")) == [302] * 30 + [429]
    assert demander(next(adresses), ip="192.0.2.200").status_code == 429
    assert demander(next(adresses), ip="192.0.3.1").status_code == 302


def test_network_that_is_refused_does_not_use_up_somebody_elses_codes(horloge):
    for i in range(30):
        demander(f"a{i}@example.org")
    statuts(10, demander)

    assert demander(ip="198.51.100.7").status_code == 302


def test_proxy_that_is_trusted_says_which_network(horloge, settings):
    settings.PROXYS_DE_CONFIANCE = 1
    adresses = iter(f"a{i}@example.org" for i in range(40))

    def essayer(client):
        return Client().post(
            CONNEXION,
            {"email": next(adresses)},
            REMOTE_ADDR="10.0.0.1",
            headers={"X-Forwarded-For": f"203.0.113.5, {client}"},
        )

    assert statuts(31, lambda: essayer("192.0.2.1"))[-1] == 429
    assert essayer("198.51.100.1").status_code == 302


@pytest.mark.parametrize("existe", [True, False])
def test_fifth_wrong_try_ends_the_code(horloge, existe):
    if existe:
        make_user("ada@example.org")
    demander(client=(client := Client()))

    reponses = [client.post(CODE, {"code": "0000-0000"}) for _ in range(5)]

    assert [reponse.status_code for reponse in reponses] == [200, 200, 200, 200, 302]
    assert "Trop de codes faux" in client.get(CONNEXION).content.decode()
    if existe:
        assert client.post(CODE, {"code": code_recu("ada@example.org")}).url == CONNEXION


def test_tries_sent_together_are_all_counted(horloge):
    """A session is read and written back: at the same instant it would forget some."""
    make_user("ada@example.org")
    demander(client=(client := Client()))
    cle, session = client.session.session_key, dict(client.session.items())

    def essayer(code="0000-0000"):
        restaurer = client.session
        for nom, valeur in session.items():
            restaurer[nom] = valeur
        restaurer.save()
        assert restaurer.session_key == cle
        return client.post(CODE, {"code": code})

    assert statuts(5, essayer) == [200] * 5
    assert essayer(code_recu("ada@example.org")).status_code == 429


def test_fifteen_tries_an_hour_for_one_address(horloge):
    make_user("ada@example.org")
    client = Client()
    for _ in range(3):
        demander(client=client)
        statuts(5, lambda: client.post(CODE, {"code": "0000-0000"}))
    demander(client=client)

    assert client.post(CODE, {"code": code_recu("ada@example.org")}).status_code == 429


def test_second_factor_takes_eight_tries(horloge):
    ada = make_user("ada@example.org")
    ajouter_une_application(ada)
    demander(client=(client := Client()))
    client.post(CODE, {"code": code_recu("ada@example.org")})

    assert statuts(9, lambda: client.post(SECOND_FACTEUR, {"code": "000000"})) == [200] * 8 + [
        429
    ]
    # Elsewhere too, and where it is asked again before a change.
    se_connecter(autre := Client(), ada, second_facteur=False)
    assert autre.post("/compte/confirmer/", {"code": "000000"}).status_code == 429
    horloge.shift(15 * 60)
    assert client.post(SECOND_FACTEUR, {"code": "000000"}).status_code == 200


def test_counters_say_nothing_of_who_and_are_forgotten(horloge):
    demander("ada@example.org")
    assert not Quota.objects.filter(cle__contains="ada").exists()

    assert oublier_les_compteurs(timezone.now()) == ""
    assert oublier_les_compteurs(timezone.now() + timedelta(hours=1)) == "2 compteurs oubliés."
    assert quotas.reprise_at("connexion.0", "ada@example.org") is None
