"""The chain around each sheet: both directions, public only, one query, the same as data."""

import pytest

from chantiers import chaine
from tests.factories import (
    ETATS_CACHES,
    make_article,
    make_chantier,
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_note,
    make_podcast,
    make_question,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_vague,
)

pytestmark = pytest.mark.django_db


def _monde(suffixe="", rang=0, **etat):
    """One of each link, all related: {sort: object}."""
    chantier = make_chantier(f"Chantier{suffixe}", **etat)
    idee = make_idee(f"Idée{suffixe}", chantiers=[chantier], **etat)
    initiative = make_initiative(
        f"Initiative{suffixe}", idees=[idee], chantiers=[chantier], annee=2023, **etat
    )
    journees = make_journees(2024 + rang, idees=[idee], **etat)
    make_seance(journees, titre=f"Séance{suffixe}").initiatives.add(initiative)
    focus = make_focus(f"Focus{suffixe}", mois=rang + 1, **etat)
    make_article(focus, idee=idee)
    vague = make_vague(2020 + rang, **etat)
    make_question(vague, libelle=f"Question{suffixe}").chantiers.add(chantier)
    note = make_note(f"Note{suffixe}", chantiers=[chantier], **etat)
    podcast = make_podcast(f"Podcast{suffixe}", chantiers=[chantier], **etat)
    reprise = make_reprise(initiative, **etat)
    return {
        "idee": idee,
        "initiative": initiative,
        "journees": journees,
        "focuslibe": focus,
        "vague": vague,
        "note": note,
        "podcast": podcast,
        "chantier": chantier,
        "reprise": reprise,
        "rendezvous": make_rendezvous(f"Rendez-vous{suffixe}", idees=[idee], **etat),
    }


ENSEMBLE = ["idee", "initiative", "focuslibe", "journees", "seance", "rendezvous", "reprise"]
SUR = {
    "idee": ENSEMBLE,
    "initiative": ENSEMBLE,
    "journees": ENSEMBLE,
    "rendezvous": ENSEMBLE,
    "focuslibe": ENSEMBLE,
    "vague": [*ENSEMBLE, "vague"],
    "note": [*ENSEMBLE, "note"],
    "podcast": [*ENSEMBLE, "podcast"],
    "chantier": [*ENSEMBLE, "chantier", "note", "podcast", "question"],
}


@pytest.mark.parametrize("sorte", SUR)
def test_each_sheet_shows_the_whole_chain(sorte):
    objet = _monde()[sorte]

    suite = chaine.construire(objet)

    assert sorted(maillon.sorte for maillon in suite.maillons) == sorted(SUR[sorte])
    assert [m.sorte for m in suite.maillons if m.ici] == [sorte]
    assert {
        (lien.de.partition("-")[0], lien.vers.partition("-")[0], lien.relation)
        for lien in suite.liens
    } >= {
        ("idee", "initiative", "expérimentée par"),
        ("idee", "journees", "débattue à"),
        ("idee", "focuslibe", "parue dans"),
        ("initiative", "seance", "présentée à"),
        ("initiative", "reprise", "reprise par"),
    }


@pytest.mark.parametrize("etat", ETATS_CACHES)
@pytest.mark.parametrize("sorte", SUR)
def test_each_sheet_hides_what_is_not_online(client, sorte, etat):
    monde, cache = _monde(), ETATS_CACHES[etat]
    secret = _monde(" secret", rang=1, **cache)
    monde["initiative"].idees.add(secret["idee"])
    secret["initiative"].idees.add(monde["idee"])
    for evenement in ("journees", "rendezvous"):
        monde[evenement].idees.add(secret["idee"])
        secret[evenement].idees.add(monde["idee"])
    monde["journees"].seances.get().initiatives.add(secret["initiative"])
    secret["journees"].seances.get().initiatives.add(monde["initiative"])
    make_article(secret["focuslibe"], idee=monde["idee"])
    make_article(monde["focuslibe"], idee=secret["idee"])
    monde["chantier"].idees.add(secret["idee"])
    monde["chantier"].initiatives.add(secret["initiative"])
    monde["chantier"].journees.add(secret["journees"])
    monde["chantier"].notes.add(secret["note"])
    monde["chantier"].podcasts.add(secret["podcast"])
    monde["chantier"].questions.add(secret["vague"].questions.get())

    suite = chaine.construire(monde[sorte])
    document = client.get(f"{monde[sorte].get_absolute_url()}parcours.json")

    assert sorted(maillon.sorte for maillon in suite.maillons) == sorted(SUR[sorte])
    assert "secret" not in document.content.decode()
    assert client.get(f"{secret[sorte].get_absolute_url()}parcours.json").status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("sorte", SUR)
def test_a_chain_is_one_query(django_assert_num_queries, sorte, nombre):
    mondes = [_monde(f" {rang}", rang) for rang in range(nombre)]
    objet = mondes[0][sorte]
    str(getattr(objet, "territoire", ""))

    with django_assert_num_queries(1):
        chaine.construire(objet)


def test_the_document_dates_as_precisely_as_it_is_known(client):
    monde = _monde()

    donnees = client.get("/forum/idees/idee/parcours.json").json()

    assert donnees["page"] == "http://testserver/forum/idees/idee/"
    assert {m["type"]: (m["date"], m["precision"]) for m in donnees["maillons"]} == {
        "idee": ("2023", "annee"),
        "initiative": ("2023", "annee"),
        "focuslibe": ("2024-01", "mois"),
        "journees": ("2024", "annee"),
        "seance": ("2024", "annee"),
        "rendezvous": (None, ""),
        "reprise": (None, ""),
    }
    page = client.get(monde["idee"].get_absolute_url()).content.decode()
    assert 'href="/forum/idees/idee/parcours.json">Parcours en données (JSON)' in page.replace(
        ' type="application/json"', ""
    )


def test_the_chronology_sorts_by_year_and_sets_apart_what_has_no_date(client):
    chantier = _monde()["chantier"]

    annees = client.get(chantier.get_absolute_url()).context["chronologie"]

    assert [(annee, [e["titre"] for e in pas]) for annee, pas in annees] == [
        ("2020", ["Question du baromètre"]),
        ("2023", ["Idée", "Expérimentation"]),
        ("2024", ["Débat", "Débat", "Focus Libé"]),
        ("Sans date connue", ["Débat", "Note", "Podcast", "Reprise"]),
    ]
