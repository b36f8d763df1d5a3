"""The feed of Le Forum, as a reader's program finds it."""

import pytest
from django.urls import reverse

from forum.models import Idee
from tests.factories import ETATS_CACHES, make_idee, make_theme
from tests.lecteur import entrees

pytestmark = pytest.mark.django_db

FLUX = reverse("forum:idee_feed")


def test_an_entry_says_what_and_when(client):
    idee = make_idee(
        "Aider, à condition que…", corps="<p>Une tribune.</p>", themes=[make_theme()]
    )
    Idee.objects.filter(pk=idee.pk).update(updated_at="2025-01-02T03:04:05Z")

    reponse = client.get(FLUX)

    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    [entree] = entrees(reponse)
    adresse = "http://testserver/forum/idees/aider-a-condition-que/"
    del entree["author"]  # its name is one element further
    assert entree == {
        "title": "Aider, à condition que…",
        "link": adresse,
        "id": f"tag:127.0.0.1,2026:idee/{idee.pk}",
        "published": "2024-02-01T09:00:00+00:00",
        "updated": "2025-01-02T03:04:05+00:00",
        "summary": "Une tribune.",
        "category": "Alimentation",
    }


@pytest.mark.parametrize(
    ("champs", "auteur"),
    [
        ({"auteur": "Ada Lovelace", "organisation": "Le Pacte"}, "Ada Lovelace, Le Pacte"),
        ({"auteur": "", "organisation": "Le Pacte"}, "Le Pacte"),
        ({"auteur": "Ada\x0bLovelace"}, "Ada Lovelace"),
        ({}, "Auteur non précisé"),
    ],
)
def test_an_entry_is_signed_by_who_speaks(client, champs, auteur):
    make_idee(**champs)

    assert f"<name>{auteur}</name>" in client.get(FLUX).content.decode()


def test_the_thirty_latest_come_first(client):
    for rang in range(32):
        make_idee(f"Idée {rang:02}")

    titres = [entree["title"] for entree in entrees(client.get(FLUX))]

    assert titres == [f"Idée {rang:02}" for rang in range(31, 1, -1)]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_not_in_the_feed(client, etat):
    make_idee("Visible")
    make_idee("Cachée", **ETATS_CACHES[etat])

    assert [entree["title"] for entree in entrees(client.get(FLUX))] == ["Visible"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_feed_runs_the_same_queries(client, django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_idee(f"Idée {rang}", themes=[make_theme()])

    with django_assert_num_queries(3):
        client.get(FLUX)
