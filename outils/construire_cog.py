"""Builds territoires/donnees/cog-<year>.tsv.gz, the official geography, from one package.

    .venv/bin/python -m outils.construire_cog <decoupage-administratif folder>

Source (npm), unpacked beforehand with `npm pack` and `tar`: @etalab/decoupage-administratif 6.0.0,
Licence Ouverte 2.0, after INSEE (code officiel géographique, populations légales) and DGCL
(composition of the EPCI). The year is the one that the package's own README gives its version.

The file is described in territoires/cog.py, what it holds and leaves out in
territoires/donnees/SOURCE.md. The same input always gives the same bytes.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from territoires.cog import COLONNES

DONNEES = Path(__file__).parent.parent / "territoires" / "donnees"


def millesime(paquet: Path) -> int:
    """The year of the COG. Raises ValueError when the package does not state it."""
    version = json.loads((paquet / "package.json").read_text(encoding="utf-8"))["version"]
    annees = re.findall(
        rf"^\|\s*(\d{{4}})\s*\|\s*{re.escape(version)}\s*\|",
        (paquet / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    if len(annees) != 1:
        raise ValueError(f"README.md does not give one year for version {version}.")
    return int(annees[0])


def lignes(paquet: Path) -> Iterator[tuple[str, ...]]:
    """One row per territory, in the order of COLONNES, parents before children, by code."""

    def lire(nom: str) -> list[dict]:
        entrees = json.loads((paquet / "data" / f"{nom}.json").read_text(encoding="utf-8"))
        return sorted(entrees, key=lambda entree: entree["code"])

    # Overseas collectivities (zone « com ») are neither régions nor départements.
    regions = [r for r in lire("regions") if r["zone"] != "com"]
    departements = [d for d in lire("departements") if d["zone"] != "com"]
    intercommunalites = lire("epci")
    communes = [
        c for c in lire("communes") if c["type"] == "commune-actuelle" and c["zone"] != "com"
    ]
    epci_de = {
        membre["code"]: epci["code"] for epci in intercommunalites for membre in epci["membres"]
    }
    # Summed from the communes, so that every level tells the same census.
    habitants: dict[str, int] = defaultdict(int)
    dans: dict[str, list[dict]] = defaultdict(list)
    for commune in communes:
        epci = epci_de.get(commune["code"], "")
        for cle in (f"r{commune['region']}", f"d{commune['departement']}", f"e{epci}"):
            habitants[cle] += commune["population"]
        dans[epci].append(commune)

    for r in regions:
        yield "region", r["code"], r["nom"], "", "", "", str(habitants[f"r{r['code']}"])
    for d in departements:
        population = str(habitants[f"d{d['code']}"])
        yield "departement", d["code"], d["nom"], d["region"], "", "", population
    for e in intercommunalites:
        region = commun(c["region"] for c in dans[e["code"]])
        departement = commun(c["departement"] for c in dans[e["code"]])
        population = str(habitants[f"e{e['code']}"])
        yield "epci", e["code"], e["nom"], region, departement, "", population
    for c in communes:
        epci = epci_de.get(c["code"], "")
        population = str(c["population"])
        yield "commune", c["code"], c["nom"], c["region"], c["departement"], epci, population


def commun(codes: Iterable[str]) -> str:
    """The code that all share, "" when there are several."""
    differents = set(codes)
    return differents.pop() if len(differents) == 1 else ""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    paquet = Path(sys.argv[1])
    annee = millesime(paquet)
    corps = ["\t".join(ligne) for ligne in lignes(paquet)]
    texte = "\n".join([f"cog\t{annee}\t{len(corps)}", "\t".join(COLONNES), *corps, ""])
    sortie = DONNEES / f"cog-{annee}.tsv.gz"
    # mtime=0: the same content is the same file, whenever it is built.
    sortie.write_bytes(gzip.compress(texte.encode(), compresslevel=9, mtime=0))
    print(f"{sortie}: {len(corps)} lignes, {sortie.stat().st_size} octets")


if __name__ == "__main__":
    main()
