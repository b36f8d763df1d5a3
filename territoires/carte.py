"""The map of the départements as shapes, links and names to draw; no model, no markup.

The drawing is `donnees/carte.json`, built by outils/construire_carte.py: `cadre` (a viewBox),
`formes` ({code: SVG path data}, overseas and Paris area already placed in their insets), `reperes`
(the Paris area once more, small, at its place on the mainland) and `noms` of the insets.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DESSIN = Path(__file__).parent / "donnees" / "carte.json"


@dataclass(frozen=True, slots=True)
class Forme:
    """One shape. `url` and `libelle` (the link's accessible name) are "" when it leads nowhere.

    `palier`: how dark it is for its number, from 1 to 3; 0 on a map of the members.
    """

    trace: str
    est_membre: bool
    url: str = ""
    libelle: str = ""
    palier: int = 0


@dataclass(frozen=True, slots=True)
class Nom:
    """One name written on the map. Numbers are strings: a template would group their digits."""

    texte: str
    x: str
    y: str
    ancre: str


@dataclass(frozen=True, slots=True)
class Carte:
    """What `territoires/_carte.html` draws: the inert shapes first, the links above them.

    `paliers`: [(1 to 3, « 2 à 4 initiatives »)], what each darkness means; none on a map of the members.
    """

    cadre: str
    noms: list[Nom]
    inertes: list[Forme]
    liens: list[Forme]
    paliers: list[tuple[int, str]] = field(default_factory=list)

    @property
    def has_membres(self) -> bool:
        return any(forme.est_membre for forme in (*self.inertes, *self.liens))

    @property
    def has_autres(self) -> bool:
        """Whether a département that is no member is a link."""
        return not all(forme.est_membre for forme in self.liens)


def construire(
    departements: Iterable[tuple[str, str, str, int, bool]], *, par_nombre: bool = False
) -> Carte:
    """The map of `departements`: (code, name, address or "", number of initiatives, is a member).

    It shows who is a member, or `par_nombre` how many initiatives there are. Links keep the order given. A code without a shape is left out, a shape without a département is
    drawn inert: the list beside the map stays complete in both cases.
    """
    dessin = _dessin()
    departements = list(departements)
    bornes = _bornes([nombre for *_, nombre, _ in departements]) if par_nombre else []
    membres = set()
    liens = {}
    for code, nom, url, nombre, est_membre in departements:
        if est_membre and not par_nombre:
            membres.add(code)
        if url and code in dessin["formes"]:
            libelle = _libelle(code, nom, nombre, est_membre)
            palier = sum(nombre >= debut for debut, _ in bornes)
            liens[code] = Forme(dessin["formes"][code], est_membre, url, libelle, palier)
    sans_lien = [(code, t) for code, t in dessin["formes"].items() if code not in liens]
    inertes = [
        Forme(trace, code in membres)
        for code, trace in (*sans_lien, *dessin["reperes"].items())
    ]
    noms = [Nom(**nom) for nom in dessin["noms"]]
    paliers = [(rang, _palier(*borne)) for rang, borne in enumerate(bornes, start=1)]
    return Carte(dessin["cadre"], noms, inertes, list(liens.values()), paliers)


def _bornes(nombres: list[int]) -> list[tuple[int, int]]:
    """(first, last number) of at most three bands as wide as each other, from 1 to the largest."""
    plus_grand = max(nombres, default=0)
    pas = -(-plus_grand // 3)  # rounded up
    debuts = range(1, plus_grand + 1, pas) if pas else ()
    return [(debut, min(debut + pas - 1, plus_grand)) for debut in debuts]


def _palier(debut: int, fin: int) -> str:
    liant = "ou" if fin == debut + 1 else "à"
    nombres = str(debut) if debut == fin else f"{debut} {liant} {fin}"
    return f"{nombres} initiative{'s' if fin > 1 else ''}"


@cache
def _dessin() -> dict:
    return json.loads(DESSIN.read_text(encoding="utf-8"))


def _libelle(code: str, nom: str, nombre: int, est_membre: bool) -> str:
    """« Gironde (33), territoire membre, 8 initiatives »."""
    compte = {0: "aucune initiative", 1: "1 initiative"}.get(nombre, f"{nombre} initiatives")
    return ", ".join([f"{nom} ({code})", *["territoire membre"] * est_membre, compte])
