"""The difference between two texts, word by word, for a person to read. Pure: text in, values out."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Nature = Literal["egal", "ajout", "retrait"]
# As difflib says it: what happens to avant[i1:i2], apres[j1:j2].
Operation = tuple[Literal["insert", "delete", "replace", "equal"], int, int, int, int]

# A word with the blank that follows it, a punctuation mark likewise, or a blank alone.
_MOTS = re.compile(r"[\w’'-]+[^\S\n]*|[^\w\s][^\S\n]*|\s")
_LIGNES = re.compile(r"[^\n]*\n|[^\n]+")
_BLANC = re.compile(r"\s+")
# Two paragraphs with less than this in common (0–1) are two texts, not one corrected.
PARENTE = 0.35
# Fewer letters than this, alone between two changes, are read as part of the change.
ILOT = 4


@dataclass(frozen=True)
class Segment:
    """A run of text: in both versions, only in the later one, or only in the earlier one."""

    nature: Nature
    texte: str


def mots(avant: str, apres: str) -> list[Segment]:
    """What becomes of `avant` in `apres`, in reading order, a removal before what replaces it.

    Equal and added texts joined give `apres` exactly; equal and removed ones give `avant`, blanks
    aside: a change of blanks within a line is not a change of words. Two neighbours never have the
    same nature. [] when both are empty.
    """
    segments: list[Segment] = []
    a, b = _LIGNES.findall(avant), _LIGNES.findall(apres)
    for operation, i1, i2, j1, j2 in _operations(a, b):
        if operation == "equal":
            segments.append(Segment("egal", "".join(b[j1:j2])))
        else:
            segments += _bloc(a[i1:i2], b[j1:j2])
    return _joindre(segments)


def abreger(segments: Iterable[Segment], contexte: int = 12) -> list[Segment]:
    """The same, long equal runs cut to `contexte` words (at least 1) on the side of each change.

    What is left out is told by « … ». Without any change, everything is kept.
    """
    segments = list(segments)
    if all(segment.nature == "egal" for segment in segments):
        return segments
    dernier = len(segments) - 1
    return [
        segment
        if segment.nature != "egal"
        else Segment("egal", _couper(segment.texte, contexte, debut=i > 0, fin=i < dernier))
        for i, segment in enumerate(segments)
    ]


def _couper(texte: str, contexte: int, *, debut: bool, fin: bool) -> str:
    """`texte` with its first words when `debut`, its last ones when `fin`."""
    trouves = list(re.finditer(r"\S+", texte))
    gardes = contexte * (debut + fin)
    # Two words spared are not worth a cut.
    if len(trouves) <= gardes + 2:
        return texte
    tete = texte[: trouves[contexte - 1].end()] + " " if debut else ""
    queue = " " + texte[trouves[-contexte].start() :] if fin else ""
    return f"{tete}…{queue}"


def _bloc(avant: list[str], apres: list[str]) -> Iterator[Segment]:
    """The words of paragraphs that differ: each beside the one that took its place."""
    if len(avant) == len(apres):
        for ancien, nouveau in zip(avant, apres, strict=True):
            yield from _paragraphe(ancien, nouveau)
    else:
        yield from _paragraphe("".join(avant), "".join(apres))


def _paragraphe(avant: str, apres: str) -> Iterator[Segment]:
    a, b = _MOTS.findall(avant), _MOTS.findall(apres)
    operations = list(_operations(a, b))
    communs = sum(
        _lettres("".join(b[j1:j2]))
        for operation, _, _, j1, j2 in operations
        if operation == "equal"
    )
    if communs < PARENTE * min(_lettres(avant), _lettres(apres)):
        yield from _remplacer(avant, apres)
        return
    retrait = ajout = ""
    for rang, (operation, i1, i2, j1, j2) in enumerate(operations):
        ancien, nouveau = "".join(a[i1:i2]), "".join(b[j1:j2])
        entre_deux = 0 < rang < len(operations) - 1
        ilot = entre_deux and _lettres(nouveau) < ILOT and "\n" not in nouveau
        if operation == "equal" and not (ilot and (retrait and ajout)):
            yield from _remplacer(retrait, ajout)
            yield Segment("egal", nouveau)
            # « le chat noir » become « le chat »: the word taken out keeps the blank before it.
            blanc = ancien[len(ancien.rstrip()) :]
            ajout, retrait = "", "" if nouveau[-1].isspace() else blanc
        else:
            retrait += ancien
            ajout += nouveau
    yield from _remplacer(retrait, ajout)


def _remplacer(retrait: str, ajout: str) -> Iterator[Segment]:
    if retrait.strip() or "\n" in retrait:
        yield Segment("retrait", retrait)
    # The blank after the last word is nobody's addition; the end of a line is.
    blanc = ajout[len(ajout.rstrip()) :]
    if "\n" in blanc:
        blanc = ""
    if mots_ajoutes := ajout.removesuffix(blanc):
        yield Segment("ajout", mots_ajoutes)
    if blanc:
        yield Segment("egal", blanc)


def _operations(avant: list[str], apres: list[str]) -> list[Operation]:
    """difflib's operations, kinds of blank set aside; two neighbours are never both equal.

    difflib alone is quadratic: cut first at the anchors, it only sees what lies between two.
    """
    a, b = _cles(avant), _cles(apres)
    operations: list[Operation] = []
    i0 = j0 = 0
    for i, j in [*_ancres(a, b), (len(a), len(b))]:
        for operation, i1, i2, j1, j2 in SequenceMatcher(None, a[i0:i], b[j0:j]).get_opcodes():
            if operation == "equal" and operations and operations[-1][0] == "equal":
                _, debut_a, _, debut_b, _ = operations.pop()
            else:
                debut_a, debut_b = i0 + i1, j0 + j1
            operations.append((operation, debut_a, i0 + i2, debut_b, j0 + j2))
        i0, j0 = i, j
    return operations


def _ancres(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """The places of the words that are alone of their kind in both texts, where these agree."""
    places_a, places_b = _uniques(a), _uniques(b)
    communes = sorted((i, places_b[cle]) for cle, i in places_a.items() if cle in places_b)
    en_ordre = suite_croissante([j for _, j in communes])
    return [(i, j) for i, j in communes if j in en_ordre]


def _uniques(cles: list[str]) -> dict[str, int]:
    nombres = Counter(cles)
    return {cle: i for i, cle in enumerate(cles) if nombres[cle] == 1}


def suite_croissante(places: list[int]) -> set[int]:
    """The largest set of these different numbers that stand in growing order: the others moved."""
    fins: list[int] = []
    precedents: dict[int, int | None] = {}
    for place in places:
        i = bisect_left(fins, place)
        precedents[place] = fins[i - 1] if i else None
        fins[i : i + 1] = [place]
    suite: set[int] = set()
    derniere = fins[-1] if fins else None
    while derniere is not None:
        suite.add(derniere)
        derniere = precedents[derniere]
    return suite


def _cles(morceaux: list[str]) -> list[str]:
    """What makes two pieces equal: their words, and the end of a line."""
    return [_BLANC.sub(" ", m).strip() + ("\n" if "\n" in m else "") for m in morceaux]


def _lettres(texte: str) -> int:
    return sum(map(str.isalnum, texte))


def _joindre(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours of the same nature made one; between two equal runs, removals before additions."""
    joints: list[Segment] = []
    retrait = ajout = ""
    for segment in [*segments, None]:
        if segment and segment.nature == "retrait":
            retrait += segment.texte
        elif segment and segment.nature == "ajout":
            ajout += segment.texte
        else:
            joints += _remplacer(retrait, ajout)
            retrait = ajout = ""
            if segment and joints and joints[-1].nature == "egal":
                joints[-1] = Segment("egal", joints[-1].texte + segment.texte)
            elif segment:
                joints.append(segment)
    return joints
