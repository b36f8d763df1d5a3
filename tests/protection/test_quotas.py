"""Limits that hold exactly, whatever the number of processes; addresses seen through proxies."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from protection import quotas
from protection.models import Quota
from protection.quotas import Limite

CINQ_PAR_HEURE = Limite(5, timedelta(hours=1))


@pytest.mark.django_db
def test_exactly_so_many_are_accepted_and_the_next_hour_starts_anew(today):
    def essais(maintenant):
        return [
            quotas.consommer("essai", "ada@example.org", CINQ_PAR_HEURE, maintenant=maintenant)
            for _ in range(10)
        ]

    assert essais(today) == [True] * 5 + [False] * 5
    assert quotas.reprise_at("essai", "ADA@example.org") == today + timedelta(hours=1)
    assert essais(today + timedelta(minutes=59)) == [False] * 10
    assert essais(today + timedelta(hours=1)) == [True] * 5 + [False] * 5


@pytest.mark.django_db
def test_each_sort_and_each_person_has_its_own_counter(today):
    une = Limite(1, timedelta(hours=1))

    assert quotas.consommer("essai", "ada", une)
    assert quotas.consommer("essai", "grace", une)
    assert quotas.consommer("autre", "ada", une)
    assert not quotas.consommer("essai", "ada", une)
    assert quotas.reprise_at("essai", "personne") is None


@pytest.mark.django_db(transaction=True)
def test_of_requests_that_come_together_exactly_so_many_are_accepted():
    depart = threading.Barrier(10)
    acceptees = []

    def demander():
        depart.wait()
        acceptees.append(quotas.consommer("essai", "ada@example.org", CINQ_PAR_HEURE))
        connection.close()

    fils = [threading.Thread(target=demander) for _ in range(10)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert sorted(acceptees) == [False] * 5 + [True] * 5
    assert Quota.objects.get().nombre == 5


@pytest.mark.django_db
def test_purge_deletes_what_is_over_only(today):
    quotas.consommer("essai", "ada", CINQ_PAR_HEURE)
    quotas.consommer("essai", "grace", Limite(1, timedelta(days=1)))

    assert quotas.purger(today + timedelta(hours=1)) == 1
    assert quotas.reprise_at("essai", "ada") is None
    assert quotas.reprise_at("essai", "grace") == today + timedelta(days=1)


@pytest.mark.parametrize(
    ("proxys", "relayees", "vue"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_trusted_proxies_saw(settings, proxys, relayees, vue):
    settings.PROXYS_DE_CONFIANCE = proxys
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=relayees)

    assert quotas.adresse(request) == vue


@pytest.mark.parametrize(
    ("adresse", "reseau"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:22ff::1", "2001:db8:1:2200::/56"),
        ("pas une adresse", "inconnu"),
        ("", "inconnu"),
    ],
)
def test_a_household_is_one_network(adresse, reseau):
    assert quotas.reseau(RequestFactory().get("/", REMOTE_ADDR=adresse)) == reseau
