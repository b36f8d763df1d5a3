"""Jobs that are due run, once, in order; a failure is kept, tried again and stops nothing else."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courrier.models import Tache
from courrier.taches import Passage, attente, etat, executer_dues, tache

pytestmark = pytest.mark.django_db

MIDI = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    """The clock stopped at noon; `.shift(timedelta)` moves it."""
    with time_machine.travel(MIDI, tick=False) as horloge:
        yield horloge


def _declarer(nom, phrase="", faits=None, **options):
    """A job that notes its name in `faits`, then returns `phrase`, or raises it."""

    @tache(nom, nom.capitalize(), **options)
    def faire(maintenant):
        if faits is not None:
            faits.append(nom)
        if isinstance(phrase, Exception):
            raise phrase
        return phrase


def test_job_runs_when_it_is_due_and_not_before(registre, clock):
    faits = []
    _declarer("compter", "1 chose faite.", faits, minutes=10)

    assert list(executer_dues()) == [Passage("Compter", True, "1 chose faite.")]
    clock.shift(10 * MINUTE - timedelta(seconds=1))
    assert list(executer_dues()) == []
    clock.shift(timedelta(seconds=1))
    assert list(executer_dues()) == [Passage("Compter", True, "1 chose faite.")]

    assert faits == ["compter", "compter"]


def test_job_that_has_never_run_gets_a_row_of_its_own(registre, clock):
    _declarer("compter", "", minutes=10)

    list(executer_dues())

    ligne = Tache.objects.get()
    assert (ligne.nom, ligne.libelle, ligne.periode_minutes) == ("compter", "Compter", 10)
    assert (ligne.dernier_debut_at, ligne.fini_at, ligne.dernier_succes_at) == (
        MIDI,
        MIDI,
        MIDI,
    )
    assert (ligne.prochain_at, ligne.duree_ms) == (MIDI + 10 * MINUTE, 0)
    assert (ligne.bilan, ligne.erreur, ligne.echecs) == ("", "", 0)


def test_row_follows_the_code_when_wording_and_period_change(registre, clock):
    _declarer("compter", minutes=10)
    list(executer_dues())
    registre.clear()
    _declarer("compter", minutes=2)
    Tache.objects.update(libelle="Ancien nom")

    list(executer_dues())

    assert Tache.objects.values_list("libelle", "periode_minutes").get() == ("Compter", 2)


def test_job_gone_from_the_code_is_left_alone(registre, clock):
    faits = []
    _declarer("compter", "", faits)
    list(executer_dues())
    registre.clear()
    clock.shift(timedelta(days=1))

    assert list(executer_dues()) == []
    assert faits == ["compter"]


def test_the_one_that_waits_longest_runs_first(registre, clock):
    faits = []
    for nom, retard in (("b", 1), ("a", 1), ("c", 3)):
        _declarer(nom, "", faits)
        Tache.objects.create(
            nom=nom, libelle=nom, periode_minutes=1, prochain_at=MIDI - retard * MINUTE
        )

    list(executer_dues())

    assert faits == ["c", "a", "b"]


def test_two_jobs_cannot_share_a_name(registre):
    _declarer("compter")

    with pytest.raises(ValueError, match="Two jobs are called 'compter'"):
        _declarer("compter")


def test_last_useful_sentence_stays_when_a_run_has_nothing_to_do(registre, clock):
    _declarer("compter", "1 chose faite.")
    list(executer_dues())
    registre.clear()
    _declarer("compter", "")
    clock.shift(MINUTE)

    assert list(executer_dues()) == [Passage("Compter", True, "")]

    ligne = Tache.objects.get()
    assert (ligne.bilan, ligne.bilan_at) == ("1 chose faite.", MIDI)
    assert ligne.dernier_succes_at == MIDI + MINUTE


@pytest.mark.parametrize(
    ("exception", "phrase"),
    [
        (
            ValueError("le fichier manque"),
            "La tâche s’est arrêtée sur une erreur : le fichier manque",
        ),
        (KeyError(), "La tâche s’est arrêtée sur une erreur : KeyError"),
        (ValidationError(["Première raison.", "Seconde."]), "Première raison. Seconde."),
    ],
    ids=["words", "no-words", "validation"],
)
def test_failure_is_kept_in_french_and_the_others_go_on(
    registre, clock, caplog, exception, phrase
):
    faits = []
    _declarer("a", exception, faits)
    _declarer("b", "Fait.", faits)

    passages = list(executer_dues())

    assert passages == [Passage("A", False, phrase), Passage("B", True, "Fait.")]
    ligne = Tache.objects.get(nom="a")
    assert (ligne.erreur, ligne.erreur_at, ligne.echecs) == (phrase, MIDI, 1)
    assert (ligne.dernier_succes_at, ligne.prochain_at) == (None, MIDI + MINUTE)
    assert [(trace.message, trace.exc_info[1]) for trace in caplog.records] == [
        ("Job a failed", exception)
    ]


def test_same_failure_again_is_logged_once(registre, clock, caplog):
    _declarer("a", ValueError("non"))

    list(executer_dues())
    clock.shift(MINUTE)
    list(executer_dues())

    assert Tache.objects.get().echecs == 2
    assert len(caplog.records) == 1


def test_success_forgets_the_failures(registre, clock, caplog):
    _declarer("a", ValueError("non"))
    list(executer_dues())
    registre.clear()
    _declarer("a", "")
    clock.shift(MINUTE)

    list(executer_dues())

    ligne = Tache.objects.get()
    assert (ligne.erreur, ligne.echecs, ligne.statut) == ("", 0, Tache.Statut.OK)


@pytest.mark.parametrize(
    ("echecs", "limite", "minutes"),
    [
        (1, 60, 1),
        (2, 60, 2),
        (3, 60, 4),
        (6, 60, 32),
        (7, 60, 60),
        (10_000, 60, 60),
        (1, 1, 1),
        (5, 1, 1),
    ],
)
def test_retries_come_less_and_less_often(echecs, limite, minutes):
    assert attente(echecs, limite) == minutes * MINUTE


def test_failing_job_waits_twice_as_long_each_time(registre, clock, caplog):
    _declarer("a", ValueError("non"))
    attentes = []

    for _essai in range(4):
        list(executer_dues())
        prochain = Tache.objects.get().prochain_at
        attentes.append((prochain - timezone.now()) // MINUTE)
        clock.move_to(prochain)

    assert attentes == [1, 2, 4, 8]


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_run_a_job_once(registre):
    faits = []
    _declarer("compter", "Fait.", faits)
    Tache.objects.create(nom="compter", libelle="Compter", periode_minutes=1, prochain_at=MIDI)
    depart = Barrier(4)

    def travailler():
        connection.ensure_connection()
        depart.wait()
        list(executer_dues())
        connection.close()

    fils = [Thread(target=travailler) for _rang in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert faits == ["compter"]


def test_run_too_long_for_its_deadline_does_not_undo_its_successor(registre, clock, caplog):
    @tache("long", "Longue")
    def durer(maintenant):
        clock.shift(Tache.DELAI)
        Tache.objects.get().claim(maintenant + Tache.DELAI)  # another worker

    list(executer_dues())

    ligne = Tache.objects.get()
    assert (ligne.dernier_debut_at, ligne.fini_at) == (MIDI + Tache.DELAI, None)
    assert ligne.statut == Tache.Statut.EN_COURS
    assert [trace.message for trace in caplog.records] == [
        "Job long took more than 0:05:00: another worker has started it again"
    ]


def test_idle_worker_asks_one_question(registre, clock, django_assert_num_queries):
    _declarer("a", minutes=10)
    _declarer("b", minutes=10)
    list(executer_dues())

    with django_assert_num_queries(1):
        list(executer_dues())


def _ligne(nom, **champs):
    champs = {"prochain_at": MIDI, "libelle": nom.capitalize(), "periode_minutes": 1, **champs}
    return Tache.objects.create(nom=nom, **champs)


def test_state_before_the_first_run(registre, django_assert_num_queries):
    _declarer("a")

    with django_assert_num_queries(1):
        sante = etat(MIDI)

    assert sante.ok is False
    assert sante.phrase == (
        "Le travail automatique n’a jamais tourné : les modifications programmées attendent."
    )


@pytest.mark.parametrize(
    ("ecoule", "mots"),
    [
        (timedelta(seconds=59), "moins d’une minute"),
        (MINUTE, "1 minute"),
        (timedelta(seconds=299), "4 minutes"),
    ],
)
def test_state_when_all_is_well(registre, ecoule, mots):
    _declarer("a")
    _declarer("b")
    _ligne("a", dernier_debut_at=MIDI - ecoule)
    _ligne("b", dernier_debut_at=MIDI - timedelta(days=1), prochain_at=MIDI + MINUTE)

    sante = etat(MIDI)

    assert sante.ok is True
    assert sante.phrase == f"Dernier passage du travail automatique : il y a {mots}."


@pytest.mark.parametrize(
    ("ecoule", "mots"),
    [
        (timedelta(minutes=7), "7 minutes"),
        (timedelta(minutes=61), "1 heure"),
        (timedelta(hours=2), "2 heures"),
        (timedelta(hours=24), "1 jour"),
        (timedelta(days=40), "40 jours"),
    ],
)
def test_state_when_the_worker_has_stopped(registre, ecoule, mots):
    _declarer("a")
    _ligne("a", dernier_debut_at=MIDI - ecoule, prochain_at=MIDI - ecoule + MINUTE)

    sante = etat(MIDI)

    assert sante.ok is False
    assert sante.phrase == (
        f"Le travail automatique n’a pas tourné depuis {mots} : les modifications programmées "
        "attendent."
    )


def test_state_names_what_fails_while_the_rest_runs(registre, django_assert_num_queries):
    for nom in "abc":
        _declarer(nom)
    _ligne("a", dernier_debut_at=MIDI, echecs=3, erreur="Non.")
    _ligne("b", dernier_debut_at=MIDI)
    _ligne("c", dernier_debut_at=MIDI, echecs=1, erreur="Non plus.")

    with django_assert_num_queries(1):
        sante = etat(MIDI)

    assert sante.ok is False
    assert sante.phrase == (
        "Le travail automatique tourne, mais une partie n’aboutit pas : « A », « C »."
    )


def test_state_ignores_jobs_gone_from_the_code(registre):
    _declarer("a")
    _ligne("a", dernier_debut_at=MIDI)
    _ligne("partie", dernier_debut_at=MIDI - timedelta(days=9), prochain_at=MIDI - timedelta(9))

    assert etat(MIDI).ok is True


@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"echecs": 1, "erreur": ""}, "courrier_tache_echec_dit"),
        ({"echecs": 0, "erreur": "Non."}, "courrier_tache_echec_dit"),
        ({"periode_minutes": 0}, "courrier_tache_periode_positive"),
    ],
)
def test_row_that_contradicts_itself_is_refused(champs, contrainte):
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        _ligne("a", **champs)


@pytest.mark.parametrize(
    ("champs", "statut"),
    [
        ({}, "jamais"),
        ({"dernier_debut_at": MIDI}, "en_cours"),
        ({"dernier_debut_at": MIDI, "fini_at": MIDI - MINUTE}, "en_cours"),
        ({"dernier_debut_at": MIDI, "fini_at": MIDI}, "ok"),
        (
            {"dernier_debut_at": MIDI, "fini_at": MIDI, "echecs": 1, "erreur": "Non."},
            "en_echec",
        ),
    ],
)
def test_status_in_one_word(champs, statut):
    assert _ligne("a", **champs).statut == statut
