"""The parcours of an initiative: the order of its steps, where it stands, the dates it does not have."""

from datetime import date

import pytest

from chantiers import chaine
from fabrique import parcours
from fabrique.models import Etape
from tests.factories import (
    make_idee,
    make_initiative,
    make_journees,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_territoire,
)

pytestmark = pytest.mark.django_db


def _pas(initiative):
    return parcours.etapes(initiative, chaine.construire(initiative).maillons)


def _titres(initiative):
    """« 2024 · Reprise » of each step, in order."""
    return [
        f"{e['date']} · {e['titre']}" if e["date"] else e["titre"] for e in _pas(initiative)
    ]


@pytest.mark.parametrize(
    ("annee", "idee", "seance", "reprise", "attendu"),
    [
        (
            2020,
            2018,
            2021,
            2023,
            ["2018 · Idée", "2020 · Démarrage", "2021 · Débat", "Reprise"],
        ),
        (
            2022,
            2023,
            2021,
            2020,
            ["Reprise", "2021 · Débat", "2022 · Démarrage", "2023 · Idée"],
        ),
        (
            2020,
            2020,
            2020,
            2020,
            ["2020 · Idée", "2020 · Démarrage", "2020 · Débat", "Reprise"],
        ),
        (None, None, None, None, ["Idée", "Démarrage", "Débat", "Reprise"]),
        (None, 2018, 2017, None, ["2017 · Débat", "2018 · Idée", "Démarrage", "Reprise"]),
    ],
)
def test_steps_follow_the_years_then_the_chain(annee, idee, seance, reprise, attendu):
    initiative = make_initiative(annee=annee, idees=[make_idee(annee=idee)])
    ou = (
        {"journees": make_journees(seance)}
        if seance
        else {"rendez_vous": make_rendezvous("Festival VYV")}
    )
    make_seance(**ou).initiatives.add(initiative)
    make_reprise(initiative, date=reprise and date(reprise, 5, 1))

    titres = [t.rpartition(" · ")[2] if "<time" in t else t for t in _titres(initiative)]

    assert titres == attendu


def test_the_start_is_told_once_and_the_reader_stands_at_the_last_stage():
    initiative = make_initiative(annee=2021)
    Etape.objects.create(
        initiative=initiative, stade="arretee", annee=2023, detail="Faute d’argent"
    )
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2021)

    pas = _pas(initiative)

    assert [(e["date"], e["titre"], e["texte"], e["ici"]) for e in pas] == [
        ("2021", "Expérimentation", "", False),
        ("2023", "Arrêtée", "Faute d’argent", True),
    ]
    assert pas[-1]["liens"] == [("Gironde, cette fiche", "")]


def test_an_earlier_start_comes_before_the_stages():
    initiative = make_initiative(annee=2019)
    Etape.objects.create(initiative=initiative, stade="deployee", annee=2021)

    assert _titres(initiative) == ["2019 · Démarrage", "2021 · Déployée"]


def test_the_year_of_the_start_does_not_date_the_present_stage():
    initiative = make_initiative(annee=2016, stade_precision="proposition de loi rejetée")

    assert _pas(initiative) == [
        {
            "date": "2016",
            "titre": "Démarrage",
            "section": "fabrique",
            "texte": "Stade actuel\u00a0: proposition de loi rejetée",
            "ici": True,
            "liens": [("Gironde, cette fiche", "")],
        }
    ]


def test_both_sides_of_a_reprise_lead_to_each_other():
    origine = make_initiative("Origine", territoire=make_territoire("44", "Loire-Atlantique"))
    initiative = make_initiative(annee=2022)
    make_reprise(origine, initiative.territoire, fiche=initiative, slug="o")
    make_reprise(initiative, statut="abandonnee", slug="r")

    assert [(e["titre"], e["liens"]) for e in _pas(initiative)] == [
        (
            "Reprise d’une autre solution",
            [("Origine, Loire-Atlantique", "/fabrique/initiatives/origine/")],
        ),
        ("Démarrage", [("Gironde, cette fiche", "")]),
        (
            "Reprise abandonnée",
            [("Landes", f"{initiative.get_absolute_url()}#reprise-r")],
        ),
    ]


def test_a_long_run_folds_under_the_first_ones():
    initiative = make_initiative()
    for rang in range(50):
        make_reprise(initiative, make_territoire(f"{rang:02}", f"Département {rang:02}"))

    *_, dernier = _pas(initiative)

    assert len(_pas(initiative)) == 5
    assert dernier["mots_suite"] == "et 46 autres reprises"
    assert len(dernier["suite"]) == 46
