"""Territories that look alike by their official figures, and why, in plain words; no model.

Source: the code officiel géographique and the populations légales loaded by `charger_territoires`
(`donnees/SOURCE.md`), nothing else. Only territories of one nature are compared.

Distance between two territories: for each figure, how many times one is the other, as the absolute
natural logarithm of their ratio (no unit: 0 when equal, 0.69 for twice or half), and the sum of
these, the population counted twice. A figure that only one of them has is taken for twice the
other; that only one is overseas, for four times. The nearest comes first; equal distances go by
official code, so that the same figures always give the same answer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from solidaires.texte import INSECABLE, enumerer

AU_PLUS = 4
# Beyond, two figures are not said to be near: 25 %, more or less.
PROCHE_PCT = 25
DOUBLE = math.log(2)

# What is compared, by nature: the name of the figure, its words, its unit ("" when they say it).
_ENSEMBLE = {
    "population": ("sa population", "habitants"),
    "nombre_communes": ("son nombre de communes", ""),
    "population_commune_max": ("la taille de sa commune la plus peuplée", "habitants"),
}
_COMMUNE = {
    "population": ("sa population", "habitants"),
    "epci__population": ("la population de son intercommunalité", "habitants"),
    "epci__nombre_communes": ("le nombre de communes de son intercommunalité", ""),
}
FIGURES = {
    "region": _ENSEMBLE,
    "departement": _ENSEMBLE,
    "epci": _ENSEMBLE,
    "commune": _COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """One territory in figures. `chiffres`: {name of a figure: a count, None when unknown}."""

    cle: int
    code: str
    is_outre_mer: bool
    chiffres: dict[str, int | None] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Ecart:
    """One figure of a comparable territory beside that of the reference, both counts of `unite`."""

    mots: str
    unite: str
    valeur: int
    reference: int

    @property
    def part_pct(self) -> float:
        """How far above (or below, negative) the reference, in per cent of it."""
        return 100 * (self.valeur - self.reference) / max(1, self.reference)

    @property
    def is_proche(self) -> bool:
        return abs(self.part_pct) <= PROCHE_PCT

    def __str__(self) -> str:
        """« sa population (1 499 829 habitants, −11 %) »."""
        valeur = f"{self.valeur:,}".replace(",", INSECABLE)
        if self.unite:
            unite = self.unite if self.valeur > 1 else self.unite.removesuffix("s")
            valeur = f"{valeur}{INSECABLE}{unite}"
        return f"{self.mots} ({valeur}, {self._en_clair()})"

    def _en_clair(self) -> str:
        if self.valeur == self.reference:
            return "autant"
        petit, grand = sorted((max(1, self.valeur), max(1, self.reference)))
        if grand >= 2 * petit:
            fois = f"{grand / petit:.1f}".removesuffix(".0").replace(".", ",")
            sens = "plus" if self.valeur > self.reference else "moins"
            return f"{fois}{INSECABLE}fois {sens}"
        part = round(self.part_pct)
        if not part:
            return f"à moins de 1{INSECABLE}% près"
        return f"{'+' if part > 0 else '−'}{abs(part)}{INSECABLE}%"


@dataclass(frozen=True, slots=True)
class Comparable:
    """A territory that looks like the reference: its key, the figures of both, nearest first."""

    cle: int
    ecarts: list[Ecart]
    is_outre_mer: bool
    is_reference_outre_mer: bool

    @property
    def raisons(self) -> str:
        """« Proche par sa population (…) et son nombre de communes (…), moins par … (…). »"""
        proches = [str(ecart) for ecart in self.ecarts if ecart.is_proche]
        autres = [str(ecart) for ecart in self.ecarts if not ecart.is_proche]
        if not proches:
            phrase = f"Parmi les moins éloignés{INSECABLE}: {enumerer(autres)}"
        else:
            moins = f", moins par {enumerer(autres)}" if autres else ""
            phrase = f"Proche par {enumerer(proches)}{moins}"
        return f"{phrase}.{self._outre_mer()}"

    def _outre_mer(self) -> str:
        if self.is_outre_mer != self.is_reference_outre_mer:
            return " Outre-mer." if self.is_outre_mer else " Dans l’Hexagone ou en Corse."
        return " Outre-mer aussi." if self.is_outre_mer else ""


def comparer(
    nature: str, reference: Portrait, candidats: Iterable[Portrait]
) -> list[Comparable]:
    """The `AU_PLUS` nearest of `candidats`, all of that nature; the reference may be among them.

    None when the population of the reference is not known.
    """
    if reference.chiffres["population"] is None:
        return []
    figures = FIGURES[nature]
    autres = [c for c in candidats if c.cle != reference.cle]
    autres.sort(key=lambda c: (_distance(figures, reference, c), c.code))
    return [_expliquer(figures, reference, autre) for autre in autres[:AU_PLUS]]


def _distance(figures, reference, autre):
    ecarts = [
        _ecart(reference.chiffres[f], autre.chiffres[f]) for f in ("population", *figures)
    ]
    return math.fsum(ecarts) + 2 * DOUBLE * (reference.is_outre_mer != autre.is_outre_mer)


def _ecart(a: int | None, b: int | None) -> float:
    """Six communes have nobody left: a count is taken as one at least."""
    if a is None or b is None:
        return 0 if a is b else DOUBLE
    return abs(math.log(max(1, a) / max(1, b)))


def _expliquer(figures, reference, autre):
    ecarts = [
        Ecart(mots, unite, autre.chiffres[f], reference.chiffres[f])
        for f, (mots, unite) in figures.items()
        if autre.chiffres[f] is not None and reference.chiffres[f] is not None
    ]
    ecarts.sort(key=lambda ecart: _ecart(ecart.valeur, ecart.reference))
    return Comparable(autre.cle, ecarts, autre.is_outre_mer, reference.is_outre_mer)
