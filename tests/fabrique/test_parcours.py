"""The steps of a parcours: their order, their words, and the dates they do not have."""

from datetime import date

import pytest

from evenements.models import Journees, RendezVous, Seance
from fabrique import parcours
from fabrique.models import Etape, Reprise
from fabrique.renvois import Renvoi
from tests.factories import make_initiative, make_territoire

pytestmark = pytest.mark.django_db


def _steps(initiative, *, idees=(), origines=(), seances=(), reprises=()):
    """« 2024 · Reprise » of each step, in order."""
    etapes = parcours.construire(
        initiative, idees=idees, origines=origines, seances=seances, reprises=reprises
    )
    return [f"{e['date']} · {e['titre']}" if e["date"] else e["titre"] for e in etapes]


def _idee(annee):
    return Renvoi("Une idée", "/forum/idees/une-idee/", annee)


def _seance(annee):
    if annee is None:
        return Seance(rendez_vous=RendezVous(nom="Festival VYV", slug="vyv"), type="atelier")
    return Seance(journees=Journees(annee=annee, slug=str(annee)), type="table_ronde")


def _reprise(initiative, annee, **champs):
    jour = date(annee, 5, 1) if annee else None
    champs = {"statut": "effective", **champs}
    return Reprise(
        initiative=initiative,
        territoire=make_territoire("40", "Landes"),
        slug="r",
        date=jour,
        **champs,
    )


@pytest.mark.parametrize(
    ("annee", "dates", "attendu"),
    [
        pytest.param(
            2020,
            {"idee": 2018, "seance": 2021, "reprise": 2023},
            ["2018 · Idée", "2020 · Démarrage", "2021 · Débat", "2023 · Reprise"],
            id="in the order of the chain",
        ),
        pytest.param(
            2022,
            {"idee": 2023, "seance": 2021, "reprise": 2020},
            ["2020 · Reprise", "2021 · Débat", "2022 · Démarrage", "2023 · Idée"],
            id="in the order of the years",
        ),
        pytest.param(
            2020,
            {"idee": 2020, "seance": 2020, "reprise": 2020},
            ["2020 · Idée", "2020 · Démarrage", "2020 · Débat", "2020 · Reprise"],
            id="in one year, in the order of the chain",
        ),
        pytest.param(
            None,
            {"idee": None, "seance": None, "reprise": None},
            ["Idée", "Démarrage", "Débat", "Reprise"],
            id="without any date",
        ),
        pytest.param(
            None,
            {"idee": 2018, "seance": 2017, "reprise": None},
            ["2017 · Débat", "2018 · Idée", "Démarrage", "Reprise"],
            id="a start without year follows its idea",
        ),
    ],
)
def test_steps_follow_the_years(annee, dates, attendu):
    initiative = make_initiative(annee=annee)

    etapes = _steps(
        initiative,
        idees=[_idee(dates["idee"])],
        seances=[_seance(dates["seance"])],
        reprises=[_reprise(initiative, dates["reprise"])],
    )

    assert etapes == attendu


@pytest.mark.parametrize(
    ("annee", "attendu"),
    [
        (
            2019,
            [
                "2019 · Démarrage",
                "2021 · Expérimentation",
                "1er\u00a0juin\u00a02023 · Déployée",
            ],
        ),
        (2021, ["2021 · Expérimentation", "1er\u00a0juin\u00a02023 · Déployée"]),
        (None, ["2021 · Expérimentation", "1er\u00a0juin\u00a02023 · Déployée"]),
    ],
)
def test_the_start_is_told_once(annee, attendu):
    initiative = make_initiative(annee=annee)
    Etape.objects.create(
        initiative=initiative, stade="deployee", annee=2023, date=date(2023, 6, 1)
    )
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2021)

    etapes = [etape.replace("</time>", "") for etape in _steps(initiative)]

    assert [etape.rpartition(">")[2] for etape in etapes] == attendu


def test_the_year_of_the_start_does_not_date_the_present_stage():
    initiative = make_initiative(annee=2016, stade_precision="proposition de loi rejetée")

    [etape] = parcours.construire(initiative, idees=[], origines=[], seances=[], reprises=[])

    assert etape == {
        "date": "2016",
        "titre": "Démarrage",
        "section": "fabrique",
        "texte": "Stade actuel\u00a0: proposition de loi rejetée",
        "ici": True,
        "liens": [("Gironde, cette fiche", "")],
    }


def test_the_reader_stands_at_the_last_stage_of_the_sheet():
    initiative = make_initiative(annee=2019)
    Etape.objects.create(initiative=initiative, stade="arretee", annee=2021)

    etapes = parcours.construire(
        initiative,
        idees=[_idee(2018)],
        origines=[],
        seances=[],
        reprises=[_reprise(initiative, 2023)],
    )

    ici = [etape["titre"] for etape in etapes if etape.get("ici")]
    assert ici == ["Arrêtée"]


def test_a_reprise_says_where_it_stands_and_leads_to_the_other_side():
    origine = make_initiative("Origine", territoire=make_territoire("44", "Loire-Atlantique"))
    initiative = make_initiative(annee=2022)
    etapes = parcours.construire(
        initiative,
        idees=[],
        origines=[_reprise(origine, 2021)],
        seances=[],
        reprises=[_reprise(initiative, 2023, statut="abandonnee")],
    )

    assert [(e["titre"], e.get("texte", ""), e["liens"]) for e in etapes] == [
        (
            "Reprise d’une autre solution",
            "",
            [("Origine, Loire-Atlantique", "/fabrique/initiatives/origine/")],
        ),
        ("Démarrage", "", [("Gironde, cette fiche", "")]),
        ("Reprise", "Abandonnée", [("Landes", "#reprise-r")]),
    ]
