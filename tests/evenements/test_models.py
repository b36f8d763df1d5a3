"""Editions, calendar, programme: what is upcoming or past, what the rows refuse, what cards say."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evenements.models import (
    Citation,
    Format,
    Intervention,
    Journees,
    Personne,
    RendezVous,
    Seance,
)
from tests.factories import (
    make_citation,
    make_intervention,
    make_journees,
    make_personne,
    make_rendezvous,
    make_seance,
)

pytestmark = pytest.mark.django_db

# The clock of the `today` fixture stands on 10 March 2026.
RENDEZ_VOUS = {
    "hier": {"annee": 2026, "date_debut": date(2026, 3, 9)},
    "aujourd’hui": {"annee": 2026, "date_debut": date(2026, 3, 10)},
    "demain": {"annee": 2026, "date_debut": date(2026, 3, 11)},
    "finit aujourd’hui": {
        "annee": 2026,
        "date_debut": date(2026, 3, 8),
        "date_fin": date(2026, 3, 10),
    },
    "a fini hier": {
        "annee": 2026,
        "date_debut": date(2026, 3, 7),
        "date_fin": date(2026, 3, 9),
    },
    "an prochain": {"annee": 2027, "date_debut": date(2027, 1, 1)},
    "cette année, sans dates": {"annee": 2026},
    "an dernier, sans dates": {"annee": 2025},
    "an prochain, sans dates": {"annee": 2027},
    "chaque année": {},
}


@pytest.fixture
def calendrier(db):
    """One entry of each sort, made in an order that is nobody's."""
    for nom in sorted(RENDEZ_VOUS):
        make_rendezvous(nom, **RENDEZ_VOUS[nom])


@pytest.mark.usefixtures("today", "calendrier")
def test_upcoming_has_not_ended_soonest_first():
    assert [r.nom for r in RendezVous.objects.upcoming()] == [
        "finit aujourd’hui",
        "aujourd’hui",
        "demain",
        "cette année, sans dates",
        "an prochain",
        "an prochain, sans dates",
    ]


@pytest.mark.usefixtures("today", "calendrier")
def test_past_has_ended_latest_first():
    assert [r.nom for r in RendezVous.objects.past()] == [
        "hier",
        "a fini hier",
        "an dernier, sans dates",
    ]


@pytest.mark.usefixtures("today", "calendrier")
def test_recurring_has_no_edition():
    assert [r.nom for r in RendezVous.objects.recurring()] == ["chaque année"]


@pytest.mark.usefixtures("today", "calendrier")
def test_each_entry_is_in_one_list_only():
    listes = [
        RendezVous.objects.upcoming(),
        RendezVous.objects.past(),
        RendezVous.objects.recurring(),
    ]

    assert sorted(r.nom for liste in listes for r in liste) == sorted(RENDEZ_VOUS)


@pytest.mark.usefixtures("today", "calendrier")
def test_for_list_puts_the_yearly_meetings_last():
    assert [r.nom for r in RendezVous.objects.for_list()] == [
        "an prochain",
        "an prochain, sans dates",
        "demain",
        "aujourd’hui",
        "hier",
        "finit aujourd’hui",
        "a fini hier",
        "cette année, sans dates",
        "an dernier, sans dates",
        "chaque année",
    ]


def test_upcoming_and_past_answer_for_another_day():
    make_rendezvous(annee=2024, date_debut=date(2024, 2, 9), date_fin=date(2024, 2, 11))

    assert RendezVous.objects.upcoming(on=date(2024, 2, 11)).exists()
    assert not RendezVous.objects.past(on=date(2024, 2, 11)).exists()
    assert RendezVous.objects.past(on=date(2024, 2, 12)).exists()


def test_editions_are_listed_latest_first():
    for annee in (2021, 2024, 2019):
        make_journees(annee)

    assert [j.annee for j in Journees.objects.for_list()] == [2024, 2021, 2019]


def test_citations_are_listed_by_year_then_name():
    make_citation("A", annee=2021, personne=make_personne("Zoé"))
    make_citation("B", annee=2023, personne=make_personne("Zoé"))
    make_citation("C", annee=2023, personne=make_personne("Ada"))

    assert [c.texte for c in Citation.objects.for_list()] == ["C", "B", "A"]


def test_interventions_of_an_event_are_those_of_its_seances_too():
    journees, rendez_vous = make_journees(), make_rendezvous()
    sans_seance = make_intervention(journees=journees, ordre=2)
    en_seance = make_intervention(seance=make_seance(journees), ordre=1)
    ailleurs = make_intervention(seance=make_seance(rendez_vous=rendez_vous))
    make_intervention(journees=make_journees(2023))

    assert list(Intervention.objects.of(journees)) == [en_seance, sans_seance]
    assert list(Intervention.objects.of(rendez_vous)) == [ailleurs]


def test_seances_of_an_event_are_its_own():
    journees, rendez_vous = make_journees(), make_rendezvous()
    la, ailleurs = make_seance(journees), make_seance(rendez_vous=rendez_vous)

    assert list(Seance.objects.of(journees)) == [la]
    assert list(Seance.objects.of(rendez_vous)) == [ailleurs]


LA_FIN = "La fin suit le début."
L_ANNEE = "L’année est celle de la date de début."
REFUS = [
    (
        Journees,
        {"annee": 2024, "date_debut": date(2024, 2, 9), "date_fin": date(2024, 2, 8)},
        LA_FIN,
    ),
    (Journees, {"annee": 2024, "date_fin": date(2024, 2, 8)}, LA_FIN),
    (Journees, {"annee": 2023, "date_debut": date(2024, 2, 9)}, L_ANNEE),
    (
        RendezVous,
        {"annee": 2024, "date_debut": date(2024, 2, 9), "date_fin": date(2024, 2, 8)},
        LA_FIN,
    ),
    (RendezVous, {"annee": 2024, "date_fin": date(2024, 2, 8)}, LA_FIN),
    (RendezVous, {"annee": 2023, "date_debut": date(2024, 2, 9)}, L_ANNEE),
    (RendezVous, {"annee": None, "date_debut": date(2024, 2, 9)}, L_ANNEE),
]


@pytest.mark.parametrize(("model", "champs", "message"), REFUS)
def test_events_refuse_impossible_dates(model, champs, message):
    objet = model(slug="impossible", **champs)

    with pytest.raises(ValidationError) as refus:
        objet.full_clean(exclude=["nom"])
    assert message in refus.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"heure_debut": time(14), "heure_fin": time(14)}, LA_FIN),
        ({"heure_fin": time(14)}, LA_FIN),
        (
            {"journees": None},
            "Une séance appartient à une édition des Journées ou à un rendez-vous, pas aux deux.",
        ),
        (
            {"rendez_vous": "oui"},
            "Une séance appartient à une édition des Journées ou à un rendez-vous, pas aux deux.",
        ),
    ],
)
def test_seances_refuse_what_cannot_be(champs, message):
    champs = {"journees": make_journees(), **champs}
    if champs.get("rendez_vous"):
        champs["rendez_vous"] = make_rendezvous()
    seance = Seance(type=Seance.Type.ATELIER, **champs)

    with pytest.raises(ValidationError) as refus:
        seance.full_clean()
    assert message in refus.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        seance.save()


@pytest.mark.parametrize("lieux", [[], ["seance", "journees"], ["journees", "rendez_vous"]])
def test_interventions_happen_in_one_place(lieux):
    endroits = {
        "journees": make_journees(),
        "rendez_vous": make_rendezvous(),
        "seance": make_seance(make_journees(2023)),
    }
    intervention = Intervention(
        personne=make_personne(), **{lieu: endroits[lieu] for lieu in lieux}
    )

    with pytest.raises(ValidationError) as refus:
        intervention.full_clean()
    assert refus.value.messages == [
        "Une intervention a lieu dans une séance, ou dans un événement sans séance connue."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        intervention.save()


def test_a_year_has_one_edition_and_a_person_one_row():
    make_journees(2024)
    make_personne("Ada Lovelace")

    with pytest.raises(ValidationError, match="Une édition existe déjà cette année-là"):
        Journees(annee=2024, slug="autre").full_clean()
    with pytest.raises(ValidationError, match="Cette personne est déjà enregistrée"):
        Personne(nom="Ada Lovelace").full_clean()


@pytest.mark.parametrize(
    ("champs", "accroche", "etiquettes"),
    [
        ({"theme": ""}, "", ["Lieu non communiqué"]),
        (
            {"theme": "Le soin", "sous_titre": "Ensemble"},
            "Le soin – Ensemble",
            ["Lieu non communiqué"],
        ),
        (
            {"theme": "", "sous_titre": "Six solutions"},
            "Six solutions",
            ["Lieu non communiqué"],
        ),
        (
            {"theme": "Le soin", "numero": 1, "ville": "Cenon", "format": Format.PRESENTIEL},
            "Le soin",
            ["1re édition", "Cenon", "En présence"],
        ),
        (
            {"theme": "Le soin", "numero": 3, "format": Format.EN_LIGNE},
            "Le soin",
            ["3e édition", "En ligne"],
        ),
    ],
)
def test_card_of_an_edition_says_only_what_is_known(champs, accroche, etiquettes):
    journees = make_journees(2019, **champs)

    assert journees.accroche == accroche
    assert journees.etiquettes == etiquettes
    assert journees.sans_dates == "2019, dates non connues"


@pytest.mark.parametrize(
    ("champs", "sans_dates", "accroche", "etiquettes"),
    [
        ({}, "Chaque année", "", []),
        ({"annee": 2022}, "2022, dates non connues", "", []),
        (
            {"annee": 2020, "numero": 3, "ville": "Paris", "titre_edition": "Les lieux"},
            "2020, dates non connues",
            "Les lieux",
            ["3e édition", "Paris"],
        ),
        (
            {"participation": "un atelier", "coorganise": True},
            "Chaque année",
            "un atelier",
            ["Coorganisé"],
        ),
    ],
)
def test_card_of_a_rendezvous_says_only_what_is_known(champs, sans_dates, accroche, etiquettes):
    rendez_vous = make_rendezvous(**champs)

    assert rendez_vous.sans_dates == sans_dates
    assert rendez_vous.accroche == accroche
    assert rendez_vous.etiquettes == etiquettes


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (None, None, None),
        (date(2024, 2, 9), None, date(2024, 2, 9)),
        (date(2024, 2, 9), date(2024, 2, 9), date(2024, 2, 9)),
        (date(2024, 2, 9), date(2024, 2, 10), None),
    ],
)
def test_jour_unique_is_the_day_of_an_event_of_one_day(debut, fin, attendu):
    assert Journees(date_debut=debut, date_fin=fin).jour_unique == attendu
    assert RendezVous(date_debut=debut, date_fin=fin).jour_unique == attendu


@pytest.mark.parametrize(
    ("objet", "attendu"),
    [
        (Journees(annee=2024), "Journées 2024"),
        (RendezVous(nom="Festival VYV"), "Festival VYV"),
        (RendezVous(nom="Festival VYV", annee=2024), "Festival VYV 2024"),
        (Seance(type="atelier"), "Atelier"),
        (Seance(type="atelier", titre="Le logement"), "Le logement"),
        (Intervention(personne=Personne(nom="Ada"), role="Philosophe"), "Ada, Philosophe"),
        (Intervention(personne=Personne(nom="Ada")), "Ada"),
        (Citation(personne=Personne(nom="Ada"), annee=2022), "Ada, 2022"),
    ],
)
def test_rows_name_themselves(objet, attendu):
    assert str(objet) == attendu


def test_a_citation_lives_at_its_anchor_among_the_echoes():
    citation = make_citation(slug="duflot-2020")

    assert citation.get_absolute_url() == "/journees/citations/#citation-duflot-2020"


def test_lists_of_words_are_one_per_line_without_blanks():
    journees = Journees(questions="Un ?\n\n  Deux ? \n", partenaires="\nGironde\n")

    assert journees.liste_questions == ["Un ?", "Deux ?"]
    assert journees.liste_partenaires == ["Gironde"]
    assert RendezVous(organisateurs="CESE\n\nLibération").liste_organisateurs == [
        "CESE",
        "Libération",
    ]
