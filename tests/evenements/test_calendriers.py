"""The calendar files of the portal and the words beside them, as a visitor gets them."""

from datetime import date, time

import pytest
from icalendar import Calendar

from evenements.models import Tenue
from solidaires.publication import dire_change
from tests.bureau import remplir, texte
from tests.factories import (
    ETATS_CACHES,
    make_journees,
    make_rendezvous,
    make_seance,
    make_theme,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

TOUT = "/calendrier.ics"
LE_JOUR = {"annee": 2026, "date_debut": date(2026, 6, 1)}


def _titres(reponse):
    return [e["SUMMARY"] for e in Calendar.from_ical(reponse.content).walk("VEVENT")]


def _mots(client, url):
    return mots(client.get(url).content.decode())


@pytest.mark.parametrize(
    ("url", "nom", "titres"),
    [
        (TOUT, "solutions-solidaires", ["Journées 2026 – Le soin", "Festival 2026"]),
        ("/calendrier/festival-2026.ics", "rendez-vous-festival-2026", ["Festival 2026"]),
        (
            "/journees/2026.ics",
            "journees-2026",
            ["Journées 2026 – Le soin", "Se déplacer (Journées 2026)"],
        ),
    ],
)
def test_a_calendar_is_a_file_with_a_name(client, url, nom, titres):
    make_rendezvous("Festival", **LE_JOUR)
    journees = make_journees(2026, theme="Le soin", date_debut=date(2026, 2, 9))
    make_seance(journees, heure_debut=time(14))

    reponse = client.get(url)

    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    assert reponse["Content-Disposition"] == f'attachment; filename="{nom}.ics"'
    assert _titres(reponse) == titres


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_calendars_hide_what_is_not_online(client, coordinatrice, etat):
    make_rendezvous("Visible", **LE_JOUR)
    cache = make_rendezvous("Caché", **LE_JOUR, **ETATS_CACHES[etat])
    edition = make_journees(2026, date_debut=date(2026, 2, 9), **ETATS_CACHES[etat])
    make_seance(edition, heure_debut=time(14))

    for qui in (client, coordinatrice):
        assert _titres(qui.get(TOUT)) == ["Visible 2026"]
        assert qui.get(f"/calendrier/{cache.slug}.ics").status_code == 404
        assert qui.get(f"/journees/{edition.slug}.ics").status_code == 404


def test_a_calendar_forgets_what_is_withdrawn(client):
    rendez_vous = make_rendezvous("Festival", **LE_JOUR)
    avant = _titres(client.get(TOUT))

    rendez_vous.retire()

    assert avant == ["Festival 2026"]
    assert _titres(client.get(TOUT)) == []


def test_without_a_date_there_is_no_file_and_no_link(client):
    rendez_vous = make_rendezvous("Festival VYV")

    assert client.get("/calendrier/festival-vyv.ics").status_code == 404
    assert "/calendrier/festival-vyv.ics" not in liens(
        client.get(rendez_vous.get_absolute_url()).content.decode()
    )
    assert client.get("/calendrier/inconnu.ics").status_code == 404


def test_an_empty_calendar_is_a_calendar(client):
    assert _titres(client.get(TOUT)) == []


def test_a_program_that_comes_back_is_told_that_nothing_moved(client):
    rendez_vous = make_rendezvous("Festival", **LE_JOUR)
    marque = client.get(TOUT)["ETag"]

    rien = client.get(TOUT, headers={"If-None-Match": marque})
    rendez_vous.ville = "Niort"
    rendez_vous.save()
    change = client.get(TOUT, headers={"If-None-Match": marque})

    assert (rien.status_code, rien.content) == (304, b"")
    assert change.status_code == 200


@pytest.mark.parametrize("nombre", [0, 1, 3, 50])
def test_the_whole_calendar_runs_the_same_queries(client, django_assert_num_queries, nombre):
    theme = make_theme()
    for rang in range(nombre):
        make_rendezvous(f"Festival {rang}", **LE_JOUR).themes.add(theme)
        make_journees(2000 + rang, date_debut=date(2000 + rang, 2, 9), themes=[theme])

    # Nothing to show needs no themes and no numbers.
    with django_assert_num_queries(5 if nombre else 2):
        reponse = client.get(TOUT)
    assert len(_titres(reponse)) == 2 * nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_file_of_an_edition_runs_the_same_queries(
    client, django_assert_num_queries, nombre
):
    journees = make_journees(2026, date_debut=date(2026, 2, 9), themes=[make_theme()])
    for rang in range(nombre):
        make_seance(journees, titre=f"Séance {rang}", heure_debut=time(9 + rang))

    with django_assert_num_queries(4):
        client.get("/journees/2026.ics")


def test_hostile_names_stay_names(client):
    make_rendezvous(
        "Foire\r\nEND:VCALENDAR\x0b« été » ; a,b",
        slug="foire",
        presentation=f"<p>{'é' * 5000}</p><script>x</script>",
        **LE_JOUR,
    )

    calendrier = Calendar.from_ical(client.get("/calendrier/foire.ics").content)

    [evenement] = calendrier.walk("VEVENT")
    assert evenement["SUMMARY"] == ("Foire END:VCALENDAR «\u00a0été\u00a0»\u00a0; a,b 2026")
    assert len(evenement["DESCRIPTION"]) < 700


@pytest.mark.usefixtures("today")
def test_what_is_cancelled_is_said_in_words_wherever_it_shows(client):
    change = {"tenue": Tenue.ANNULE, "raison": "Tempête annoncée."}
    make_rendezvous("À venir", **LE_JOUR, **change)
    make_rendezvous("Passé", annee=2025, date_debut=date(2025, 6, 1), **change)
    journees = make_journees(2026, date_debut=date(2026, 4, 9), **change)
    make_seance(
        make_journees(2025, theme="Tenue"),
        titre="Se déplacer",
        tenue=Tenue.REPORTE,
        raison="Intervenante souffrante.",
    )

    calendrier = _mots(client, "/calendrier/")
    assert "1er juin 2026 À venir Annulé" in calendrier
    assert "Passé Annulé. Tempête annoncée." in calendrier
    assert "À venir Annulé. Tempête annoncée." in _mots(client, "/calendrier/a-venir-2026/")
    assert "L’écologie solidaire Annulées Lieu non communiqué" in _mots(client, "/journees/")
    assert "Annulées. Tempête annoncée." in _mots(client, journees.get_absolute_url())
    assert "Se déplacer Reportée : date à venir. Intervenante souffrante." in _mots(
        client, "/journees/2025/"
    )
    assert "9 avril 2026 Annulées. Tempête annoncée." in _mots(client, "/")


def test_what_is_held_says_nothing_of_it(client):
    rendez_vous = make_rendezvous("Festival", **LE_JOUR)

    assert "Annulé" not in _mots(client, rendez_vous.get_absolute_url())
    assert "Reporté" not in _mots(client, rendez_vous.get_absolute_url())


def test_each_calendar_link_says_what_it_does(client):
    rendez_vous = make_rendezvous("Festival", **LE_JOUR)
    journees = make_journees(2026, date_debut=date(2026, 2, 9))
    pages = {
        "/calendrier/": (TOUT, "Copiez l’adresse de ce lien et donnez-la à votre agenda"),
        rendez_vous.get_absolute_url(): (
            "/calendrier/festival-2026.ics",
            "Le fichier s’ouvre dans votre agenda et y inscrit la date, le lieu",
        ),
        journees.get_absolute_url(): (
            "/journees/2026.ics",
            "Le fichier s’ouvre dans votre agenda et y inscrit l’édition, puis chaque séance",
        ),
    }

    for page, (fichier, aide) in pages.items():
        html = client.get(page).content.decode()
        assert fichier in liens(html)
        assert f"(.ics) {aide}" in mots(html)


def test_the_coordinator_cancels_a_rendezvous_and_calendars_know(coordinatrice, client):
    rendez_vous = make_rendezvous("Festival", **LE_JOUR)
    dire_change(rendez_vous)
    url = rendez_vous.get_admin_url()
    annule = {"tenue": "annule", "raison": "Tempête."}

    refus = coordinatrice.post(url, remplir(coordinatrice, url) | annule | {"raison": ""})
    coordinatrice.post(url, remplir(coordinatrice, url) | annule)
    garde = client.get(TOUT)
    coordinatrice.post(url, remplir(coordinatrice, url) | {"_verbe_appliquer": "Publier"})

    assert "Dites pourquoi, en une phrase : le public la lit." in texte(refus)
    [avant] = Calendar.from_ical(garde.content).walk("VEVENT")
    [apres] = Calendar.from_ical(client.get(TOUT).content).walk("VEVENT")
    assert (avant["STATUS"], avant["SEQUENCE"]) == ("CONFIRMED", 0)
    assert (apres["STATUS"], apres["SEQUENCE"]) == ("CANCELLED", 1)
