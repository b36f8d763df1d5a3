"""The queue: everything that waits for the coordinator, whatever the app that knows of it.

An app declares what it knows in its own `file.py`, imported by its `AppConfig.ready()`:

    @source(Groupe("liens-morts", "Liens morts", rang=50))
    def liens(demande):
        return {"liens-morts": Extrait(total, lignes)}

A source asks the database once at most, whatever it finds: `premieres` counts and cuts there.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from redaction.models import Sommeil

journal = logging.getLogger(__name__)

# Lines shown per group on the home page, and per page of a group shown alone.
LIMITE = 10
PAGE = 100


@dataclass(frozen=True)
class Groupe:
    """Lines of one kind, under one title. `id`: ASCII, in keys and anchors; `rang` sorts the page.

    `attente` is False for what will happen by itself: shown, but nothing is asked.
    """

    id: str
    titre: str
    rang: int
    attente: bool = True


@dataclass(frozen=True)
class Ligne:
    """One thing that waits.

    `cle`: « group:type:number », the type as app.model: whoever may not view it sees no line.
    `depuis`: a datetime or a date, in the future for what is to come, None when nobody knows.
    `url` and `action`: where the one main action is done, and its words.
    """

    cle: str
    titre: str
    genre: str
    depuis: object
    pourquoi: str
    url: str
    action: str
    urgent: bool = False

    @property
    def lien(self):
        """Its address, told to come back to the queue once a decision is taken."""
        adresse, diese, ancre = self.url.partition("#")
        return f"{adresse}{'&' if '?' in adresse else '?'}file=1{diese}{ancre}"


@dataclass(frozen=True)
class Extrait:
    """What a source found for one group: how many in all, the first of them, and maybe more.

    `url`: the list of the back office that shows them all, "" when the queue itself does.
    `constat`: a sentence worth reading even when nothing waits.
    """

    total: int
    lignes: list[Ligne]
    url: str = ""
    constat: str = ""


@dataclass(frozen=True)
class Demande:
    """What a source is asked: for whom, at what instant, how many lines at most per group."""

    user: object
    maintenant: datetime
    limite: int
    # {(group id, app.model): {number}}
    sommeils: dict = field(default_factory=dict)

    def peut_voir(self, model):
        """Whether this person may view the type; their rights are read once per page."""
        opts = model._meta
        return any(
            self.user.has_perm(f"{opts.app_label}.{droit}_{opts.model_name}")
            for droit in ("view", "change")
        )

    def endormis(self, groupe, type_):
        """The numbers of the lines of a group and type (app.model) put to sleep."""
        return self.sommeils.get((groupe, type_), set())


@dataclass(frozen=True)
class Section:
    """One group as the page shows it; `erreur`: its source failed and nothing is known."""

    groupe: Groupe
    extrait: Extrait
    erreur: bool = False

    @property
    def reste(self):
        """Whether more wait than are shown."""
        return self.extrait.total > len(self.extrait.lignes)


@dataclass(frozen=True)
class File:
    """The whole queue at one instant: sections that have something to say, in their order."""

    maintenant: datetime
    sections: list[Section]
    sommeils: list[Sommeil]
    verifies: list[str]
    constats: list[str]

    @property
    def en_attente(self):
        return [s for s in self.sections if s.groupe.attente]

    @property
    def a_venir(self):
        return [s for s in self.sections if not s.groupe.attente]

    @property
    def verifies_en_clair(self):
        """What was looked at, as one sentence without its capital: « corrections revenues, … »."""
        return ", ".join(f"{titre[0].lower()}{titre[1:]}" for titre in self.verifies)


@dataclass(frozen=True)
class _Source:
    fonction: Callable[[Demande], dict[str, Extrait]]
    groupes: tuple[Groupe, ...]

    def lire(self, demande):
        """Its sections; one that says it failed, in its place, when it raises."""
        try:
            extraits = self.fonction(demande)
        except Exception:
            journal.exception("Source %s of the queue failed", self.fonction.__qualname__)
            titre = ", ".join(groupe.titre for groupe in self.groupes)
            premier = self.groupes[0]
            return [Section(Groupe(premier.id, titre, premier.rang), Extrait(0, []), True)]
        return [
            Section(groupe, extraits[groupe.id])
            for groupe in self.groupes
            if groupe.id in extraits
        ]


# Filled when the apps are ready.
SOURCES = []


def source(*groupes):
    """Declare the decorated function as the source of `groupes`.

    It takes a Demande and returns {group id: Extrait}; groups left out are empty. Raises ValueError
    when another source has a group of the same name.
    """

    def declarer(fonction):
        for groupe in groupes:
            if _source_de(groupe.id):
                raise ValueError(f"Two groups of the queue are called {groupe.id!r}.")
        SOURCES.append(_Source(fonction, groupes))
        return fonction

    return declarer


def lire(user, *, maintenant=None):
    """The File of one person. One query per source and one for what sleeps."""
    sommeils, demande = _demander(user, maintenant or timezone.now(), LIMITE)
    lues = [section for source_ in SOURCES for section in source_.lire(demande)]
    lues.sort(key=lambda section: section.groupe.rang)
    return File(
        demande.maintenant,
        [section for section in lues if section.erreur or section.extrait.total],
        [sommeil for sommeil in sommeils if _peut_voir(demande, sommeil.cle)],
        [groupe.titre for groupe in groupes() if not _en_erreur(groupe, lues)],
        [section.extrait.constat for section in lues if section.extrait.constat],
    )


def lire_groupe(user, nom, numero=1):
    """The Section of one group on its page `numero` (from 1); None when there is no such group."""
    source_ = _source_de(nom)
    if source_ is None:
        return None
    _, demande = _demander(user, timezone.now(), numero * PAGE)
    for section in source_.lire(demande):
        if section.erreur:
            return section
        if section.groupe.id == nom:
            lignes = section.extrait.lignes[(numero - 1) * PAGE :]
            return Section(section.groupe, Extrait(section.extrait.total, lignes))
    groupe = next(groupe for groupe in source_.groupes if groupe.id == nom)
    return Section(groupe, Extrait(0, []))


def trouver(user, cle):
    """The Ligne of this key, or None: it does not wait, is asleep or is not for this person."""
    source_ = _source_de(cle.partition(":")[0])
    if source_ is None:
        return None
    _, demande = _demander(user, timezone.now(), 100_000)
    lignes = (ligne for section in source_.lire(demande) for ligne in section.extrait.lignes)
    return next((ligne for ligne in lignes if ligne.cle == cle), None)


def peut_voir(user, cle):
    """Whether `user` may view the type of the line that has this key."""
    return _peut_voir(Demande(user, timezone.now(), 0), cle)


def groupes():
    """Every group declared, in the order of the page."""
    return sorted((g for s in SOURCES for g in s.groupes), key=lambda groupe: groupe.rang)


def premieres(queryset, limite, *ordre, partition=None):
    """At most `limite` rows of `queryset`, in order, each with `total`, the number of all of them.

    With `partition` (the name of a column), so many for each of its values. The database counts
    and cuts.
    """
    return queryset.annotate(
        total=Window(Count("pk"), partition_by=partition),
        rang=Window(RowNumber(), partition_by=partition, order_by=[*ordre, "pk"]),
    ).filter(rang__lte=limite)


def _source_de(nom):
    return next((s for s in SOURCES if nom in {groupe.id for groupe in s.groupes}), None)


def _demander(user, maintenant, limite):
    """(the Sommeil in force, the Demande that leaves them out). One query."""
    sommeils = list(Sommeil.objects.in_force(timezone.localdate(maintenant)))
    par_type = defaultdict(set)
    for sommeil in sommeils:
        groupe, type_, numero = sommeil.cle.split(":")
        par_type[groupe, type_].add(int(numero))
    return sommeils, Demande(user, maintenant, limite, dict(par_type))


def _peut_voir(demande, cle):
    try:
        return demande.peut_voir(apps.get_model(cle.split(":")[1]))
    except LookupError:  # the type has left the code since
        return False


def _en_erreur(groupe, sections):
    """Whether the source of this group failed."""
    noms = {section.groupe.id for section in sections if section.erreur}
    return any(noms & {g.id for g in s.groupes} for s in SOURCES if groupe in s.groupes)
