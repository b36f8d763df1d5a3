"""Builds tests/partage/schema_org.json, what schema.org lets the types we use say, from one package.

    .venv/bin/python -m outils.construire_vocabulaire <schema-dts folder>

Source (npm), unpacked beforehand with `npm pack` and `tar`: schema-dts 2.1.0, Apache 2.0, Google:
the vocabulary of schema.org as TypeScript declarations. Only facts are kept: for each type, the types
it extends, and for each property, the types of its values; deprecated ones are left out.

The same input always gives the same bytes.
"""

import json
import re
import sys
from pathlib import Path

SORTIE = Path(__file__).parent.parent / "tests" / "partage" / "schema_org.json"
TYPES = """AdministrativeArea Article BreadcrumbList Dataset EntryPoint Event ListItem Organization
Place PodcastEpisode PostalAddress SearchAction VirtualLocation WebPage WebSite""".split()

_BASE = re.compile(r"interface (\w+)Base extends ([^{]+) \{\n(.*?)\n\}", re.DOTALL)
_FEUILLE = re.compile(r'interface (\w+)Leaf extends ([^{]+) \{\n +"@type"')
_PROPRIETE = re.compile(r'^    "([\w-]+)"\?: SchemaValue<(.+), "[\w-]+">;$', re.MULTILINE)
_PERIMEE = re.compile(
    r"/\*\*(?:(?!\*/).)*@deprecated(?:(?!\*/).)*\*/\n    \"[^\n]+\n", re.DOTALL
)
_CLASSE = re.compile(r"(\w+)Base")


def lire(declarations: str) -> dict[str, dict]:
    """{type: {"parents": [type], "proprietes": {name: [type of value]}}} of TYPES and what they extend."""
    bases = {
        nom: (_CLASSE.findall(parents), _PROPRIETE.findall(_PERIMEE.sub("", corps)))
        for nom, parents, corps in _BASE.findall(declarations)
    }
    for nom, parents in _FEUILLE.findall(declarations):
        bases.setdefault(nom, (_CLASSE.findall(parents), []))
    voulus, lus = list(TYPES), {}
    while voulus:
        nom = voulus.pop()
        if nom not in lus and nom in bases:
            parents, proprietes = bases[nom]
            lus[nom] = {
                "parents": sorted(parents),
                "proprietes": {
                    p: sorted(set(valeurs.split(" | ")) - {"IdReference"})
                    for p, valeurs in sorted(proprietes)
                },
            }
            voulus += parents
    return dict(sorted(lus.items()))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1]) / "dist" / "schema.d.ts"
    vocabulaire = lire(source.read_text(encoding="utf-8"))
    texte = json.dumps(vocabulaire, ensure_ascii=False, indent=1, sort_keys=True)
    SORTIE.write_text(texte + "\n", encoding="utf-8")
    print(f"{SORTIE}: {len(vocabulaire)} types")


if __name__ == "__main__":
    main()
