"""What is asked, pure: a line typed by anybody as units to find, then in the words of each database.

A unit is a list of alternatives (a word, or what the coordination says equal to it); an alternative
is a tuple of roots, in a row when there are several. Every root is [a-z0-9]: nothing of what was
typed reaches a database otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from recherche.analyse import analyser, decouper, racine

# A line longer than this is not a question; neither are more words.
CARACTERES_AU_PLUS = 200
UNITES_AU_PLUS = 10
_ENTRE_GUILLEMETS = re.compile(r"[\"«“]([^\"«»“”]*)[\"»”]")

Locution = tuple[str, ...]
# {first root: [(a locution that begins with it, all the locutions equal to it)]}, longest first.
Familles = dict[str, list[tuple[Locution, list[Locution]]]]


@dataclass(frozen=True)
class Requete:
    """`unites`: one tuple of locutions per unit, all to be found unless `souple`: then one is enough.

    `formes`: the words as they were typed, folded: a title that has them very ones comes first.
    """

    unites: tuple[tuple[Locution, ...], ...]
    formes: tuple[str, ...] = ()
    souple: bool = False

    def __bool__(self) -> bool:
        return bool(self.unites)

    @property
    def racines(self) -> frozenset[str]:
        """Every root that a page found may show."""
        return frozenset(r for unite in self.unites for locution in unite for r in locution)

    @property
    def assouplie(self) -> "Requete":
        """The same, a page that has one of the units being enough."""
        return replace(self, souple=True)


def ranger_familles(familles: Iterable[Sequence[str]]) -> Familles:
    """The families of words (each a list of words or locutions said equal) ready for `lire`."""
    rangees: Familles = {}
    for famille in familles:
        locutions = list(dict.fromkeys(filter(None, (tuple(analyser(t)) for t in famille))))
        for locution in locutions:
            egales = [locution, *(autre for autre in locutions if autre != locution)]
            rangees.setdefault(locution[0], []).append((locution, egales))
    for debuts in rangees.values():
        debuts.sort(key=lambda paire: -len(paire[0]))
    return rangees


def lire(ligne: str, familles: Familles | None = None) -> Requete:
    """The Requete of what was typed, empty when nothing of it can be looked for.

    What is between quotation marks is found as it is, in that order; the rest word by word.
    """
    ligne = ligne[:CARACTERES_AU_PLUS]
    unites: list[tuple[Locution, ...]] = []
    debut = 0
    for citation in _ENTRE_GUILLEMETS.finditer(ligne):
        unites += _mot_a_mot(analyser(ligne[debut : citation.start()]), familles or {})
        if locution := tuple(analyser(citation[1])):
            unites.append((locution,))
        debut = citation.end()
    unites += _mot_a_mot(analyser(ligne[debut:]), familles or {})
    formes = (mot.forme for mot in decouper(ligne) if racine(mot.forme))
    return Requete(
        tuple(dict.fromkeys(unites))[:UNITES_AU_PLUS],
        tuple(dict.fromkeys(formes))[:UNITES_AU_PLUS],
    )


def _mot_a_mot(racines: list[str], familles: Familles) -> list[tuple[Locution, ...]]:
    """One unit per word, or per longest locution that a family knows."""
    unites = []
    place = 0
    while place < len(racines):
        for locution, egales in familles.get(racines[place], ()):
            if tuple(racines[place : place + len(locution)]) == locution:
                unites.append(tuple(egales))
                place += len(locution)
                break
        else:
            unites.append(((racines[place],),))
            place += 1
    return unites
