"""The worker as the system runs it: real processes, real signals, the database of the tests."""

import signal
import time

import pytest
import time_machine
from django.core.management import CommandError, call_command

from courrier.models import Tache
from courrier.taches import REGISTRE, Passage, executer_dues, tache
from tests.courrier.processus import EN_MARCHE, attendre, travailleur
from tests.courrier.reglages import COMMENCEE, FINIE

pytestmark = pytest.mark.django_db(transaction=True)


def _ne_rien_devoir():
    """No job of the portal is due: only the job of the test is."""
    Tache.objects.bulk_create(
        Tache(
            nom=definition.nom,
            libelle=definition.libelle,
            periode_minutes=definition.minutes,
            prochain_at="2999-01-01T00:00:00Z",
        )
        for definition in REGISTRE.values()
    )


def test_worker_runs_what_is_due_and_says_so():
    with travailleur() as processus:
        attendre(processus, COMMENCEE)
        processus.stdin.write("\n")
        processus.stdin.flush()
        ligne = attendre(processus, FINIE)

    assert ligne.partition(" Attendre")[2] == f" une ligne : {FINIE}\n"
    assert Tache.objects.get(nom="essai").bilan == FINIE


def test_worker_killed_in_the_middle_of_a_job_loses_nothing(registre):
    with travailleur() as processus:
        attendre(processus, COMMENCEE)
        processus.send_signal(signal.SIGKILL)
        assert processus.wait(timeout=30) == -signal.SIGKILL
    interrompue = Tache.objects.get(nom="essai")
    assert interrompue.statut == Tache.Statut.EN_COURS

    @tache("essai", "Attendre une ligne")
    def reprendre(maintenant):
        return "Reprise."

    with time_machine.travel(interrompue.prochain_at, tick=False) as horloge:
        horloge.move_to(interrompue.dernier_debut_at)
        assert list(executer_dues()) == []
        horloge.move_to(interrompue.prochain_at)
        assert list(executer_dues()) == [Passage("Attendre une ligne", True, "Reprise.")]

    assert interrompue.prochain_at - interrompue.dernier_debut_at == Tache.DELAI
    assert Tache.objects.get(nom="essai").statut == Tache.Statut.OK


def test_two_workers_started_together_run_a_job_once():
    _ne_rien_devoir()

    with travailleur("--une-fois") as premier, travailleur("--une-fois") as second:
        sorties = [
            processus.communicate("\n", timeout=60)[0] for processus in (premier, second)
        ]

    assert "".join(sorties).count(COMMENCEE) == 1
    assert [premier.returncode, second.returncode] == [0, 0]


@pytest.mark.parametrize("numero", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_an_idle_worker_at_once(numero):
    _ne_rien_devoir()

    with travailleur(ESSAI_PAUSE="60") as processus:
        attendre(processus, COMMENCEE)
        processus.stdin.write("\n")
        processus.stdin.flush()
        attendre(processus, FINIE)
        depart = time.monotonic()
        processus.send_signal(numero)
        attendre(processus, "Travail automatique : arrêté.")
        code = processus.wait(timeout=60)

    assert code == 0
    # Far less than the minute between two rounds, on a machine busy elsewhere.
    assert time.monotonic() - depart < 8


def test_signal_lets_the_job_under_way_end():
    _ne_rien_devoir()

    with travailleur() as processus:
        attendre(processus, COMMENCEE)
        processus.send_signal(signal.SIGTERM)
        processus.stdin.write("\n")
        processus.stdin.flush()
        attendre(processus, FINIE)
        code = processus.wait(timeout=60)

    assert code == 0
    assert Tache.objects.get(nom="essai").bilan == FINIE


def test_worker_ends_with_the_program_that_holds_its_input():
    Tache.objects.create(
        nom="essai", libelle="-", periode_minutes=1, prochain_at="2999-01-01T00:00:00Z"
    )

    with travailleur("--jusqu-a-fermeture") as processus:
        attendre(processus, EN_MARCHE)
        processus.stdin.close()
        attendre(processus, "Travail automatique : arrêté.")
        code = processus.wait(timeout=60)

    assert code == 0


def test_worker_waits_for_a_database_that_is_away(tmp_path):
    with travailleur(adresse=f"sqlite:///{tmp_path}/absent/base.sqlite3") as processus:
        ligne = attendre(processus, "j’attends")
        processus.send_signal(signal.SIGTERM)
        code = processus.wait(timeout=60)

    assert "La base de données ne répond pas, j’attends : unable to open" in ligne
    assert code == 0


@pytest.mark.parametrize(
    ("reponse", "code", "fin"),
    [
        ("\n", 0, f"Attendre une ligne : {FINIE}\n"),
        ("échouer\n", 1, "CommandError: En échec : Attendre une ligne.\n"),
    ],
)
def test_once_for_cron_exits_with_a_code(reponse, code, fin):
    _ne_rien_devoir()

    with travailleur("--une-fois") as processus:
        sortie = processus.communicate(reponse, timeout=60)[0]

    assert processus.returncode == code
    assert sortie.endswith(fin)


def test_once_says_what_failed(registre, capsys, caplog):
    @tache("a", "Faire")
    def echouer(maintenant):
        raise ValueError("pas possible")

    with pytest.raises(CommandError, match=r"En échec : Faire\."):
        call_command("travailleur", une_fois=True)

    assert capsys.readouterr().out.endswith(
        " Faire : ÉCHEC. La tâche s’est arrêtée sur une erreur : pas possible\n"
    )


def test_once_without_a_database_says_so(tmp_path):
    adresse = f"sqlite:///{tmp_path}/absent/base.sqlite3"

    with travailleur("--une-fois", adresse=adresse) as processus:
        sortie = processus.communicate(timeout=60)[0]

    assert processus.returncode == 1
    assert "CommandError: La base de données ne répond pas : unable to open" in sortie
