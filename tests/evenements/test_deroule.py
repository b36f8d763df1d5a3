"""The programme by day, pure: order, unknown days, people of each séance, how many are missing."""

from datetime import date, time

import pytest

from evenements.deroule import annonce, hors_seance, par_jour
from evenements.models import Intervention, Seance

JEUDI, VENDREDI = date(2024, 2, 8), date(2024, 2, 9)


def _seances(*champs):
    return [Seance(pk=pk, **valeurs) for pk, valeurs in enumerate(champs, start=1)]


def _plan(programme):
    return [(jour, [moment.seance.titre for moment in moments]) for jour, moments in programme]


@pytest.mark.parametrize(
    ("seances", "attendu"),
    [
        ([], []),
        ([{"titre": "Seule"}], [(None, ["Seule"])]),
        (
            [
                {"titre": "Sans jour"},
                {"titre": "B", "date": VENDREDI},
                {"titre": "A", "date": JEUDI},
            ],
            [(JEUDI, ["A"]), (VENDREDI, ["B"]), (None, ["Sans jour"])],
        ),
        (
            [
                {"titre": "Sans heure", "date": JEUDI},
                {"titre": "Midi", "date": JEUDI, "heure_debut": time(12)},
                {"titre": "Matin", "date": JEUDI, "heure_debut": time(9)},
            ],
            [(JEUDI, ["Matin", "Midi", "Sans heure"])],
        ),
        (
            [
                {"titre": "Salle B", "date": JEUDI, "heure_debut": time(9), "salle": "B"},
                {
                    "titre": "Salle A, puis",
                    "date": JEUDI,
                    "heure_debut": time(9),
                    "salle": "A",
                    "ordre": 2,
                },
                {
                    "titre": "Salle A, d’abord",
                    "date": JEUDI,
                    "heure_debut": time(9),
                    "salle": "A",
                    "ordre": 1,
                },
            ],
            [(JEUDI, ["Salle A, d’abord", "Salle A, puis", "Salle B"])],
        ),
        (
            [{"titre": "Un", "ordre": 1}, {"titre": "Zéro"}, {"titre": "Zéro bis"}],
            [(None, ["Zéro", "Zéro bis", "Un"])],
        ),
        (
            [
                {"titre": "Minuit", "date": JEUDI, "heure_debut": time(0)},
                {"titre": "?", "date": JEUDI},
            ],
            [(JEUDI, ["Minuit", "?"])],
        ),
    ],
)
def test_par_jour_orders_days_times_rooms(seances, attendu):
    assert _plan(par_jour(_seances(*seances), [])) == attendu


def test_par_jour_puts_undated_seances_on_the_only_day():
    seances = _seances(
        {"titre": "Sans jour"}, {"titre": "Daté", "date": JEUDI, "heure_debut": time(9)}
    )

    assert _plan(par_jour(seances, [], JEUDI)) == [(JEUDI, ["Daté", "Sans jour"])]
    assert _plan(par_jour(seances, [], VENDREDI)) == [
        (JEUDI, ["Daté"]),
        (VENDREDI, ["Sans jour"]),
    ]


def test_par_jour_gives_each_seance_its_people_in_order():
    seances = _seances({"titre": "Une", "nombre_intervenants": 3}, {"titre": "Autre"})
    gens = [
        Intervention(pk=1, seance_id=2),
        Intervention(pk=2, seance_id=1),
        Intervention(pk=3, seance_id=1),
        Intervention(pk=4, journees_id=1),
    ]

    [(_, [une, autre])] = par_jour(seances, gens)

    assert une.interventions == [gens[1], gens[2]]
    assert une.annonce == "3 intervenants annoncés, 2 connus"
    assert autre.interventions == [gens[0]]
    assert autre.annonce == ""
    assert hors_seance(gens) == [gens[3]]


@pytest.mark.parametrize(
    ("annonces", "connus", "attendu"),
    [
        (None, 0, ""),
        (0, 0, ""),
        (2, 2, ""),
        (2, 3, ""),
        (1, 0, "1 intervenant annoncé, aucun connu"),
        (4, 0, "4 intervenants annoncés, aucun connu"),
        (4, 1, "4 intervenants annoncés, 1 connu"),
        (4, 2, "4 intervenants annoncés, 2 connus"),
    ],
)
def test_annonce_counts_who_is_missing(annonces, connus, attendu):
    assert annonce(annonces, connus) == attendu
