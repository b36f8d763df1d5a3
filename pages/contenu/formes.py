"""What a record may hold: readers of values, each saying in French what it refuses. Pure.

An absent value is "" for a text, [] for a list, None otherwise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from solidaires import texte

DOCUMENT_FONDATEUR = "document-fondateur"


class ValeurRefusee(ValueError):
    """A value is not what its key asks for; `chemin` leads to it inside the record."""

    def __init__(self, raison: str, chemin: tuple[str, ...] = ()):
        super().__init__(raison)
        self.raison, self.chemin = raison, chemin

    def dans(self, etape: str) -> "ValeurRefusee":
        return ValeurRefusee(self.raison, (etape, *self.chemin))

    def __str__(self) -> str:
        return f"{', '.join(self.chemin)} : {self.raison}" if self.chemin else self.raison


@dataclass(frozen=True)
class Lecteur:
    """How one sort of value is read. `convertir` raises ValeurRefusee; `vide` makes the absent value."""

    convertir: Callable[[Any], Any]
    vide: Callable[[], Any] = lambda: None


class Forme:
    """The keys of a record, each with its reader; `requis` names those it cannot do without."""

    def __init__(self, requis: str, /, **lecteurs: "Lecteur | Forme"):
        self.requis = requis.split()
        self.lecteurs = lecteurs

    @staticmethod
    def vide() -> None:
        return None

    def convertir(self, brut: Any) -> SimpleNamespace:
        if not isinstance(brut, dict):
            raise ValeurRefusee(
                f"des clés et des valeurs sont attendues, {_dit(brut)} est donné"
            )
        for nom in brut:
            if nom not in self.lecteurs:
                raise ValeurRefusee(
                    f"clé inconnue « {nom} » (clés admises : {', '.join(self.lecteurs)})"
                )
        return SimpleNamespace(**{nom: self._valeur(brut, nom) for nom in self.lecteurs})

    def _valeur(self, brut: dict, nom: str) -> Any:
        lecteur = self.lecteurs[nom]
        if brut.get(nom) in (None, "", []):
            if nom in self.requis:
                raise ValeurRefusee(f"il manque « {nom} »")
            return lecteur.vide()
        try:
            return lecteur.convertir(brut[nom])
        except ValeurRefusee as erreur:
            raise erreur.dans(f"« {nom} »") from None


# Readers


def _dit(valeur: Any) -> str:
    return "une liste" if isinstance(valeur, list) else f"« {valeur} »"


def _de_type(type_: type, nom: str) -> Callable[[Any], Any]:
    def convertir(valeur: Any) -> Any:
        # In Python a boolean is an integer; in a file it is a mistake.
        if not isinstance(valeur, type_) or (type_ is int and isinstance(valeur, bool)):
            raise ValeurRefusee(f"{nom} est attendu, {_dit(valeur)} est donné")
        return valeur

    return convertir


_chaine = _de_type(str, "un texte")


def _nombre(valeur: Any) -> Decimal:
    if not isinstance(valeur, int | float) or isinstance(valeur, bool):
        raise ValeurRefusee(f"un nombre est attendu, {_dit(valeur)} est donné")
    return Decimal(str(valeur))


def _comme(motif: str, nom: str) -> Lecteur:
    compile_ = re.compile(motif)

    def convertir(valeur: Any) -> str:
        if not isinstance(valeur, str) or not compile_.fullmatch(valeur):
            raise ValeurRefusee(f"{nom} est attendu, {_dit(valeur)} est donné")
        return valeur

    return Lecteur(convertir, str)


TEXTE = Lecteur(lambda valeur: texte.typographier(_chaine(valeur).strip()), str)
BRUT = Lecteur(_chaine, str)
ENTIER = Lecteur(_de_type(int, "un nombre entier"))
NOMBRE = Lecteur(_nombre)
BOOLEEN = Lecteur(_de_type(bool, "« true » ou « false »"))
IDENTIFIANT = _comme(
    r"[a-z0-9]+(?:-[a-z0-9]+)*", "un identifiant (lettres sans accent, chiffres, tirets)"
)
DEPARTEMENT = _comme(
    r"\d\d|2[AB]|97\d", "un code de département entre guillemets (deux ou trois caractères)"
)
EPCI = _comme(r"\d{9}", "un numéro SIREN entre guillemets (neuf chiffres)")
ADRESSE = _comme(r"https?://[^\s<>\"]+", "une adresse en http:// ou https://")
SOURCE = _comme(
    rf"{DOCUMENT_FONDATEUR}|https?://[^\s<>\"]+",
    f"une adresse en http:// ou https://, ou « {DOCUMENT_FONDATEUR} »,",
)


@dataclass(frozen=True)
class Quand:
    """A date as far as it is known: a year and a month, and the day or None."""

    annee: int
    mois: int
    jour: date | None = None


def _jour(valeur: Any) -> date:
    if isinstance(valeur, date) and not isinstance(valeur, datetime):
        return valeur
    try:
        return date.fromisoformat(valeur)
    except (TypeError, ValueError):
        raise ValeurRefusee(
            f"une date AAAA-MM-JJ est attendue, {_dit(valeur)} est donné"
        ) from None


def _quand(valeur: Any) -> Quand:
    mois = isinstance(valeur, str) and re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", valeur)
    if mois:
        return Quand(int(mois[1]), int(mois[2]))
    jour = _jour(valeur)
    return Quand(jour.year, jour.month, jour)


def _mois(valeur: Any) -> Quand:
    quand = _quand(valeur)
    if quand.jour:
        raise ValeurRefusee(f"un mois AAAA-MM est attendu, {_dit(valeur)} est donné")
    return quand


def _heure(valeur: Any) -> time:
    # YAML reads an unquoted 14:00 as the number 840.
    if not isinstance(valeur, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", valeur):
        raise ValeurRefusee(
            f"une heure HH:MM entre guillemets est attendue, {_dit(valeur)} est donné"
        )
    return time.fromisoformat(valeur)


JOUR = Lecteur(_jour)
MOIS = Lecteur(_mois)
QUAND = Lecteur(_quand)
HEURE = Lecteur(_heure)


def parmi(*choix: str) -> Lecteur:
    """One of these words."""

    def convertir(valeur: Any) -> str:
        if valeur not in choix:
            raise ValeurRefusee(f"{_dit(valeur)} n’est pas admis (choix : {', '.join(choix)})")
        return valeur

    return Lecteur(convertir, str)


def liste(lecteur: Lecteur | Forme) -> Lecteur:
    """A list of values that one reader reads."""

    def convertir(valeur: Any) -> list:
        if not isinstance(valeur, list):
            raise ValeurRefusee(f"une liste est attendue, {_dit(valeur)} est donné")
        valeurs = []
        for rang, element in enumerate(valeur, start=1):
            try:
                valeurs.append(lecteur.convertir(element))
            except ValeurRefusee as erreur:
                raise erreur.dans(f"n° {rang}") from None
        return valeurs

    return Lecteur(convertir, list)
