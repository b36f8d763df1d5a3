"""What machines read: true of the data, and held against the vocabulary of schema.org."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from evenements.models import Format, Tenue
from partage import schema
from solidaires.publication import Publiable
from tests import site_complet
from tests.factories import (
    make_idee,
    make_initiative,
    make_journees,
    make_note,
    make_podcast,
    make_rendezvous,
    make_territoire,
    make_vague,
)

pytestmark = pytest.mark.django_db

# Made by outils/construire_vocabulaire.py.
VOCABULAIRE = json.loads((Path(__file__).parent / "schema_org.json").read_text())
# What the guide of a search engine demands of a type, beside its name.
# https://developers.google.com/search/docs/appearance/structured-data/search-gallery
EXIGEES = {
    "Article": {"headline"},
    "Event": {"name", "startDate", "location"},
    "Dataset": {"name", "description"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "Organization": {"name"},
    "PodcastEpisode": {"name"},
}


def _lire(client, adresse):
    html = client.get(adresse).content.decode()
    blocs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(bloc) for bloc in blocs]


def _un(client, objet, type_):
    [trouve] = [d for d in _lire(client, objet.get_absolute_url()) if d["@type"] == type_]
    return trouve


def _ascendance(type_):
    definition = VOCABULAIRE[type_]
    return {type_}.union(*(_ascendance(parent) for parent in definition["parents"]))


def _fautes(noeud, chemin=""):
    """What schema.org does not let a node say, as paths."""
    type_ = noeud.get("@type")
    if type_ is None:
        return [] if set(noeud) == {"@id"} else [f"{chemin} n’a pas de type"]
    if type_ not in VOCABULAIRE:
        return [f"{chemin} : {type_} inconnu"]
    ancetres = _ascendance(type_)
    proprietes = {}
    for ancetre in ancetres:
        proprietes |= VOCABULAIRE[ancetre]["proprietes"]
    fautes = [
        f"{chemin} : {type_} sans {nom}" for nom in EXIGEES.get(type_, set()) - set(noeud)
    ]
    for nom, valeurs in noeud.items():
        ici = f"{chemin}/{nom}"
        if nom.startswith("@"):
            continue
        if nom.endswith("-input") and "Action" in ancetres:
            continue
        if nom not in proprietes:
            fautes.append(f"{ici} inconnue de {type_}")
            continue
        for valeur in valeurs if isinstance(valeurs, list) else [valeurs]:
            if isinstance(valeur, dict):
                fautes += _fautes(valeur, ici)
                admis = set(proprietes[nom])
                if "@type" in valeur and not _ascendance(valeur["@type"]) & admis:
                    fautes.append(f"{ici} : {valeur['@type']} au lieu de {sorted(admis)}")
            elif not _se_lit(valeur, proprietes[nom]):
                fautes.append(f"{ici} : {valeur!r} n’est rien de {proprietes[nom]}")
    return fautes


def _se_lit(valeur, types):
    """Whether a plain value is of one of these types; a class of things may be named by a text."""
    if isinstance(valeur, bool):
        return "Boolean" in types
    if isinstance(valeur, int):
        return bool({"Integer", "Number"} & set(types))
    if not valeur or valeur != valeur.strip():
        return False
    if valeur.startswith(("http://", "https://")):
        return bool(re.fullmatch(r"https?://[^\s<>]+", valeur))
    if valeur.startswith("/"):
        return False
    if "Text" in types:
        return True
    if types == ["Duration"] or "Duration" in types:
        return bool(re.fullmatch(r"PT\d+M", valeur))
    if {"Date", "DateTime"} & set(types):
        return bool(date.fromisoformat(valeur) if len(valeur) == 10 else datetime.fromisoformat(valeur))  # fmt: skip
    return False


def test_every_page_says_what_schema_org_allows(client):
    site_complet.construire()
    adresses = {
        o.get_absolute_url() for m in schema._DESCRIPTIONS for o in m.objects.published()
    }

    for adresse in sorted({"/", "/fabrique/initiatives/", "/themes/", *adresses}):
        for noeud in _lire(client, adresse):
            assert noeud["@context"] == "https://schema.org"
            assert _fautes(noeud) == [], adresse


def test_every_type_with_a_page_is_described():
    decrits = set(schema._DESCRIPTIONS)

    publiables = {m for m in decrits if issubclass(m, Publiable)}
    assert {m._meta.model_name for m in publiables} == {
        "initiative",
        "idee",
        "chantier",
        "journees",
        "rendezvous",
        "focuslibe",
        "note",
        "podcast",
        "vague",
        "page",
    }


def test_a_sheet_says_where_when_and_who_publishes(client, settings):
    portail = settings.ADRESSE_DU_PORTAIL
    gironde = make_territoire()
    initiative = make_initiative(
        "Revenu </script> jeunes",
        chapo="Pour les 18-25 ans.",
        territoire=gironde,
        published_at="2026-01-31T23:30:00Z",
    )

    dit = _un(client, initiative, "Article")

    assert dit["headline"] == "Revenu </script> jeunes"
    assert dit["description"] == "Pour les 18-25\u00a0ans."
    assert dit["datePublished"] == "2026-02-01T00:30:00+01:00"
    assert dit["url"] == f"{portail}fabrique/initiatives/{initiative.slug}/"
    assert dit["publisher"]["name"] == "Solutions solidaires"
    assert dit["contentLocation"] == {
        "@type": "AdministrativeArea",
        "name": "Gironde",
        "url": f"{portail}territoires/departement/gironde/",
    }
    assert "author" not in dit


def test_the_trail_leads_home(client, settings):
    portail = settings.ADRESSE_DU_PORTAIL
    note = make_note("La note")

    dit = _un(client, note, "BreadcrumbList")

    assert [(e["position"], e["name"], e.get("item")) for e in dit["itemListElement"]] == [
        (1, "Accueil", portail),
        (2, "Les publications", f"{portail}publications/"),
        (3, "Les notes de l’observatoire", f"{portail}publications/notes/"),
        (4, "La note", None),
    ]


@pytest.mark.parametrize(
    ("tenue", "statut"),
    [
        ("", "EventScheduled"),
        (Tenue.ANNULE, "EventCancelled"),
        (Tenue.REPORTE, "EventPostponed"),
        (Tenue.DEPLACE, "EventRescheduled"),
    ],
)
def test_an_event_says_its_days_its_place_and_whether_it_holds(client, tenue, statut):
    rendez_vous = make_rendezvous(
        "Forum de l’ESS",
        annee=2026,
        date_debut=date(2026, 11, 6),
        date_fin=date(2026, 11, 7),
        lieu="L’Acclameur",
        ville="Niort",
        organisateurs="Libération\nCESE",
        tenue=tenue,
        raison="Grève." if tenue else "",
    )

    dit = _un(client, rendez_vous, "Event")

    assert (dit["startDate"], dit["endDate"]) == ("2026-11-06", "2026-11-07")
    assert dit["eventStatus"] == f"https://schema.org/{statut}"
    assert dit["location"] == {
        "@type": "Place",
        "name": "L’Acclameur",
        "address": {"@type": "PostalAddress", "addressLocality": "Niort"},
    }
    assert [o["name"] for o in dit["organizer"]] == ["Libération", "CESE"]


def test_an_online_edition_is_held_at_its_page(client, settings):
    journees = make_journees(
        2021, date_debut=date(2021, 2, 2), format=Format.EN_LIGNE, lieu="visioconférence"
    )

    dit = _un(client, journees, "Event")

    assert dit["location"] == {
        "@type": "VirtualLocation",
        "url": f"{settings.ADRESSE_DU_PORTAIL}journees/2021/",
    }
    assert dit["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


@pytest.mark.parametrize("sans", ["date_debut", "ville"])
def test_what_has_no_date_or_no_place_is_no_event(client, sans):
    connus = {"date_debut": date(2026, 11, 6), "ville": "Niort"}
    connus[sans] = None if sans == "date_debut" else ""
    rendez_vous = make_rendezvous("Forum", annee=2026, **connus)

    types = [d["@type"] for d in _lire(client, rendez_vous.get_absolute_url())]

    assert types == ["BreadcrumbList"]


def test_a_survey_is_a_dataset_with_its_fieldwork(client):
    vague = make_vague(
        2023,
        terrain_debut=date(2023, 1, 12),
        terrain_fin=date(2023, 1, 16),
        mode="questionnaire auto-administré",
    )

    dit = _un(client, vague, "Dataset")

    assert dit["temporalCoverage"] == "2023-01-12/2023-01-16"
    assert dit["creator"] == {"@type": "Organization", "name": "Ifop"}
    assert "license" not in dit


def test_who_wrote_is_said_as_it_is_known(client):
    collectif = make_idee("Une tribune", auteur="Collectif (19 personnes)", organisation="X")
    association = make_idee("Une autre", auteur="", organisation="Fondation Jean-Jaurès")

    assert _un(client, collectif, "Article")["creditText"] == "Collectif (19 personnes)"
    assert "author" not in _un(client, collectif, "Article")
    assert _un(client, association, "Article")["author"]["name"] == "Fondation Jean-Jaurès"


def test_an_episode_has_its_length(client):
    podcast = make_podcast("Manger ensemble", duree_minutes=42, date=date(2025, 3, 1))

    dit = _un(client, podcast, "PodcastEpisode")

    assert (dit["name"], dit["duration"], dit["datePublished"]) == ("Manger ensemble", "PT42M", "2025-03-01")  # fmt: skip


def test_home_says_who_publishes_and_how_to_search(client, settings):
    organisation, site = _lire(client, "/")

    assert organisation["@type"] == "Organization"
    assert site["publisher"] == {"@id": organisation["@id"]}
    cible = site["potentialAction"]["target"]["urlTemplate"]
    assert client.get(cible.replace("{search_term_string}", "logement")).status_code == 200
    assert cible.startswith(settings.ADRESSE_DU_PORTAIL)
