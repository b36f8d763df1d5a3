"""French words made comparable, pure: the same analysis reads a page to index and a question asked.

Accents go first, then a few endings: what is left (« racine ») is not a word, but the words that a
reader takes for one another share it (solidarité, solidaires; revenu, revenus; aidant, aider).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from solidaires.texte import replier

_MOT = re.compile(r"[^\W_]+")
_ECRIT = re.compile(r"[a-z0-9]+")

# Too common to tell one page from another; « vers », « plus », « tous » tell something of a title.
VIDES = frozenset(
    """a ai as au aux avec c ce ceci cela ces cet cette chez ci comme comment d dans de des donc dont
    du elle elles en es est et etait ete etes etre eu eux fait faire ici il ils j je jusqu l la le
    les leur leurs lors lorsqu m ma mais me meme mes moi mon n ne nos notre nous on ont ou par parce
    pas pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si
    soi son sont sous sur t ta te tes toi ton tu un une va vos votre vous y""".split()
)

# Words that an ending would tear from their family, or put in another one.
_EXCEPTIONS = {
    mot: racine
    for racine, mots in {
        "acces": "acces",
        "base": "base bases",
        "departement": "departement departements departemental departementale departementaux",
        "emploi": "emploi emplois",
        "gratui": "gratuit gratuite gratuits gratuites gratuite gratuitement",
        "mere": "mere meres",
        "partie": "partie parties",
        "porte": "porte portes",
        "travail": "travail travaux",
    }.items()
    for mot in mots.split()
}

# (ending, what replaces it, letters that must stay before it): the first that fits is taken.
_FINALES = (
    ("issement", "", 4),
    ("ienne", "", 5),
    ("ative", "", 4),
    ("atif", "", 4),
    ("ien", "", 5),
    ("ication", "iqu", 4),
    ("isation", "is", 4),
    ("entaire", "ent", 4),
    ("arite", "ar", 4),
    ("ateur", "", 4),
    ("atrice", "", 4),
    ("ation", "", 4),
    ("ement", "", 3),
    ("iste", "", 4),
    ("isme", "", 4),
    ("ique", "", 4),
    ("aire", "ar", 4),
    ("oire", "or", 4),
    ("esse", "", 4),
    ("ance", "", 3),
    ("ence", "", 4),
    ("euse", "", 4),
    ("ive", "if", 4),
    ("ante", "", 3),
    ("ant", "", 3),
    ("ite", "", 4),
    ("ete", "", 4),
    ("age", "", 4),
    ("eur", "", 4),
    ("ion", "", 5),
    ("ial", "", 5),
    ("al", "", 5),
    ("at", "", 5),
    ("ee", "", 3),
    ("er", "", 3),
    ("ir", "", 4),
    ("ie", "", 4),
    ("e", "", 3),
)


class Mot(NamedTuple):
    """One word of a text: as folded, and where it stands in the text (`texte[debut:fin]`)."""

    forme: str
    debut: int
    fin: int


def decouper(texte: str) -> Iterator[Mot]:
    """The words of `texte` in order, folded to [a-z0-9], the empty ones included.

    Apostrophes, hyphens and every other sign separate; words of other alphabets are left out.
    """
    for trouve in _MOT.finditer(texte):
        if forme := _forme(trouve[0]):
            yield Mot(forme, trouve.start(), trouve.end())


def reperer(texte: str, racines: frozenset[str]) -> list[tuple[int, str]]:
    """Where the words of these roots stand in `texte`, in order: [(place, root)].

    As `decouper` and `racine` say, quicker on long texts: each spelling is analysed once.
    """
    return [
        (trouve.start(), trouvee)
        for trouve in _MOT.finditer(texte)
        if (trouvee := _racine_ecrite(trouve[0])) in racines
    ]


@lru_cache(maxsize=65536)
def _forme(mot: str) -> str:
    forme = plier(mot)
    return forme if _ECRIT.fullmatch(forme) else ""


@lru_cache(maxsize=65536)
def _racine_ecrite(mot: str) -> str | None:
    return racine(_forme(mot)) or None


@lru_cache(maxsize=65536)
def plier(mot: str) -> str:
    """One word in lower case, without accents."""
    return replier(mot)


@lru_cache(maxsize=65536)
def racine(forme: str) -> str:
    """What a folded word shares with its family; "" for an empty word."""
    if forme in VIDES:
        return ""
    if forme in _EXCEPTIONS:
        return _EXCEPTIONS[forme]
    if len(forme) < 3 or forme[0].isdigit():
        return forme
    mot = _au_singulier(forme)
    for finale, remplacement, reste in _FINALES:
        if mot.endswith(finale) and len(mot) - len(finale) >= reste:
            mot = mot[: -len(finale)] + remplacement
            break
    # travaill-, développ-: the doubled letter belongs to the ending.
    if len(mot) > 3 and mot[-1] == mot[-2]:
        mot = mot[:-1]
    return mot[:-1] if len(mot) > 5 and mot[-1] == "i" else mot


def _au_singulier(mot: str) -> str:
    if mot.endswith("eaux"):
        return mot[:-1]
    if mot.endswith("aux") and len(mot) > 4:
        return f"{mot[:-3]}al"
    if mot[-1] in "sx" and not mot.endswith("ss"):
        return mot[:-1]
    return mot


def analyser(texte: str) -> list[str]:
    """The roots of `texte` in order, empty words left out."""
    return [trouvee for mot in decouper(texte) if (trouvee := racine(mot.forme))]
