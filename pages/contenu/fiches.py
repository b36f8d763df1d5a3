"""What the content asks the database to hold: rows described without touching it. Pure.

A `Fiche` is one row and the rows that are part of it; a `Ref` names another row by its model and
its identifier in the content.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.db.models import Model

from pages.contenu.lecture import Repere
from solidaires import texte
from territoires.models import Territoire


@dataclass(frozen=True)
class Ref:
    """A row by its identifier in the content: a slug, an address, a name."""

    modele: type[Model]
    ident: str


def departement(code: str) -> Ref:
    return Ref(Territoire, f"{Territoire.Nature.DEPARTEMENT}/{code}")


def epci(code: str) -> Ref:
    return Ref(Territoire, f"{Territoire.Nature.EPCI}/{code}")


@dataclass(frozen=True, kw_only=True)
class Partie:
    """The fields of a row that lives and dies with another: a `Ref` stands for a foreign key.

    `parties` maps a reverse accessor ("chiffres") to the rows found there, in order.
    """

    champs: dict[str, Any]
    relations: dict[str, list[Ref]] = field(default_factory=dict)
    parties: dict[str, list["Partie"]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fiche(Partie):
    """One row of its own. `cle`: the fields that find it when it was made by hand."""

    modele: type[Model]
    ident: str
    repere: Repere
    cle: tuple[str, ...] = ("slug",)
    mots_cles: list[str] | None = None

    @property
    def ref(self) -> Ref:
        return Ref(self.modele, self.ident)


@dataclass(frozen=True)
class Contexte:
    """What every family needs of the others while it describes its rows.

    `territoires`: {(nature, code): name} of the geography that is loaded. `rattachements`:
    {(type, identifier): chantiers}.
    """

    territoires: dict[tuple[str, str], str]
    lien: Callable[..., Ref]
    themes: Callable[..., list[Ref]]
    rattachements: dict[tuple[str, str], list[Ref]]

    def liens(self, *adresses: str | Iterable[str]) -> list[Ref]:
        """The links to several addresses, or lists of addresses; blanks left out, once each."""
        plat = [a for x in adresses for a in ([x] if isinstance(x, str) else x) if a]
        return [self.lien(adresse) for adresse in dict.fromkeys(plat)]

    def chantiers(self, type_: str, ident: str) -> list[Ref]:
        return self.rattachements.get((type_, ident), [])

    def territoire(self, ref: Ref, repere: Repere) -> str:
        """The name of a territory. Raises ContenuInvalide when the geography has no such code."""
        nature, code = ref.ident.split("/")
        if (nature, code) not in self.territoires:
            raise repere.erreur(
                f"aucun territoire « {code} » ({nature}) dans la géographie chargée"
            )
        return self.territoires[nature, code]


def lien_ou_rien(contexte: Contexte, adresse: str, **options: Any) -> Ref | None:
    return contexte.lien(adresse, **options) if adresse else None


def lignes(valeurs: Iterable[str]) -> str:
    """A list as the fields « un par ligne » hold it."""
    return "\n".join(valeurs)


def auteurs(personnes: Iterable[SimpleNamespace]) -> str:
    """« Nom, rôle », one per line."""
    return lignes(", ".join(filter(None, [p.nom, p.role])) for p in personnes)


def riche(simple: str) -> str:
    """Plain text as the rich text that the database holds."""
    return texte.assainir(texte.en_paragraphes(simple))
