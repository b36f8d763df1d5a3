"""Memberships attested by a source: content/territoires.yaml. Pure.

The presidencies of the file are personal data whose dates are uncertain: they are checked, not
loaded. `structure`, `listes` and `partenaires` feed the page « Qui sommes-nous ? », in its words.
"""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

from pages.contenu.fiches import Contexte, Fiche, departement
from pages.contenu.formes import (
    BOOLEEN,
    DEPARTEMENT,
    ENTIER,
    SOURCE,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, lire
from territoires.models import Adhesion

FICHIER = "territoires.yaml"
CADRE = "Solutions solidaires"
ROLES = {
    "initiateur": Adhesion.Role.INITIATEUR,
    "membre": Adhesion.Role.MEMBRE,
}
TERRITOIRE = Forme(
    "code nom membre_atteste role source",
    code=DEPARTEMENT,
    nom=TEXTE,
    type=parmi("département"),
    region=TEXTE,
    membre_atteste=BOOLEEN,
    role=parmi(*ROLES, "associé au revenu de base"),
    attestations=liste(Forme("cadre annee source", cadre=TEXTE, annee=ENTIER, source=SOURCE)),
    presidences=liste(Forme("nom source", nom=TEXTE, annee_attestee=ENTIER, source=SOURCE)),
    source=SOURCE,
)
STRUCTURE = Forme(
    "initiateur",
    initiateur=TEXTE,
    association=TEXTE,
    association_source=SOURCE,
    creation=ENTIER,
    creation_source=SOURCE,
    coordination=Forme("nom role source", nom=TEXTE, role=TEXTE, source=SOURCE),
    association_proche=Forme(
        "nom source", nom=TEXTE, nombre=ENTIER, presidence=TEXTE, source=SOURCE
    ),
)
LISTE = Forme(
    "cadre source",
    annee=ENTIER,
    cadre=TEXTE,
    nombre=ENTIER,
    codes=liste(DEPARTEMENT),
    libelle=TEXTE,
    source=SOURCE,
)
PARTENAIRE = Forme("nom nature sources", nom=TEXTE, nature=TEXTE, sources=liste(SOURCE))


def lire_territoires(dossier: Path) -> SimpleNamespace:
    return lire(
        dossier / FICHIER,
        structure=STRUCTURE,
        territoires=Fiches(TERRITOIRE, cle="code"),
        listes=liste(LISTE),
        partenaires=Fiches(PARTENAIRE, cle="nom"),
    )


def fiches_des_adhesions(contenu: SimpleNamespace, contexte: Contexte) -> list[Fiche]:
    return [
        _adhesion(membre, contexte) for membre in contenu.territoires if membre.membre_atteste
    ]


def _adhesion(membre: SimpleNamespace, contexte: Contexte) -> Fiche:
    if membre.role not in ROLES:
        raise membre.repere.erreur(f"un membre attesté n’a pas le rôle « {membre.role} »")
    territoire = departement(membre.code)
    contexte.territoire(territoire, membre.repere)
    attestations = [a for a in membre.attestations if a.cadre == CADRE]
    inconnue: date | None = None
    return Fiche(
        modele=Adhesion,
        ident=membre.code,
        cle=("territoire", "date_debut"),
        repere=membre.repere,
        champs={
            "territoire": territoire,
            "role": ROLES[membre.role],
            "date_debut": inconnue,
            "annee_attestee": max((a.annee for a in attestations), default=None),
        },
        relations={"sources": contexte.liens(membre.source, [a.source for a in attestations])},
    )
