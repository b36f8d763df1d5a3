"""What is looked for and what is found, pure: the same words for the engine of each database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from recherche.requete import Requete

# Beyond this many pages, counts say « at least » and the rank is among those: the time of an answer
# does not grow with the portal. Pages that have every word in their title are looked for apart.
PLAFOND = 500
PLAFOND_DES_TITRES = 250

# A large index is read by blocks of TRANCHE entries or more, the latest first, until the ceiling is
# reached: what is common there is never gathered from the whole portal.
TRANCHE = 2**15
ECHELLES = 8  # of blocks, each twice as large as the one before


@dataclass(frozen=True)
class Mots:
    """What is kept of an entry: the roots of its four fields in order, and its marks."""

    champs: tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str]]
    marques: Sequence[str]


@dataclass(frozen=True)
class Criteres:
    """What to find: words and, of each group of marks, one. A mark ending in « * » is a beginning.

    `types`: of pages, any when empty. `blocs`: marks of the blocks to read one after the other, which
    together hold every entry; none to read all at once.
    """

    requete: Requete = field(default_factory=lambda: Requete(()))
    marques: tuple[tuple[str, ...], ...] = ()
    types: tuple[str, ...] = ()
    blocs: tuple[str, ...] = ()

    @property
    def plein_texte(self):
        """Whether the full-text index is needed: a type alone is a column."""
        return bool(self.requete or self.marques)

    @property
    def groupes(self):
        """The groups of marks, that of the types included."""
        return (
            *self.marques,
            *([tuple(f"type={t}" for t in self.types)] if self.types else []),
        )


@dataclass(frozen=True)
class Compte:
    """What meets some criteria: the keys of the entries, no more than PLAFOND + 1, and their marks.

    `marques`: {« theme=sante »: entries}.
    """

    pks: list[int] = field(default_factory=list)
    marques: Counter = field(default_factory=Counter)

    @property
    def plafonne(self):
        """Whether there are others."""
        return len(self.pks) > PLAFOND


def tranche(pk):
    """The number of the smallest block that holds the entry."""
    return pk // TRANCHE


def marques_des_blocs(pk):
    """The marks of the blocks that hold the entry, one per scale."""
    return [_marque(echelle, tranche(pk)) for echelle in range(ECHELLES)]


def decouper_en_blocs(tranches):
    """The marks of blocks that together hold so many tranches, the latest first; () for a single one.

    Each is about as large as all those before it: few blocks, and little read when little is enough.
    """
    marques, fin, lues = [], tranches, 0
    while fin > 0:
        echelle = 0
        while echelle + 1 < ECHELLES and fin % (2 << echelle) == 0 and 1 << echelle <= lues:
            echelle += 1
        marques.append(_marque(echelle, fin - 1))
        fin -= 1 << echelle
        lues += 1 << echelle
    return tuple(marques) if len(marques) > 1 else ()


def _marque(echelle, tranche):
    return f"tranche{echelle}={tranche >> echelle}"
