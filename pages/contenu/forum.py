"""Ideas: content/idees.yaml. Pure.

`intervenants` is checked, not loaded: the programme of the event names the same people with the
role they held.
"""

from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from forum.models import Idee
from pages.contenu.fiches import Contexte, Fiche, riche
from pages.contenu.formes import (
    BOOLEEN,
    ENTIER,
    IDENTIFIANT,
    SOURCE,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, lire
from solidaires.texte import slugifier

FICHIER = "idees.yaml"
PARTENAIRE = "Partenaire"
IDEE = Forme(
    "id titre resume sur_site source",
    id=IDENTIFIANT,
    titre=TEXTE,
    auteur=TEXTE,
    organisation=TEXTE,
    theme_site=TEXTE,
    etiquette=parmi(PARTENAIRE),
    rubrique_site=parmi("le-forum", "les-actualites"),
    themes=liste(TEXTE),
    annee=ENTIER,
    resume=TEXTE,
    intervenants=liste(Forme("nom", nom=TEXTE, role=TEXTE)),
    evenement=IDENTIFIANT,
    note=TEXTE,
    sur_site=BOOLEEN,
    source=SOURCE,
)


def lire_idees(dossier: Path) -> list[SimpleNamespace]:
    return lire(dossier / FICHIER, idees=Fiches(IDEE)).idees


def slug(idee: SimpleNamespace) -> str:
    """The end of its address on the original site when it was read there, else its identifier."""
    if not idee.sur_site:
        return idee.id
    return slugifier(urlsplit(idee.source).path.rstrip("/").rpartition("/")[2])


def fiches_des_idees(idees: list[SimpleNamespace], contexte: Contexte) -> list[Fiche]:
    return [
        Fiche(
            modele=Idee,
            ident=idee.id,
            repere=idee.repere,
            champs={
                "slug": slug(idee),
                "titre": idee.titre,
                "auteur": idee.auteur,
                "organisation": idee.organisation,
                "partenaire": idee.etiquette == PARTENAIRE,
                "annee": idee.annee,
                "corps": riche(idee.resume),
                "note": idee.note,
            },
            relations={
                "themes": contexte.themes(idee.themes, idee.repere, idee.theme_site),
                "chantiers": contexte.chantiers("idee", idee.id),
                "sources": [contexte.lien(idee.source, titre=idee.titre)],
            },
            mots_cles=idee.themes,
        )
        for idee in idees
    ]
