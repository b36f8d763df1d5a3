"""The solidarity calendar: content/calendrier.yaml. Pure."""

from pathlib import Path
from types import SimpleNamespace

from evenements.models import RendezVous
from pages.contenu.fiches import Contexte, Fiche
from pages.contenu.formes import BOOLEEN, ENTIER, IDENTIFIANT, JOUR, SOURCE, TEXTE, Forme
from pages.contenu.lecture import Fiches, lire

RENDEZ_VOUS = Forme(
    "id nom source",
    id=IDENTIFIANT,
    nom=TEXTE,
    edition=ENTIER,
    organisateur=TEXTE,
    titre=TEXTE,
    annee=ENTIER,
    debut=JOUR,
    fin=JOUR,
    lieu=TEXTE,
    ville=TEXTE,
    participation=TEXTE,
    participation_verifiee=BOOLEEN,
    participation_source=SOURCE,
    note=TEXTE,
    source=SOURCE,
)


def lire_calendrier(dossier: Path) -> list[SimpleNamespace]:
    return lire(dossier / "calendrier.yaml", evenements=Fiches(RENDEZ_VOUS)).evenements


def fiches_des_rendez_vous(
    rendez_vous: list[SimpleNamespace], contexte: Contexte
) -> list[Fiche]:
    return [_rendez_vous(entree, contexte) for entree in rendez_vous]


def _rendez_vous(rendez_vous: SimpleNamespace, contexte: Contexte) -> Fiche:
    return Fiche(
        modele=RendezVous,
        ident=rendez_vous.id,
        repere=rendez_vous.repere,
        champs={
            "slug": rendez_vous.id,
            "nom": rendez_vous.nom,
            "titre_edition": rendez_vous.titre,
            "numero": rendez_vous.edition,
            "annee": rendez_vous.annee,
            "date_debut": rendez_vous.debut,
            "date_fin": rendez_vous.fin,
            "lieu": rendez_vous.lieu,
            "ville": rendez_vous.ville,
            "organisateurs": rendez_vous.organisateur,
            "coorganise": False,
            "participation": rendez_vous.participation,
            "note": rendez_vous.note,
        },
        relations={
            "idees": [],
            "sources": contexte.liens(rendez_vous.source, rendez_vous.participation_source),
        },
        parties={"seances": [], "interventions": []},
    )
