"""The mentions that article 2 of the law of 19 July 1977 (77-808) asks of a published poll.

Pure: it reads a wave and its questions, and queries nothing.
"""

from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from barometre.graphiques import personnes

# The law asks for the buyer when it is not the sponsor.
SEUL = "aucun autre que le commanditaire n’est indiqué"


class Mention(NamedTuple):
    """One mention: its label, its text ("" when it is not known), what is known in its stead."""

    libelle: str
    texte: str
    a_defaut: str = ""


def _selon(libelle: str, texte: str, mots: str) -> Mention:
    """A mention, or failing that the words of the source."""
    return Mention(libelle, texte, f"selon la source : {mots}" if mots and not texte else "")


def mentions(vague, questions: list) -> list[Mention]:
    """The eight mentions of a wave in the order of the law."""
    return [
        Mention("Institut", vague.institut),
        Mention("Commanditaire", vague.commanditaire),
        Mention("Acheteur", vague.acheteur or (SEUL if vague.commanditaire else "")),
        _selon(
            "Nombre de personnes interrogées",
            personnes(vague.echantillon),
            vague.echantillon_texte,
        ),
        _selon(
            "Dates du terrain",
            _periode(vague.terrain_debut, vague.terrain_fin),
            vague.terrain_texte,
        ),
        _texte_des_questions([question.libelle for question in questions]),
        Mention("Marges d’erreur", vague.marges),
        Mention("Notice consultable", str(vague.notice or "")),
    ]


def _periode(debut: date | None, fin: date | None) -> str:
    if not debut or not fin:
        return ""
    return f"le {_jour(debut)}" if debut == fin else f"du {_jour(debut)} au {_jour(fin)}"


def _jour(jour: date) -> str:
    ecrit = date_format(jour, "j F Y").replace(" ", "\u00a0")
    return ecrit.replace("1", "1er", 1) if jour.day == 1 else ecrit


def _texte_des_questions(libelles: list[str]) -> Mention:
    libelle, total, connus = (
        "Texte intégral des questions",
        len(libelles),
        sum(map(bool, libelles)),
    )
    if connus and connus == total:
        return Mention(libelle, "donné sous chaque question")
    pluriel = "s" if connus > 1 else ""
    en_partie = f"connu pour {connus} question{pluriel} sur {total}" if connus else ""
    return Mention(libelle, "", en_partie)
