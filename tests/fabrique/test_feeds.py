"""The feed of La Fabrique, as a reader's program finds it."""

import pytest
from django.urls import reverse

from fabrique.models import Initiative
from tests.factories import ETATS_CACHES, make_initiative, make_territoire, make_theme
from tests.lecteur import entrees

pytestmark = pytest.mark.django_db

FLUX = reverse("fabrique:initiative_feed")


def test_an_entry_says_what_where_and_when(client):
    initiative = make_initiative(
        "Revenu jeunes",
        territoire=make_territoire("44", "Loire-Atlantique"),
        chapo="Une aide par paliers : 500 € au plus.",
        themes=[make_theme("Jeunesse")],
    )
    Initiative.objects.filter(pk=initiative.pk).update(updated_at="2025-01-02T03:04:05Z")

    reponse = client.get(FLUX)

    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    [entree] = entrees(reponse)
    adresse = "http://testserver/fabrique/initiatives/revenu-jeunes/"
    del entree["author"]  # its name is one element further
    assert entree == {
        "title": "Revenu jeunes",
        "link": adresse,
        "id": f"tag:127.0.0.1,2026:initiative/{initiative.pk}",
        "published": "2024-02-01T09:00:00+00:00",
        "updated": "2025-01-02T03:04:05+00:00",
        "summary": "Une aide par paliers\u00a0: 500\u00a0€ au plus.",
        "category": "Jeunesse",
    }
    assert "<name>Loire-Atlantique</name>" in reponse.content.decode()


def test_the_thirty_latest_come_first(client):
    for rang in range(32):
        make_initiative(f"Initiative {rang:02}")

    titres = [entree["title"] for entree in entrees(client.get(FLUX))]

    assert titres == [f"Initiative {rang:02}" for rang in range(31, 1, -1)]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_not_in_the_feed(client, etat):
    make_initiative("Visible")
    make_initiative("Cachée", **ETATS_CACHES[etat])

    assert [entree["title"] for entree in entrees(client.get(FLUX))] == ["Visible"]


def test_hostile_and_control_characters_stay_text(client):
    make_initiative("<script>alert(1)</script>\x0b", slug="hostile", chapo="a\x0bb <b>c</b>")

    [entree] = entrees(client.get(FLUX))

    assert entree["title"] == "<script>alert(1)</script>"
    assert entree["summary"] == "a b c"


def test_an_empty_feed_is_a_feed(client):
    reponse = client.get(FLUX)

    assert entrees(reponse) == []
    assert "<title>Solutions solidaires – La Fabrique</title>" in reponse.content.decode()


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_feed_runs_the_same_queries(client, django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_initiative(f"Initiative {rang}", themes=[make_theme()])

    with django_assert_num_queries(3):
        client.get(FLUX)
