"""Which départements share a border: `donnees/voisins.json`, built by outils/construire_voisins.py."""

import json
from functools import cache
from pathlib import Path

FRONTIERES = Path(__file__).parent / "donnees" / "voisins.json"


def limitrophes(codes):
    """The codes of the départements that border one of `codes` and are none of them, in order."""
    codes, frontieres = set(codes), _frontieres()
    autour = {voisin for code in codes for voisin in frontieres.get(code, ())}
    return sorted(autour - codes)


@cache
def _frontieres() -> dict[str, list[str]]:
    return json.loads(FRONTIERES.read_text(encoding="utf-8"))
