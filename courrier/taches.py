"""The periodic jobs: how an app declares one, how those that are due run, what is said of them.

An app writes its jobs in its own `taches.py`, imported by its `AppConfig.ready()`:

    @tache("nom-court", "Ce que fait la tâche", minutes=5)
    def faire(maintenant):
        return "2 choses faites."

A job may be stopped anywhere (a power cut) and started again: it opens its own transactions, one
for each thing it does, so that what is done stays done and is not done twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from courrier.models import Tache

journal = logging.getLogger(__name__)

# A job is late, and the worker taken for stopped, when it is due since longer than this.
RETARD = timedelta(minutes=5)


@dataclass(frozen=True)
class Definition:
    """A job as the code declares it; durations in minutes."""

    nom: str
    libelle: str
    minutes: int
    reessai_max: int
    fonction: Callable[[datetime], str]


@dataclass(frozen=True)
class Passage:
    """One run that ended: `phrase` says what was done ("" for nothing) or, if not `ok`, why not."""

    libelle: str
    ok: bool
    phrase: str


@dataclass(frozen=True)
class Sante:
    """Whether the worker does its work, in one sentence for the coordinator."""

    ok: bool
    phrase: str


# {name: Definition}, filled when the apps are ready.
REGISTRE = {}


def tache(nom, libelle, *, minutes=1, reessai_max=60):
    """Declare the decorated function as a job that runs every `minutes`.

    The function takes the present instant and returns a short French sentence, or "" when there
    was nothing to do; what it raises is shown to the coordinator and tried again after 1, 2, 4…
    minutes, `reessai_max` at most. Raises ValueError for a name already taken.
    """

    def declarer(fonction):
        if nom in REGISTRE:
            raise ValueError(f"Two jobs are called {nom!r}.")
        REGISTRE[nom] = Definition(nom, libelle, minutes, reessai_max, fonction)
        return fonction

    return declarer


def executer_dues():
    """Run the jobs that are due, one after the other; yields a Passage for each.

    A generator: whoever stops reading stops before the next job. A job that fails does not stop
    the others. Raises only what the database raises when it is away.
    """
    maintenant = timezone.now()
    for ligne in _lignes(maintenant):
        debut = timezone.now()
        if ligne.prochain_at <= maintenant and ligne.claim(debut):
            yield _executer(ligne, REGISTRE[ligne.nom])


def etat(maintenant):
    """Sante of the worker at this instant, for the pages of the desk. One query."""
    lignes = list(Tache.objects.filter(nom__in=REGISTRE))
    debuts = [ligne.dernier_debut_at for ligne in lignes if ligne.dernier_debut_at]
    if not debuts:
        return Sante(
            False,
            "Le travail automatique n’a jamais tourné : les modifications programmées attendent.",
        )
    ecoule = _duree(maintenant - max(debuts))
    if any(ligne.prochain_at < maintenant - RETARD for ligne in lignes):
        return Sante(
            False,
            f"Le travail automatique n’a pas tourné depuis {ecoule} : les modifications "
            "programmées attendent.",
        )
    echecs = [ligne.libelle for ligne in lignes if ligne.echecs]
    if echecs:
        noms = ", ".join(f"« {libelle} »" for libelle in sorted(echecs))
        return Sante(
            False, f"Le travail automatique tourne, mais une partie n’aboutit pas : {noms}."
        )
    return Sante(True, f"Dernier passage du travail automatique : il y a {ecoule}.")


def attente(echecs, reessai_max):
    """How long to wait after the `echecs`-th failure in a row: 1, 2, 4… minutes, up to the limit."""
    # 2**10 minutes are beyond any limit; higher powers would only cost memory.
    return timedelta(minutes=min(2 ** min(echecs - 1, 10), reessai_max))


def _lignes(maintenant):
    """The rows of the declared jobs, the longest due first; made or corrected after the code.

    The row of a job that the code no longer has stays, unseen: during an update, the worker of
    the version before may still need it.
    """
    lignes = {ligne.nom: ligne for ligne in Tache.objects.filter(nom__in=REGISTRE)}
    for nom, definition in REGISTRE.items():
        voulu = {"libelle": definition.libelle, "periode_minutes": definition.minutes}
        ligne = lignes.get(nom)
        if ligne is None:
            lignes[nom], _ = Tache.objects.get_or_create(
                nom=nom, defaults={"prochain_at": maintenant, **voulu}
            )
        elif voulu != {champ: getattr(ligne, champ) for champ in voulu}:
            Tache.objects.filter(pk=ligne.pk).update(**voulu)
            ligne.libelle, ligne.periode_minutes = definition.libelle, definition.minutes
    return sorted(lignes.values(), key=lambda ligne: (ligne.prochain_at, ligne.nom))


def _executer(ligne, definition):
    """Run a claimed job and write how it went. Returns a Passage."""
    depart = time.monotonic()
    try:
        phrase, erreur = definition.fonction(ligne.dernier_debut_at), None
    except Exception as exception:
        phrase, erreur = _en_clair(exception), exception
    duree_ms = round((time.monotonic() - depart) * 1000)
    if erreur is None:
        tenue = ligne.succeed(timezone.now(), duree_ms=duree_ms, bilan=phrase)
    else:
        # The same failure again says nothing new: its stack is already in the log.
        if phrase != ligne.erreur:
            journal.error("Job %s failed", ligne.nom, exc_info=erreur)
        pause = attente(ligne.echecs + 1, definition.reessai_max)
        tenue = ligne.fail(timezone.now(), duree_ms=duree_ms, erreur=phrase, attente=pause)
    if not tenue:
        journal.warning(
            "Job %s took more than %s: another worker has started it again",
            ligne.nom,
            Tache.DELAI,
        )
    return Passage(ligne.libelle, erreur is None, phrase)


def _en_clair(exception):
    """What the coordinator reads of an exception: its own words, never its stack."""
    if isinstance(exception, ValidationError):
        return " ".join(exception.messages)
    return (
        f"La tâche s’est arrêtée sur une erreur : {str(exception) or type(exception).__name__}"
    )


def _duree(ecoule):
    """A timedelta in words, rounded down: « 2 heures », « moins d’une minute »."""
    minutes = int(ecoule.total_seconds() // 60)
    for nombre, unite in (
        (minutes // 1440, "jour"),
        (minutes // 60, "heure"),
        (minutes, "minute"),
    ):
        if nombre > 0:
            return f"{nombre} {unite}{'s' if nombre > 1 else ''}"
    return "moins d’une minute"
