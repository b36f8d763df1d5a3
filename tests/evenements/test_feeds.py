"""The feed of the calendar: what it announces, in which order, to whom."""

from datetime import date

import pytest
from django.utils.feedgenerator import rfc3339_date

from evenements.models import RendezVous
from tests.factories import ETATS_CACHES, FUTUR, PARUTION, PASSE, make_rendezvous
from tests.lecteur import entrees

pytestmark = pytest.mark.django_db

FLUX = "/calendrier/atom.xml"


def test_feed_is_the_last_thirty_put_online(client):
    for rang in range(31):
        make_rendezvous(f"Rendez-vous {rang:02}")
    make_rendezvous("Premier", published_at=PASSE)

    titres = [entree["title"] for entree in entrees(client.get(FLUX))]

    assert titres == [f"Rendez-vous {rang:02}" for rang in range(30, 0, -1)]


@pytest.mark.parametrize("cas", ETATS_CACHES)
def test_feed_hides_what_is_not_online(client, cas):
    make_rendezvous("Visible")
    make_rendezvous("Caché", **ETATS_CACHES[cas])

    assert [entree["title"] for entree in entrees(client.get(FLUX))] == ["Visible"]


def test_feed_entry_tells_the_essential(client):
    rendez_vous = make_rendezvous(
        "Festival VYV",
        annee=2024,
        date_debut=date(2024, 6, 1),
        date_fin=date(2024, 6, 2),
        ville="Dijon",
        titre_edition="L'attention à l'autre",
    )
    RendezVous.objects.update(updated_at=FUTUR)

    reponse = client.get(FLUX)

    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    [entree] = entrees(reponse)
    del entree["author"]  # its name is one element further
    assert [entree] == [
        {
            "title": "Festival VYV 2024",
            "link": f"http://testserver{rendez_vous.get_absolute_url()}",
            "id": f"tag:127.0.0.1,2026:rendezvous/{rendez_vous.pk}",
            "category": "rendez-vous",
            "summary": "Du 1er au 2\u00a0juin\u00a02024 · Dijon · L’attention à l’autre",
            "published": rfc3339_date(PARUTION),
            "updated": rfc3339_date(FUTUR),
        }
    ]


def test_feed_survives_hostile_and_control_characters(client):
    make_rendezvous(
        "Titre\x0b<b>&\x08fin", presentation="<p>Un<script>x</script> &amp; deux</p>"
    )

    [entree] = entrees(client.get(FLUX))

    assert entree["title"] == "Titre <b>& fin"
    assert entree["summary"] == "Chaque année · Un & deux"


@pytest.mark.parametrize("nombre", [1, 3])
def test_feed_runs_the_same_queries(client, django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_rendezvous(f"Rendez-vous {rang}")

    with django_assert_num_queries(3):
        client.get(FLUX)


def test_feed_of_nothing_is_a_feed(client):
    assert entrees(client.get(FLUX)) == []
