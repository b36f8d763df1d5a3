"""The calendar file itself: what a program that reads it finds, whatever was typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from evenements.ical import Entree, ecrire

LE_10 = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def _entree(**champs):
    return Entree(
        **{
            "uid": "rendezvous-1@portail.example",
            "titre": "Festival",
            "debut": date(2026, 6, 1),
            "fin": None,
            "lieu": "Niort",
            "is_annulee": False,
            "url": "https://portail.example/calendrier/festival/",
            "description": ("Un festival.", "https://portail.example/calendrier/festival/"),
            "categories": (),
            "modifie_le": LE_10,
            **champs,
        }
    )


def _lire(*entrees):
    return Calendar.from_ical(ecrire("Calendrier", entrees))


def _evenement(**champs):
    (evenement,) = _lire(_entree(**champs)).walk("VEVENT")
    return evenement


@pytest.mark.parametrize(
    ("debut", "fin", "lu"),
    [
        (date(2026, 6, 1), None, (date(2026, 6, 1), date(2026, 6, 2))),
        (date(2026, 6, 1), date(2026, 6, 1), (date(2026, 6, 1), date(2026, 6, 2))),
        (date(2026, 6, 1), date(2026, 6, 3), (date(2026, 6, 1), date(2026, 6, 4))),
        # A month, a year and the changes of hour are crossed by whole days.
        (date(2026, 12, 31), None, (date(2026, 12, 31), date(2027, 1, 1))),
        (date(2028, 2, 28), None, (date(2028, 2, 28), date(2028, 2, 29))),
        (date(2026, 3, 28), date(2026, 3, 29), (date(2026, 3, 28), date(2026, 3, 30))),
    ],
)
def test_whole_days_end_the_day_after(debut, fin, lu):
    evenement = _evenement(debut=debut, fin=fin)

    assert (evenement["DTSTART"].dt, evenement["DTEND"].dt) == lu
    assert evenement["DTSTART"].params["VALUE"] == "DATE"
    assert evenement["TRANSP"] == "TRANSPARENT"


def test_instants_are_written_in_utc():
    paris = datetime.fromisoformat("2026-06-01T14:00:00+02:00")

    octets = ecrire("", [_entree(debut=paris, fin=paris + timedelta(hours=1, minutes=30))])

    assert b"\r\nDTSTART:20260601T120000Z\r\n" in octets
    assert b"\r\nDTEND:20260601T133000Z\r\n" in octets
    assert b"TRANSP" not in octets


def test_an_instant_without_end_has_none():
    assert "DTEND" not in _evenement(debut=LE_10)


def test_an_entry_tells_the_essential():
    evenement = _evenement(categories=("Santé", "Travail, emploi"), sequence=3)

    assert {nom: evenement.decoded(nom) for nom in evenement if nom != "CATEGORIES"} == {
        "UID": "rendezvous-1@portail.example",
        "DTSTAMP": LE_10,
        "LAST-MODIFIED": LE_10,
        "SEQUENCE": 3,
        "STATUS": "CONFIRMED",
        "SUMMARY": "Festival",
        "DTSTART": date(2026, 6, 1),
        "DTEND": date(2026, 6, 2),
        "TRANSP": "TRANSPARENT",
        "LOCATION": "Niort",
        "DESCRIPTION": "Un festival.\nhttps://portail.example/calendrier/festival/",
        "URL": "https://portail.example/calendrier/festival/",
    }
    assert evenement.categories == ["Santé", "Travail, emploi"]


def test_what_is_not_held_is_cancelled_and_an_unknown_place_is_not_written():
    evenement = _evenement(is_annulee=True, lieu="")

    assert evenement["STATUS"] == "CANCELLED"
    assert "LOCATION" not in evenement


@pytest.mark.parametrize(
    ("titre", "lu"),
    [
        ("L’été à Nîmes ; « où ? », ça\\là", "L’été à Nîmes ; « où ? », ça\\là"),
        ("A\r\nEND:VEVENT\r\nBEGIN:VALARM", "A END:VEVENT BEGIN:VALARM"),
        ("A\nATTENDEE:mailto:x@example.org", "A ATTENDEE:mailto:x@example.org"),
        ("A\0B\x0bC\x7f\u2028D", "A B C D"),
        ("é" * 5000, "é" * 5000),
        ("🎪" * 100, "🎪" * 100),
        ("", ""),
    ],
)
def test_whatever_was_typed_stays_text_in_its_own_field(titre, lu):
    calendrier = _lire(_entree(titre=titre, lieu=titre, description=(titre, "fin")))

    assert [partie.name for partie in calendrier.walk()] == ["VCALENDAR", "VEVENT"]
    (evenement,) = calendrier.walk("VEVENT")
    assert evenement["SUMMARY"] == lu
    assert evenement.get("LOCATION", "") == lu
    assert evenement["DESCRIPTION"] == "\n".join(filter(None, [lu, "fin"]))
    assert not {"ATTENDEE", "BEGIN"} & evenement.keys()


def test_lines_end_and_fold_as_the_standard_says():
    octets = ecrire("Été", [_entree(titre="Où l’on débat à l’œuvre, longtemps. " * 20)])

    lignes = octets.split(b"\r\n")
    assert lignes[-1] == b""
    assert max(map(len, lignes)) <= 75
    assert b"\n" not in b"".join(lignes)
    for ligne in lignes:
        ligne.decode()  # no letter is cut in two


def test_a_file_read_and_written_again_is_the_same():
    entrees = [
        _entree(categories=("Santé",)),
        _entree(uid="seance-1@portail.example", debut=LE_10, fin=LE_10 + timedelta(hours=1)),
        _entree(uid="seance-2@portail.example", debut=LE_10, is_annulee=True, sequence=2),
    ]
    lu = _lire(*entrees)

    relu = Calendar.from_ical(lu.to_ical())

    assert relu == lu
    assert relu.to_ical() == ecrire("Calendrier", entrees)


def test_the_calendar_names_itself_and_says_when_to_come_back():
    calendrier = _lire()

    assert calendrier["X-WR-CALNAME"] == calendrier["NAME"] == "Calendrier"
    assert calendrier["VERSION"] == "2.0"
    assert calendrier["PRODID"] == "-//Solutions solidaires//Portail//FR"
    octets = ecrire("Calendrier", [])
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in octets
    assert b"\r\nX-PUBLISHED-TTL:PT12H\r\n" in octets
