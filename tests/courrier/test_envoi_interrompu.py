"""Workers as real processes, killed in the middle of a mail or started together: each mail once."""

import signal
import time
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from courrier.expedition import envoyer
from courrier.models import Courriel, Tache
from courrier.poste import reveiller
from tests.courriels import courriels, make_courriel
from tests.courrier.processus import attendre, travailleur

pytestmark = pytest.mark.django_db(transaction=True)

Etat = Courriel.Etat


@pytest.fixture(autouse=True)
def _sans_la_tache_d_essai():
    Tache.objects.create(
        nom="essai", libelle="-", periode_minutes=1, prochain_at="2999-01-01T00:00:00Z"
    )


def _tuer_pendant(serveur, consigne, etape, destinataire):
    """Kill -9 a worker while the server keeps it waiting; returns the mail as it was left."""
    serveur.consigne(consigne)
    with travailleur(EMAIL_URL=serveur.url(), EXPEDITEUR="portail@example.org") as processus:
        serveur.attendre(f"{etape} {destinataire}")
        processus.send_signal(signal.SIGKILL)
        assert processus.wait(timeout=30) == -signal.SIGKILL
    serveur.consigne("accepter")
    return Courriel.objects.get(destinataire=destinataire)


def _bien_plus_tard(courriel):
    """What another worker does once the dead one is given up."""
    with time_machine.travel(courriel.pris_at + Tache.DELAI, tick=False):
        return envoyer(timezone.now())


def test_worker_killed_before_the_words_were_given_is_relieved(serveur):
    make_courriel("Premier", destinataire="avant@example.org")
    make_courriel("Deuxième")

    interrompu = _tuer_pendant(serveur, "attendre-adresse", "ADRESSE", "avant@example.org")

    assert interrompu.etat == Etat.PRIS
    assert envoyer(timezone.now()) == "Courriels : 1 envoyé."
    assert _bien_plus_tard(interrompu) == "Courriels : 1 envoyé."
    assert sorted(serveur.objets()) == ["Deuxième", "Premier"]
    assert {courriel.etat for courriel in courriels()} == {Etat.ENVOYE}


def test_worker_killed_once_the_words_were_given_leaves_a_doubt(serveur):
    make_courriel("Premier", destinataire="apres@example.org")
    make_courriel("Deuxième")

    interrompu = _tuer_pendant(serveur, "attendre-mots", "MOTS", "apres@example.org")

    assert interrompu.etat == Etat.REMIS
    assert _bien_plus_tard(interrompu) == "Courriels : 1 envoyé, 1 peut-être envoyé."
    assert serveur.objets() == ["Premier", "Deuxième"]
    assert [(c.sujet, c.etat) for c in courriels()] == [
        ("Premier", Etat.INCERTAIN),
        ("Deuxième", Etat.ENVOYE),
    ]


def test_two_workers_started_together_send_each_mail_once(serveur):
    sujets = [f"Lettre {rang}" for rang in range(6)]
    for sujet in sujets:
        make_courriel(sujet)
    reglages = {"EMAIL_URL": serveur.url(), "EXPEDITEUR": "portail@example.org"}

    with (
        travailleur("--une-fois", **reglages) as premier,
        travailleur("--une-fois", **reglages) as second,
    ):
        sorties = [processus.communicate(timeout=60)[0] for processus in (premier, second)]

    assert "".join(sorties).count("Courriels : 6 envoyés.") == 1
    assert serveur.objets() == sujets


def test_two_jobs_at_the_same_time_never_take_the_same_mail(serveur):
    sujets = [f"Lettre {rang}" for rang in range(12)]
    for sujet in sujets:
        make_courriel(sujet)
    depart, bilans = Barrier(2), []

    def travailler():
        depart.wait()
        try:
            bilans.append(envoyer(timezone.now()))
        finally:
            connection.close()

    fils = [Thread(target=travailler) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert len(bilans) == 2
    assert sorted(serveur.objets()) == sorted(sujets)
    assert {courriel.etat for courriel in courriels()} == {Etat.ENVOYE}


def test_mail_posted_while_the_worker_rests_leaves_within_seconds(serveur):
    with travailleur(EMAIL_URL=serveur.url(), EXPEDITEUR="portail@example.org") as processus:
        make_courriel("Premier")
        reveiller()
        attendre(processus, "Courriels : 1 envoyé.")
        depart = time.monotonic()
        make_courriel("Code", destinataire="code@example.org")
        reveiller()
        serveur.attendre("MOTS code@example.org")
        ecoule = time.monotonic() - depart

    # By itself the job comes back after a minute.
    assert ecoule < 30
