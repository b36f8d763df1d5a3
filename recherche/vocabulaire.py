"""The words that the pages say, and the one that a slip of the keyboard meant.

Two words are a slip apart when taking one letter out of either makes them equal: a letter missing,
one too many, one for another, two swapped (« aidnat » and « aidant » without their n or their a).
"""

from recherche.analyse import VIDES, decouper
from recherche.models import MotConnu, Variante

LETTRES_AU_MOINS = 4
LETTRES_AU_PLUS = 40


def formes(texte):
    """{folded word: as written} of the words of a text that are worth knowing."""
    return {
        mot.forme: texte[mot.debut : mot.fin].lower()
        for mot in decouper(texte)
        if LETTRES_AU_MOINS <= len(mot.forme) <= LETTRES_AU_PLUS
        and not any(signe.isdigit() for signe in mot.forme)
        and mot.forme not in VIDES
    }


def variantes(forme):
    """The word, and the word without each of its letters."""
    return {forme} | {forme[:i] + forme[i + 1 :] for i in range(len(forme))}


def apprendre(nouvelles):
    """Keep `formes` that are not known yet. Three queries at most."""
    connues = MotConnu.objects.filter(pk__in=nouvelles).values_list("pk", flat=True)
    inconnues = sorted(set(nouvelles) - set(connues))
    if not inconnues:
        return
    MotConnu.objects.bulk_create(
        [
            MotConnu(forme=forme, ecrit=nouvelles[forme][:LETTRES_AU_PLUS])
            for forme in inconnues
        ],
        ignore_conflicts=True,
    )
    Variante.objects.bulk_create(
        [
            Variante(cle=cle, mot_id=forme)
            for forme in inconnues
            for cle in sorted(variantes(forme))
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )


def voisins(formes):
    """{folded word: [known words a slip away, as written]} for words that may be misspelt. One query.

    The closest in length first, then by the alphabet. A word that is known has itself first.
    """
    cles = {}
    for forme in formes:
        if len(forme) >= LETTRES_AU_MOINS:
            for cle in variantes(forme):
                cles.setdefault(cle, set()).add(forme)
    trouves = {}
    lignes = Variante.objects.filter(cle__in=cles).values_list("cle", "mot_id", "mot__ecrit")
    for cle, connu, ecrit in lignes.order_by("mot_id", "cle"):
        for forme in cles[cle]:
            trouves.setdefault(forme, {})[connu] = ecrit
    return {
        forme: [
            ecrit
            for connu, ecrit in sorted(
                connus.items(),
                key=lambda paire: (
                    paire[0] != forme,
                    abs(len(paire[0]) - len(forme)),
                    paire[0],
                ),
            )
        ]
        for forme, connus in trouves.items()
    }
