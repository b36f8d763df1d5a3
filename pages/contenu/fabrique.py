"""Initiatives: content/initiatives.yaml. Pure."""

import re
from pathlib import Path
from types import SimpleNamespace

from fabrique.models import Initiative
from pages.contenu.fiches import (
    Contexte,
    Fiche,
    Partie,
    departement,
    epci,
    lien_ou_rien,
    lignes,
    riche,
)
from pages.contenu.formes import (
    BOOLEEN,
    DEPARTEMENT,
    ENTIER,
    EPCI,
    IDENTIFIANT,
    NOMBRE,
    SOURCE,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, lire

FICHIER = "initiatives.yaml"
INITIATIVE = Forme(
    "id titre territoire type_territoire code_insee description source",
    id=IDENTIFIANT,
    titre=TEXTE,
    territoire=TEXTE,
    type_territoire=parmi("département", "métropole", "agglomération", "territoire"),
    code_insee=DEPARTEMENT,
    code_epci=EPCI,
    territoire_verifie=BOOLEEN,
    territoires_associes=liste(DEPARTEMENT),
    membre=BOOLEEN,
    themes=liste(TEXTE),
    annee=ENTIER,
    annee_deduite=BOOLEEN,
    description=TEXTE,
    lien_solutions_solidaires=TEXTE,
    stade=TEXTE,
    porteur=TEXTE,
    partenaires=liste(TEXTE),
    lieux=liste(TEXTE),
    chiffres=liste(Forme("libelle valeur", libelle=TEXTE, valeur=NOMBRE, source=SOURCE)),
    note=TEXTE,
    publie_sur_site=BOOLEEN,
    source=SOURCE,
    autres_sources=liste(SOURCE),
)
# A stage said in one of our words is that stage; any other stays in the words of the source.
STADES = {stade.label.lower(): stade for stade in Initiative.Stade}
BUDGET = "budget (euros)"
UNITES = {"euros": "€", "%": "%", "mois": "mois"}
APPROXIMATIONS = ("environ", "près de", "plus de")
_PARENTHESE = re.compile(r"(?P<libelle>.+?) \((?P<dedans>[^()]+)\)")


def lire_initiatives(dossier: Path) -> list[SimpleNamespace]:
    return lire(dossier / FICHIER, initiatives=Fiches(INITIATIVE)).initiatives


def fiches_des_initiatives(
    initiatives: list[SimpleNamespace], contexte: Contexte
) -> list[Fiche]:
    return [_initiative(initiative, contexte) for initiative in initiatives]


def _initiative(initiative: SimpleNamespace, contexte: Contexte) -> Fiche:
    stade = STADES.get(initiative.stade, "")
    experimentation = stade == Initiative.Stade.EXPERIMENTATION
    return Fiche(
        modele=Initiative,
        ident=initiative.id,
        repere=initiative.repere,
        champs={
            "slug": initiative.id,
            "titre": initiative.titre,
            "nature": Initiative.Nature.EXPERIMENTATION if experimentation else "",
            "presentation": riche(initiative.description),
            "lieux": ", ".join(initiative.lieux),
            "porteur": initiative.porteur,
            "partenaires": lignes(initiative.partenaires),
            "stade": stade,
            "stade_precision": "" if stade else initiative.stade,
            "annee": initiative.annee,
            "rattachement": initiative.lien_solutions_solidaires,
            "note": initiative.note,
            **_territoire(initiative, contexte),
            **_cout(initiative, contexte),
        },
        relations={
            "territoires_associes": _associes(initiative, contexte),
            "themes": contexte.themes(initiative.themes, initiative.repere),
            "chantiers": contexte.chantiers("initiative", initiative.id),
            "sources": contexte.liens(
                initiative.source,
                initiative.autres_sources,
                [figure.source for figure in initiative.chiffres],
            ),
        },
        mots_cles=initiative.themes,
        parties={
            "etapes": _etapes(initiative, experimentation),
            "chiffres": [
                Partie(
                    champs={
                        **chiffre(figure.libelle),
                        "valeur": figure.valeur,
                        "ordre": rang,
                        "source": lien_ou_rien(contexte, figure.source),
                    }
                )
                for rang, figure in enumerate(_hors_budget(initiative), start=1)
            ],
        },
    )


def _territoire(initiative: SimpleNamespace, contexte: Contexte) -> dict:
    """The intercommunalité when the record names one, else the département; its own words if they differ."""
    ref = departement(initiative.code_insee)
    nom = contexte.territoire(ref, initiative.repere)
    if initiative.code_epci:
        ref = epci(initiative.code_epci)
        nom = contexte.territoire(ref, initiative.repere)
    return {
        "territoire": ref,
        "territoire_precision": "" if initiative.territoire == nom else initiative.territoire,
        "territoire_verifie": initiative.territoire_verifie is not False,
    }


def _associes(initiative: SimpleNamespace, contexte: Contexte) -> list:
    refs = [
        departement(code)
        for code in initiative.territoires_associes
        if code != initiative.code_insee
    ]
    for ref in refs:
        contexte.territoire(ref, initiative.repere)
    return refs


def _hors_budget(initiative: SimpleNamespace) -> list[SimpleNamespace]:
    return [figure for figure in initiative.chiffres if figure.libelle != BUDGET]


def _cout(initiative: SimpleNamespace, contexte: Contexte) -> dict:
    budgets = [figure for figure in initiative.chiffres if figure.libelle == BUDGET]
    if len(budgets) > 1:
        raise initiative.repere.erreur(f"« {BUDGET} » est donné {len(budgets)} fois")
    if not budgets:
        return {"cout_euros": None, "cout_source": None}
    return {
        "cout_euros": budgets[0].valeur,
        "cout_source": lien_ou_rien(contexte, budgets[0].source),
    }


def _etapes(initiative: SimpleNamespace, experimentation: bool) -> list[Partie]:
    """The start of an experiment, the only stage whose year is the year the record gives."""
    if not experimentation or not initiative.annee or initiative.annee_deduite:
        return []
    return [
        Partie(champs={"stade": Initiative.Stade.EXPERIMENTATION, "annee": initiative.annee})
    ]


def chiffre(libelle: str) -> dict[str, str]:
    """A label without the parenthesis that says its unit, its approximation or its year.

    « plafond mensuel (euros) » is « plafond mensuel » in €; a parenthesis that says something else
    stays in the label.
    """
    champs = {"libelle": libelle, "unite": "", "approximation": "", "periode": ""}
    trouvee = _PARENTHESE.fullmatch(libelle)
    if not trouvee:
        return champs
    dedans = trouvee["dedans"]
    if dedans in UNITES:
        return {**champs, "libelle": trouvee["libelle"], "unite": UNITES[dedans]}
    if dedans in APPROXIMATIONS:
        return {**champs, "libelle": trouvee["libelle"], "approximation": dedans}
    if re.fullmatch(r"\d{4}", dedans):
        return {**champs, "libelle": trouvee["libelle"], "periode": dedans}
    return champs
