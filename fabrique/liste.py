"""What can be asked of the list of initiatives, and the file that says the same."""

import csv
import io

from recherche.demande import (
    ANNEE,
    CHANTIER,
    DEPARTEMENT,
    PAR_TITRE,
    RECENTES,
    REGION,
    THEME,
    Facette,
    Liste,
    Tri,
)
from solidaires.texte import en_texte, une_ligne

INITIATIVES = Liste(
    types=("initiative",),
    facettes=(
        THEME,
        CHANTIER,
        REGION,
        DEPARTEMENT,
        Facette("nature", "Nature", par_nombre=False, propre=True),
        Facette("stade", "Stade", par_nombre=False, propre=True),
        Facette("preuve", "Niveau de preuve", par_nombre=False, propre=True),
        Facette("public", "Public", par_nombre=False),
        Facette("cout", "Coût", par_nombre=False, propre=True),
        Facette("reprise", "Essaimage", par_nombre=False, propre=True),
        ANNEE,
    ),
    tris=(RECENTES, Tri("reprises", "Les plus reprises", ("-poids", "-id")), PAR_TITRE),
)

COLONNES = [
    "titre",
    "adresse",
    "territoire",
    "code_officiel",
    "nature",
    "stade",
    "annee",
    "cout_euros",
    "niveau_de_preuve",
    "reprises",
    "themes",
    "resume",
]


def en_csv(initiatives, absolue):
    """The file, one row per initiative of `for_list`, for a spreadsheet: `;`, UTF-8 with its mark.

    `absolue` makes a whole address of a path.
    """
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";")
    ecrivain.writerow(COLONNES)
    for initiative in initiatives:
        cout = initiative.cout_euros
        ligne = [
            initiative.titre,
            absolue(initiative.get_absolute_url()),
            initiative.territoire.nom,
            initiative.territoire.code,
            initiative.get_nature_display(),
            initiative.get_stade_display(),
            initiative.annee or "",
            "" if cout is None else f"{cout:f}",
            initiative.get_preuve_display(),
            initiative.nombre_reprises,
            ", ".join(theme.nom for theme in initiative.themes.all()),
            en_texte(initiative.accroche),
        ]
        ecrivain.writerow([_sans_formule(valeur) for valeur in ligne])
    return f"\ufeff{sortie.getvalue()}"


def _sans_formule(valeur):
    """A cell that no spreadsheet takes for a formula."""
    texte = une_ligne(str(valeur))
    return f"'{texte}" if texte[:1] in {"=", "+", "-", "@"} else texte
