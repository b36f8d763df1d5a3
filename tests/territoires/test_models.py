"""What the geography and the memberships refuse, with their words, and how they are said."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from territoires.models import Adhesion, Agent, Territoire
from tests.factories import (
    ETATS_CACHES,
    make_adhesion,
    make_initiative,
    make_territoire,
    make_user,
)

pytestmark = pytest.mark.django_db


def _refuse(objet, message):
    """`objet` is refused by the form, with `message`, and by the database."""
    with pytest.raises(ValidationError) as erreur:
        objet.validate_constraints()
    assert message in " ".join(erreur.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"code": "33", "slug": "autre"}, "Ce code officiel existe déjà."),
        ({"code": "34", "slug": "gironde"}, "Cette adresse est déjà prise."),
    ],
)
def test_a_territory_is_one_of_its_nature(champs, message):
    make_territoire("33", "Gironde")

    _refuse(Territoire(nature="departement", nom="Gironde", **champs), message)


def test_two_natures_may_share_a_code_and_a_name():
    departement = make_territoire("974", "La Réunion")
    region = make_territoire("974", "La Réunion", Territoire.Nature.REGION)

    assert departement.get_absolute_url() == "/territoires/departement/la-reunion/"
    assert region.get_absolute_url() == "/territoires/region/la-reunion/"


@pytest.mark.parametrize(
    ("nature", "code", "attendu"),
    [
        ("departement", "33", "Gironde (33)"),
        ("commune", "33063", "Gironde (33063)"),
        ("region", "75", "Gironde"),
        ("epci", "243300316", "Gironde"),
    ],
)
def test_a_territory_is_said_with_the_number_that_people_know(nature, code, attendu):
    assert str(Territoire(nature=nature, code=code, nom="Gironde")) == attendu


def test_a_membership_ends_after_it_begins():
    adhesion = Adhesion(
        territoire=make_territoire(), date_debut=date(2022, 1, 1), date_fin=date(2021, 1, 1)
    )

    _refuse(adhesion, "L’adhésion se termine après avoir commencé.")


@pytest.mark.parametrize(
    ("debut", "message"),
    [
        (None, "Ce territoire a déjà une adhésion sans date de début."),
        (date(2020, 1, 1), "Cette adhésion existe déjà."),
    ],
)
def test_a_membership_is_recorded_once(debut, message):
    make_adhesion(date_debut=debut)

    _refuse(Adhesion(territoire=make_territoire(), date_debut=debut), message)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, "membre"),
        ({"annee_attestee": 2021}, "membre, cité en 2021"),
        ({"role": "initiateur", "annee_attestee": 2021}, "initiateur, cité en 2021"),
        ({"date_debut": date(2019, 3, 1), "annee_attestee": 2021}, "membre depuis 2019"),
        ({"date_fin": date(2022, 3, 1)}, "membre jusqu’en 2022"),
        (
            {"date_debut": date(2019, 3, 1), "date_fin": date(2022, 3, 1)},
            "membre de 2019 à 2022",
        ),
    ],
)
def test_a_membership_says_no_more_than_is_known(champs, attendu):
    assert Adhesion(**champs).en_clair == attendu


@pytest.mark.parametrize(
    ("champs", "membre"),
    [
        ({}, True),
        ({"date_debut": date(2026, 3, 10)}, True),
        ({"date_debut": date(2026, 3, 11)}, False),
        ({"date_fin": date(2026, 3, 10)}, True),
        ({"date_fin": date(2026, 3, 9)}, False),
    ],
)
def test_members_are_those_of_today(today, champs, membre):
    gironde = make_territoire()
    make_adhesion(gironde, **champs)
    make_territoire("40", "Landes")

    assert list(Territoire.objects.members()) == [gironde] * membre


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_initiatives_are_counted_when_they_are_online(etat):
    gironde = make_territoire()
    for rang in range(2):
        make_initiative(f"Visible {rang}", territoire=gironde)
    make_initiative("Cachée", territoire=gironde, **ETATS_CACHES[etat])
    make_initiative("Associée", territoire=make_territoire("40", "Landes"))

    compte = Territoire.objects.with_initiatives().order_by("code")

    assert [(t.nom, t.nombre_initiatives) for t in compte] == [("Gironde", 2), ("Landes", 1)]


def test_the_active_ones_are_members_or_have_a_public_initiative():
    make_adhesion(make_territoire("01", "Ain"))
    make_adhesion(make_territoire("02", "Aisne"), date_fin=date(2022, 1, 1))
    for rang in range(2):
        make_initiative(f"Visible {rang}", territoire=make_territoire("33", "Gironde"))
    make_initiative(
        "Cachée", territoire=make_territoire("40", "Landes"), **ETATS_CACHES["brouillon"]
    )

    assert [t.nom for t in Territoire.objects.active().order_by("code")] == ["Ain", "Gironde"]


def test_the_map_has_the_departements_in_force_and_every_member():
    make_territoire("33", "Gironde")
    make_territoire("20", "Corse", date_fin=date(1976, 1, 1))
    make_territoire("75", "Nouvelle-Aquitaine", Territoire.Nature.REGION)
    make_adhesion(make_territoire("200046977", "Métropole de Lyon", Territoire.Nature.EPCI))

    assert [t.nom for t in Territoire.objects.for_map()] == ["Métropole de Lyon", "Gironde"]


def test_an_agent_acts_once_for_a_territory():
    agent = Agent.objects.create(user=make_user(), territoire=make_territoire())

    _refuse(
        Agent(user=agent.user, territoire=agent.territoire),
        "Cette personne agit déjà pour ce territoire.",
    )


def test_an_agent_leaves_after_arriving():
    agent = Agent(
        user=make_user(),
        territoire=make_territoire(),
        date_debut=date(2024, 1, 2),
        date_fin=date(2024, 1, 1),
    )

    _refuse(agent, "La fin suit le début.")
