"""« Toujours d’actualité ? »: asked once a year, reminded once, never a withdrawal."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from courrier.models import Courriel
from espace import relais, verifications
from espace.models import Verification
from fabrique.models import Initiative
from territoires.models import Agent
from tests.espace.entre_territoires import NIEVRE, demander, lettres, lien_de
from tests.factories import (
    ETATS_CACHES,
    make_agent,
    make_initiative,
    make_territoire,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
PUBLIEE = datetime(2024, 2, 1, 10, 0, tzinfo=PARIS)


def _le(jour, heure=8):
    """An instant in Paris."""
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)


@pytest.fixture
def gironde():
    """Gironde, for which Camille acts."""
    gironde = make_territoire()
    make_agent("camille@gironde.example", gironde)
    return gironde


@pytest.fixture
def question(gironde, today):
    """The question about « Caisse », online since 2024 and never confirmed, as the job asked it."""
    make_initiative("Caisse", territoire=gironde, presentation="<p>Des foyers cotisent.</p>")
    demander()
    return Verification.objects.get()


# Asking


def test_a_sheet_to_confirm_is_asked_about_to_each_agent(gironde, today):
    make_agent("alix@gironde.example", gironde)
    make_agent("partie@gironde.example", gironde, date_fin=today.date())
    caisse = make_initiative("Caisse", territoire=gironde)

    assert demander() == "Question posée sur 1 fiche, rappelée sur 0."

    verification = Verification.objects.get()
    assert (verification.initiative, verification.reponse) == (caisse, "")
    sujet = "«\u00a0Caisse\u00a0»\u00a0: toujours d’actualité\u00a0?"
    assert lettres() == [("alix@gironde.example", sujet), ("camille@gironde.example", sujet)]
    lettre = Courriel.objects.first()
    assert lettre.secret
    assert f"http://127.0.0.1:8000{lien_de(verification)}" in lettre.texte
    assert "Gironde (33) ne l’a jamais confirmée" in lettre.texte


def test_the_job_run_again_asks_nothing_more(gironde, today):
    make_initiative("Caisse", territoire=gironde)

    assert demander()
    assert demander() == ""
    assert demander(today + timedelta(days=1)) == ""
    assert len(lettres()) == Verification.objects.count() == 1


@pytest.mark.parametrize(
    ("champs", "aujourd_hui", "demandee"),
    [
        ({"date_confirmation": date(2025, 3, 10)}, date(2026, 3, 10), False),
        ({"date_confirmation": date(2025, 3, 10)}, date(2026, 3, 11), True),
        ({"date_confirmation": date(2024, 2, 29)}, date(2025, 2, 28), False),
        ({"date_confirmation": date(2024, 2, 29)}, date(2025, 3, 1), True),
        ({"date_confirmation": date(2027, 2, 28)}, date(2028, 2, 28), False),
        ({"date_confirmation": date(2027, 2, 28)}, date(2028, 2, 29), True),
        # Confirmed lately, whatever the day it went online.
        ({"date_confirmation": date(2026, 3, 1)}, date(2026, 3, 10), False),
        # Never confirmed: the day it went online, in Paris, where it was the 11th already.
        (
            {"published_at": datetime(2025, 3, 11, 0, 30, tzinfo=PARIS)},
            date(2026, 3, 11),
            False,
        ),
        ({"published_at": datetime(2025, 3, 11, 0, 30, tzinfo=PARIS)}, date(2026, 3, 12), True),
    ],
)
def test_the_question_comes_the_day_after_a_whole_year(gironde, champs, aujourd_hui, demandee):
    make_initiative("Caisse", territoire=gironde, **{"published_at": PUBLIEE, **champs})

    # Early in Paris, still the day before in universal time.
    with time_machine.travel(_le(aujourd_hui, heure=0), tick=False):
        demander()

    assert Verification.objects.exists() is demandee


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_not_asked_about(gironde, today, etat):
    make_initiative("Cachée", territoire=gironde, **ETATS_CACHES[etat])
    make_initiative("En ligne", territoire=gironde)

    demander()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["En ligne"]


def test_a_territory_without_agent_is_not_asked(gironde, today):
    make_initiative("Orpheline", territoire=make_territoire(*NIEVRE))
    make_initiative("Caisse", territoire=gironde)

    demander()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["Caisse"]


def test_a_job_killed_between_two_sheets_goes_on_where_it_stopped(gironde, today):
    make_initiative("Première", territoire=gironde, date_confirmation=date(2024, 1, 1))
    make_initiative("Seconde", territoire=gironde, date_confirmation=date(2024, 1, 2))

    tuee = verifications.demander(timezone.now())
    next(tuee)
    tuee.close()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["Première"]
    assert len(lettres()) == 1
    assert demander() == "Question posée sur 1 fiche, rappelée sur 0."
    assert len(lettres()) == 2


def test_fifty_sheets_are_asked_about_one_by_one(gironde, today):
    for rang in range(50):
        make_initiative(f"Fiche {rang}", territoire=gironde)

    assert demander() == "Question posée sur 50 fiches, rappelée sur 0."
    assert len(set(lettres())) == Verification.objects.count() == 50


def test_a_sheet_confirmed_meanwhile_is_not_asked_about(gironde, today):
    premiere = make_initiative(
        "Première", territoire=gironde, date_confirmation=date(2024, 1, 1)
    )
    seconde = make_initiative("Seconde", territoire=gironde, date_confirmation=date(2024, 1, 2))

    en_cours = verifications.demander(timezone.now())
    assert next(en_cours) == premiere
    Initiative.objects.filter(pk=seconde.pk).update(date_confirmation=today.date())

    assert list(en_cours) == []


# Reminding


def test_without_answer_one_reminder_leaves_after_thirty_days(question, today):
    assert demander(today + timedelta(days=29)) == ""
    assert demander(today + timedelta(days=30)) == "Question posée sur 0 fiche, rappelée sur 1."
    for jour in (30, 31, 60, 90, 364):
        assert demander(today + timedelta(days=jour)) == ""

    assert [sujet for _, sujet in lettres()] == [
        "«\u00a0Caisse\u00a0»\u00a0: toujours d’actualité\u00a0?",
        "Rappel\u00a0: «\u00a0Caisse\u00a0», toujours d’actualité\u00a0?",
    ]
    # Silence never takes anything offline.
    initiative = Initiative.objects.get()
    assert (initiative.is_published, initiative.date_confirmation) == (True, None)


def test_the_summer_hour_moves_no_day(gironde):
    make_initiative("Caisse", territoire=gironde)
    with time_machine.travel(_le(date(2026, 3, 20), heure=0), tick=False):
        demander()

    assert demander(_le(date(2026, 4, 18), heure=23)) == ""
    assert demander(_le(date(2026, 4, 19), heure=0)) == (
        "Question posée sur 0 fiche, rappelée sur 1."
    )


@pytest.mark.parametrize(
    "depuis",
    ["answered", "confirmed by the coordination", "withdrawn", "nobody left"],
)
def test_no_reminder_when_there_is_nothing_left_to_ask(question, today, depuis):
    initiative = question.initiative
    match depuis:
        case "answered":
            verifications.repondre(question, "modifier")
        case "confirmed by the coordination":
            Initiative.objects.update(date_confirmation=today.date())
        case "withdrawn":
            initiative.retire("Le temps d’une correction.")
        case "nobody left":
            Agent.objects.update(date_fin=today.date())

    assert demander(today + timedelta(days=30)) == ""


def test_the_next_year_the_question_is_asked_anew(question, today):
    demander(today + timedelta(days=30))

    with time_machine.travel(today + timedelta(days=366), tick=False):
        assert demander() == "Question posée sur 1 fiche, rappelée sur 0."
        assert demander() == ""

    # The same row: the first link still leads to the open question.
    verification = Verification.objects.get()
    assert (verification.pk, verification.relancee_at) == (question.pk, None)
    assert len(lettres()) == 3


@pytest.mark.parametrize("reponse", ["modifier", "arretee"])
def test_an_answer_that_confirms_nothing_waits_a_year_too(question, today, reponse):
    verifications.repondre(question, reponse, precision="Fin du financement.")

    assert demander(today + timedelta(days=200)) == ""
    with time_machine.travel(today + timedelta(days=366), tick=False):
        assert demander() == "Question posée sur 1 fiche, rappelée sur 0."
    assert Verification.objects.count() == 2


# The back office


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_admin_lists_the_questions_with_the_same_queries(
    coordinatrice, gironde, today, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        make_initiative(f"Fiche {rang}", territoire=gironde)
    demander()

    with django_assert_max_num_queries(14):
        page = coordinatrice.get("/admin/espace/verification/").content.decode()

    assert len(re.findall(r"Fiche \d", page)) == nombre
    assert coordinatrice.get("/admin/espace/verification/add/").status_code == 403


def test_the_link_in_the_mail_is_the_portals():
    assert relais.lien("espace:actualite", "1.x") == "http://127.0.0.1:8000/actualite/1.x/"
