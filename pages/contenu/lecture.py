"""Reads content/: YAML into checked records. An error names the file, the record and the reason.

Pure: no model, no database. A record is a namespace with the keys of its `Forme`, plus `repere`,
which says where it was read.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from pages.contenu.formes import Forme, Lecteur, ValeurRefusee


class ContenuInvalide(Exception):
    """A record that cannot be loaded. `str()` is for the person who edits content/."""


@dataclass(frozen=True)
class Repere:
    """Where a value was read: a file, and the record in it ("" for the file as a whole)."""

    fichier: str
    fiche: str = ""

    def erreur(self, raison: object) -> ContenuInvalide:
        fiche = f", fiche « {self.fiche} »" if self.fiche else ""
        return ContenuInvalide(f"{self.fichier}{fiche} : {raison}")


@dataclass(frozen=True)
class Fiches:
    """A list of records of one form; `cle` is the key that tells them apart."""

    forme: Forme
    cle: str = "id"


class _Chargeur(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML's safe loader, which would otherwise keep the last of two values of one key."""

    def construct_mapping(self, node, deep=False):
        noms = [self.construct_object(nom) for nom, _ in node.value]
        for nom in noms:
            if noms.count(nom) > 1:
                ligne = node.start_mark.line + 1
                raise yaml.YAMLError(
                    f"clé « {nom} » donnée deux fois, à partir de la ligne {ligne}"
                )
        return super().construct_mapping(node, deep)


def lire_texte(chemin: Path) -> str:
    """A whole UTF-8 file. Raises ContenuInvalide when it is absent or not text."""
    try:
        return chemin.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as erreur:
        raise Repere(chemin.name).erreur(f"fichier illisible ({erreur})") from None


def analyser(source: str, repere: Repere) -> Any:
    """YAML as Python values. Raises ContenuInvalide with the line of the fault."""
    try:
        return yaml.load(source, _Chargeur)  # noqa: S506 -- a SafeLoader
    except yaml.YAMLError as erreur:
        marque = getattr(erreur, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}" if marque else ""
        raison = getattr(erreur, "problem", None) or erreur
        raise repere.erreur(f"YAML illisible{ligne} ({raison})") from None


def lire(chemin: Path, **rubriques: Fiches | Lecteur | Forme) -> SimpleNamespace:
    """The sections of one file. Records of a `Fiches` section carry `repere`; their key is unique."""
    repere = Repere(chemin.name)
    brut = analyser(lire_texte(chemin), repere)
    if not isinstance(brut, dict):
        raise repere.erreur("des rubriques sont attendues")
    for nom in brut:
        if nom not in rubriques:
            raise repere.erreur(
                f"rubrique inconnue « {nom} » (admises : {', '.join(rubriques)})"
            )
    lues = {}
    for nom, rubrique in rubriques.items():
        if nom not in brut:
            raise repere.erreur(f"il manque la rubrique « {nom} »")
        if isinstance(rubrique, Fiches):
            lues[nom] = _lire_fiches(brut[nom], rubrique, replace(repere, fiche=nom))
        else:
            lues[nom] = lire_fiche(brut[nom], rubrique, replace(repere, fiche=nom))
    return SimpleNamespace(**lues)


def lire_fiche(brut: Any, lecteur: Lecteur | Forme, repere: Repere) -> Any:
    """One record, with its `repere`. Raises ContenuInvalide."""
    try:
        lue = lecteur.convertir(brut)
    except ValeurRefusee as erreur:
        raise repere.erreur(erreur) from None
    if isinstance(lecteur, Forme):
        lue.repere = repere
    return lue


def _lire_fiches(brut: Any, fiches: Fiches, repere: Repere) -> list[SimpleNamespace]:
    if not isinstance(brut, list):
        raise repere.erreur("une liste de fiches est attendue")
    lues, vues = [], set()
    for rang, element in enumerate(brut, start=1):
        cle = element.get(fiches.cle) if isinstance(element, dict) else None
        ici = replace(
            repere, fiche=str(cle) if cle is not None else f"n° {rang} de {repere.fiche}"
        )
        lues.append(lire_fiche(element, fiches.forme, ici))
        if cle in vues:
            raise ici.erreur(f"« {fiches.cle} » est déjà pris par une autre fiche")
        vues.add(cle)
    return lues
