"""The official geography as a file: read and checked here, stored by `charger_territoires`.

A file is tab-separated UTF-8, gzipped: `cog <year> <number of territories>`, then the names of the
columns, then one territory per line, parents before children. `outils/construire_cog.py` writes it.
"""

import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from solidaires import texte

COLONNES = ("nature", "code", "nom", "region", "departement", "epci", "population")

CODES = {
    "region": re.compile(r"\d\d"),
    "departement": re.compile(r"\d\d|2[AB]|97\d"),
    "epci": re.compile(r"\d{9}"),
    "commune": re.compile(r"\d[\dAB]\d{3}"),
}
# Parents that a territory of each nature must have, and those it may have: an EPCI across two
# départements belongs to neither, four islands belong to no EPCI.
PARENTS = {
    "region": ((), ()),
    "departement": (("region",), ()),
    "epci": ((), ("region", "departement")),
    "commune": (("region", "departement"), ("epci",)),
}
# Those whose name is enough to make an address; several communes share a name.
SANS_HOMONYME = {"region", "departement"}

_GUILLEMETS = re.compile(r'"([^"]*)"')


class FichierInvalide(ValueError):
    """The file cannot be trusted. `str()` is the reason in French, with the line number."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One territory; the codes of its parents are "" when it has none of that nature."""

    nature: str
    code: str
    nom: str
    region: str
    departement: str
    epci: str
    population: int | None

    @property
    def nom_replie(self) -> str:
        return texte.replier(self.nom)

    @property
    def slug(self) -> str:
        """The address, unique within the nature."""
        slug = texte.slugifier(self.nom)
        return slug if self.nature in SANS_HOMONYME else f"{slug}-{self.code.lower()}"


@dataclass(frozen=True, slots=True)
class Cog:
    """A whole file. `millesime`: the year, its state being that of 1 January."""

    millesime: int
    lignes: list[Ligne]


def lire(chemin: Path) -> Cog:
    """The whole file, checked. Raises FichierInvalide at the first fault, OSError if unreadable."""
    try:
        contenu = gzip.decompress(chemin.read_bytes()).decode()
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as erreur:
        raise FichierInvalide("ce n’est pas un texte UTF-8 compressé par gzip") from erreur
    return analyser(contenu)


def analyser(contenu: str) -> Cog:
    """The text of a file as a Cog. Raises FichierInvalide at the first fault."""
    entete, _, corps = contenu.partition("\n")
    annonce = re.fullmatch(r"cog\t(\d{4})\t(\d+)", entete)
    if not annonce:
        raise FichierInvalide("ligne 1 : « cog », l’année et le nombre de territoires attendus")
    millesime, nombre = map(int, annonce.groups())
    colonnes, *suite = corps.splitlines() or [""]
    if tuple(colonnes.split("\t")) != COLONNES:
        raise FichierInvalide(f"ligne 2 : colonnes attendues, {', '.join(COLONNES)}")

    lignes: list[Ligne] = []
    connus: set[tuple[str, str]] = set()
    noms: set[tuple[str, str]] = set()
    for numero, brute in enumerate(suite, start=3):
        try:
            ligne = _ligne(brute.split("\t"), connus)
            if ligne.nature in SANS_HOMONYME and (ligne.nature, ligne.nom) in noms:
                raise ValueError(f"le nom « {ligne.nom} » figure déjà plus haut")
        except ValueError as motif:
            raise FichierInvalide(f"ligne {numero} : {motif}") from None
        connus.add((ligne.nature, ligne.code))
        noms.add((ligne.nature, ligne.nom))
        lignes.append(ligne)
    # A file cut short would close every territory it does not reach.
    if len(lignes) != nombre:
        raise FichierInvalide(f"{nombre} territoires annoncés, {len(lignes)} lus")
    return Cog(millesime, lignes)


def _ligne(valeurs: list[str], connus: set[tuple[str, str]]) -> Ligne:
    """One row; `connus`: (nature, code) of those above. Raises ValueError with the reason."""
    if len(valeurs) != len(COLONNES):
        raise ValueError(f"{len(valeurs)} colonnes au lieu de {len(COLONNES)}")
    nature, code, nom, region, departement, epci, population = valeurs
    if nature not in CODES:
        raise ValueError(f"nature « {nature} » inconnue")
    if not CODES[nature].fullmatch(code):
        raise ValueError(f"code « {code} » impossible pour la nature « {nature} »")
    if (nature, code) in connus:
        raise ValueError(f"le code « {code} » figure déjà plus haut")
    if not nom.strip():
        raise ValueError("nom vide")
    if population and not (population.isascii() and population.isdecimal()):
        raise ValueError(f"population « {population} » : un nombre entier attendu")
    obligatoires, possibles = PARENTS[nature]
    for parent, valeur in (("region", region), ("departement", departement), ("epci", epci)):
        if not valeur and parent in obligatoires:
            raise ValueError(f"{parent} manquant")
        if valeur and parent not in (*obligatoires, *possibles):
            raise ValueError(f"{parent} « {valeur} » en trop")
        if valeur and (parent, valeur) not in connus:
            raise ValueError(f"{parent} « {valeur} » absent des lignes au-dessus")
    return Ligne(
        nature,
        code,
        _nom_en_clair(nom),
        region,
        departement,
        epci,
        int(population) if population else None,
    )


def _nom_en_clair(nom: str) -> str:
    """The official name with French apostrophes and quotation marks, one space between words."""
    return texte.typographier(_GUILLEMETS.sub(r"« \1 »", " ".join(nom.split())))
