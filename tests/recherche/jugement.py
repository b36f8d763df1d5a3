"""What the judged queries say, and how well an order of pages answers one of them.

`requetes_jugees.yaml` was written by reading every file of content/ from end to end, before any
list of answers was seen. For each query, every page was asked one thing: would a librarian who
knows the collection give it to who typed this? 3: it is what they look for (its title, its
subject, its place, its author), and must come first; 2: it is clearly on it; 1: it says something
of it. What only shares a form of the word is left out: « Aider, à condition que… » says nothing to
carers. A slip or another writing of a query is judged as that query (`comme`). A question that no
page answers has nothing to find, and only an empty answer is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import yaml

REQUETES_JUGEES = Path(__file__).with_name("requetes_jugees.yaml")


@dataclass(frozen=True)
class RequeteJugee:
    """One query as typed, what it tries, {page: 3, 2 or 1}; no page when the answer is none."""

    q: str
    pourquoi: str
    notes: Mapping[str, int]


def lire_requetes() -> list[RequeteJugee]:
    """The judged queries, in the order of the file."""
    lues: list[RequeteJugee] = []
    for brute in yaml.safe_load(REQUETES_JUGEES.read_text(encoding="utf-8")):
        if "comme" in brute:
            notes = next(requete.notes for requete in lues if requete.q == brute["comme"])
        else:
            notes = {
                page: groupe["note"] for groupe in brute["attendus"] for page in groupe["pages"]
            }
        lues.append(RequeteJugee(brute["q"], brute["pourquoi"], notes))
    return lues


def ndcg(obtenus: Sequence[str], notes: Mapping[str, int], k: int = 10) -> float:
    """How close the first `k` pages are to the best order of the judged ones, from 0 to 1.

    Normalised discounted cumulative gain: a page of note n gains 2**n - 1, divided by the log2 of
    its rank plus one; the whole, divided by what the judged pages would gain best first. A page
    that was not judged gains nothing, nor does one given again. Without judged pages, 1 for no
    answer at all and 0 for any.
    """
    if not notes:
        return 0.0 if obtenus else 1.0
    gagnees = [notes.get(page, 0) * (page not in obtenus[:i]) for i, page in enumerate(obtenus)]
    return _gain(gagnees[:k]) / _gain(sorted(notes.values(), reverse=True)[:k])


def _gain(notes: Sequence[int]) -> float:
    return sum((2**note - 1) / log2(rang + 1) for rang, note in enumerate(notes, start=1))
