"""The feed of the publications: three families in one, what it announces, to whom."""

from datetime import timedelta

import pytest

from tests.factories import (
    ETATS_CACHES,
    PARUTION,
    make_focus,
    make_note,
    make_podcast,
)
from tests.lecteur import entrees

pytestmark = pytest.mark.django_db

FLUX = "/publications/atom.xml"
FAMILLES = {"focus": make_focus, "note": make_note, "podcast": make_podcast}


def _titres(client):
    return [entree["title"] for entree in entrees(client.get(FLUX))]


def test_feed_merges_the_three_families_latest_first(client):
    make_note("Note", published_at=PARUTION + timedelta(hours=2))
    make_podcast("Podcast", published_at=PARUTION + timedelta(hours=3))
    make_focus("Focus", published_at=PARUTION + timedelta(hours=1))

    assert _titres(client) == ["Podcast", "Note", "Focus"]


def test_feed_keeps_one_order_at_the_same_instant(client):
    for rang in (1, 2):
        make_podcast(f"Podcast {rang}")
        make_note(f"Note {rang}")
        make_focus(f"Focus {rang}", mois=rang)

    assert _titres(client) == [
        "Focus 2",
        "Focus 1",
        "Note 2",
        "Note 1",
        "Podcast 2",
        "Podcast 1",
    ]


def test_feed_is_the_last_thirty_put_online(client):
    for rang in range(40):
        make_note(f"Note {rang:02}", published_at=PARUTION + timedelta(hours=rang))

    assert _titres(client) == [f"Note {rang:02}" for rang in range(39, 9, -1)]


@pytest.mark.parametrize("cas", ETATS_CACHES)
@pytest.mark.parametrize("famille", FAMILLES)
def test_feed_hides_what_is_not_online(client, famille, cas):
    faire = FAMILLES[famille]
    faire("Visible")
    faire("Caché", **({"mois": 3} if famille == "focus" else {}), **ETATS_CACHES[cas])

    assert _titres(client) == ["Visible"]


def test_feed_entry_tells_the_essential(client):
    note = make_note("L’écoute", resume="L'auteur distingue.")

    [entree] = entrees(client.get(FLUX))

    assert entree["link"] == f"http://testserver{note.get_absolute_url()}"
    assert entree["summary"] == "L’auteur distingue."
    assert entree["category"] == "note"


def test_feed_survives_hostile_and_control_characters(client):
    make_note("Titre\x0b<b>&\x08fin", resume="Un<script>x</script>\x0bdeux")

    [entree] = entrees(client.get(FLUX))

    assert entree["title"] == "Titre <b>& fin"
    assert entree["summary"] == "Un deux"


def test_feed_entry_without_words_says_what_it_is(client):
    make_focus("Revenu de base", annee=2021, mois=6)

    assert [entree["summary"] for entree in entrees(client.get(FLUX))] == [
        "Focus Libé · juin 2021"
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_feed_runs_the_same_queries(client, django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_focus(f"Focus {rang}", mois=rang + 1)
        make_note(f"Note {rang}")
        make_podcast(f"Podcast {rang}")

    with django_assert_num_queries(7):
        client.get(FLUX)


def test_feed_of_nothing_is_a_feed(client):
    assert entrees(client.get(FLUX)) == []
