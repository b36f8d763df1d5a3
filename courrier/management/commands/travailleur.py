"""Run the periodic jobs: for ever, or once for cron."""

import os
import select
import signal
import sys
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections, reset_queries
from django.utils import timezone

from courrier import taches

# Seconds between two looks at what is due: one query, and somebody may be waiting for a code.
PAUSE = 3


class Command(BaseCommand):
    help = (
        "Fait le travail automatique du portail (modifications programmées…) à son heure, "
        "jusqu’à Ctrl-C ou SIGTERM. Plusieurs peuvent tourner : chaque tâche n’est faite qu’une fois."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--une-fois",
            action="store_true",
            help="fait ce qui est dû puis s’arrête, avec le code 1 si quelque chose a échoué",
        )
        parser.add_argument(
            "--jusqu-a-fermeture",
            action="store_true",
            help="s’arrête aussi quand son entrée standard se ferme, avec le programme qui la tient",
        )

    def handle(self, *, une_fois, jusqu_a_fermeture, **options):
        if une_fois:
            self._run_once()
            return
        with _arret(jusqu_a_fermeture) as attendre:
            self._say("Travail automatique : en marche.")
            en_panne = arrete = False
            while not arrete:
                close_old_connections()
                reset_queries()
                try:
                    for passage in taches.executer_dues():
                        self._report(passage)
                        if attendre(0):
                            break
                    en_panne = False
                except (DatabaseError, InterfaceError) as erreur:
                    # Said once: the database may be away all night.
                    if not en_panne:
                        self._say(f"La base de données ne répond pas, j’attends : {erreur}")
                    en_panne = True
                arrete = attendre(PAUSE)
            self._say("Travail automatique : arrêté.")

    def _run_once(self):
        try:
            passages = list(map(self._report, taches.executer_dues()))
        except (DatabaseError, InterfaceError) as erreur:
            raise CommandError(f"La base de données ne répond pas : {erreur}") from erreur
        echecs = [passage.libelle for passage in passages if not passage.ok]
        if echecs:
            raise CommandError(f"En échec : {', '.join(echecs)}.")

    def _report(self, passage):
        """One line for a run with something to say. Returns the Passage."""
        if passage.phrase:
            issue = "" if passage.ok else "ÉCHEC. "
            self._say(f"{passage.libelle} : {issue}{passage.phrase}")
        return passage

    def _say(self, phrase):
        self.stdout.write(f"{timezone.localtime():%d/%m/%Y %H:%M:%S} {phrase}")
        self.stdout.flush()


@contextmanager
def _arret(jusqu_a_fermeture):
    """Yields attendre(seconds): waits, and tells whether to stop, at once when asked to.

    A signal only writes to a pipe: the job under way ends undisturbed, and the wait is over.
    """
    lecture, ecriture = os.pipe()
    sources = [lecture, sys.stdin] if jusqu_a_fermeture else [lecture]

    def demander(_numero, _cadre):
        os.write(ecriture, b".")

    avant = {
        numero: signal.signal(numero, demander) for numero in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield lambda secondes: bool(select.select(sources, [], [], secondes)[0])
    finally:
        for numero, traitement in avant.items():
            signal.signal(numero, traitement)
        os.close(lecture)
        os.close(ecriture)
