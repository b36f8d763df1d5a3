"""Les Journées and the debates organised with others, their programmes: content/journees.yaml. Pure."""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from evenements.models import Format, Journees, Personne, RendezVous, Seance
from fabrique.models import Initiative
from forum.models import Idee
from pages.contenu.fiches import Contexte, Fiche, Partie, Ref, lien_ou_rien, lignes, riche
from pages.contenu.formes import (
    ADRESSE,
    ENTIER,
    HEURE,
    IDENTIFIANT,
    JOUR,
    SOURCE,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, Repere, lire

FORMATS = {
    "présentiel": Format.PRESENTIEL,
    "en ligne": Format.EN_LIGNE,
    "hybride": Format.HYBRIDE,
}
TYPES = {type_.label.lower(): type_ for type_ in Seance.Type}
INTERVENANT = Forme("nom", nom=TEXTE, role=TEXTE, source=SOURCE)
SEANCE = Forme(
    "type",
    type=parmi(*TYPES),
    date=JOUR,
    heure=HEURE,
    titre=TEXTE,
    resume=TEXTE,
    animation=TEXTE,
    nombre_intervenants=ENTIER,
    intervenants=liste(INTERVENANT),
    initiatives=liste(IDENTIFIANT),
    replay=ADRESSE,
    note=TEXTE,
    source=SOURCE,
)
_COMMUNES = {
    "id": IDENTIFIANT,
    "annee": ENTIER,
    "titre": TEXTE,
    "debut": JOUR,
    "fin": JOUR,
    "lieu": TEXTE,
    "ville": TEXTE,
    "programme": liste(SEANCE),
    "intervenants": liste(INTERVENANT),
    "note": TEXTE,
    "sources": liste(SOURCE),
}
JOURNEES = Forme(
    "id annee sources",
    **_COMMUNES,
    edition=ENTIER,
    sous_titre=TEXTE,
    format=parmi(*FORMATS),
    themes=liste(TEXTE),
    questions=liste(TEXTE),
    partenaires=liste(TEXTE),
    suite=TEXTE,
    replay=ADRESSE,
)
AUTRE_RENDEZ_VOUS = Forme("id annee titre sources", **_COMMUNES, organisateurs=liste(TEXTE))


def lire_evenements(dossier: Path) -> SimpleNamespace:
    """`journees` and `autres_rendez_vous`; an identifier names one event of the two."""
    contenu = lire(
        dossier / "journees.yaml",
        journees=Fiches(JOURNEES),
        autres_rendez_vous=Fiches(AUTRE_RENDEZ_VOUS),
    )
    editions = {edition.id for edition in contenu.journees}
    for autre in contenu.autres_rendez_vous:
        if autre.id in editions:
            raise autre.repere.erreur("une édition des Journées a le même « id »")
    return contenu


def references(contenu: SimpleNamespace) -> dict[str, Ref]:
    """What an « evenement » key may name: an edition, or a debate organised together."""
    return {j.id: Ref(Journees, j.id) for j in contenu.journees} | {
        r.id: Ref(RendezVous, r.id) for r in contenu.autres_rendez_vous
    }


def reference(
    evenement: str, connus: dict[str, Ref], modele: type, repere: Repere
) -> Ref | None:
    """The event when it is of this model, else None. Raises ContenuInvalide when it is unknown."""
    if evenement and evenement not in connus:
        raise repere.erreur(f"événement « {evenement} » inconnu de journees.yaml")
    ref = connus.get(evenement)
    return ref if ref and ref.modele is modele else None


def fiches_des_journees(
    contenu: SimpleNamespace,
    idees: Iterable[SimpleNamespace],
    initiatives: set[str],
    contexte: Contexte,
) -> list[Fiche]:
    return [
        Fiche(
            modele=Journees,
            ident=edition.id,
            repere=edition.repere,
            champs={
                "slug": str(edition.annee),
                "numero": edition.edition,
                "annee": edition.annee,
                "theme": edition.titre,
                "sous_titre": edition.sous_titre,
                "questions": lignes(edition.questions),
                "date_debut": edition.debut,
                "date_fin": edition.fin,
                "format": FORMATS.get(edition.format, ""),
                "lieu": edition.lieu,
                "ville": edition.ville,
                "suite": edition.suite,
                "partenaires": lignes(edition.partenaires),
                "replay": lien_ou_rien(contexte, edition.replay),
                "note": edition.note,
            },
            relations={
                "themes": contexte.themes(edition.themes, edition.repere),
                "idees": _idees_debattues(edition, idees),
                "sources": contexte.liens(edition.sources),
            },
            mots_cles=edition.themes,
            parties=_programme(edition, initiatives, contexte),
        )
        for edition in contenu.journees
    ]


def fiches_des_debats(
    contenu: SimpleNamespace,
    idees: Iterable[SimpleNamespace],
    initiatives: set[str],
    contexte: Contexte,
) -> list[Fiche]:
    """The debates organised together, apart from the Journées."""
    return [_debat(debat, idees, initiatives, contexte) for debat in contenu.autres_rendez_vous]


def _debat(
    debat: SimpleNamespace,
    idees: Iterable[SimpleNamespace],
    initiatives: set[str],
    contexte: Contexte,
) -> Fiche:
    return Fiche(
        modele=RendezVous,
        ident=debat.id,
        repere=debat.repere,
        champs={
            "slug": debat.id,
            "nom": debat.titre,
            "titre_edition": "",
            "numero": None,
            "annee": debat.annee,
            "date_debut": debat.debut,
            "date_fin": debat.fin,
            "lieu": debat.lieu,
            "ville": debat.ville,
            "organisateurs": lignes(debat.organisateurs),
            "coorganise": True,
            "participation": "",
            "note": debat.note,
        },
        relations={
            "idees": _idees_debattues(debat, idees),
            "sources": contexte.liens(debat.sources),
        },
        parties=_programme(debat, initiatives, contexte),
    )


def _idees_debattues(evenement: SimpleNamespace, idees: Iterable[SimpleNamespace]) -> list[Ref]:
    return [Ref(Idee, idee.id) for idee in idees if idee.evenement == evenement.id]


def _programme(
    evenement: SimpleNamespace, initiatives: set[str], contexte: Contexte
) -> dict[str, list[Partie]]:
    return {
        "seances": [
            _seance(seance, rang, evenement.repere, initiatives, contexte)
            for rang, seance in enumerate(evenement.programme, start=1)
        ],
        "interventions": _interventions(evenement.intervenants, contexte),
    }


def _seance(
    seance: SimpleNamespace,
    rang: int,
    repere: Repere,
    initiatives: set[str],
    contexte: Contexte,
) -> Partie:
    for ident in seance.initiatives:
        if ident not in initiatives:
            raise repere.erreur(f"initiative « {ident} » inconnue de initiatives.yaml")
    return Partie(
        champs={
            "type": TYPES[seance.type],
            "titre": seance.titre,
            "resume": riche(seance.resume),
            "date": seance.date,
            "heure_debut": seance.heure,
            "animation": seance.animation,
            "nombre_intervenants": seance.nombre_intervenants,
            "replay": lien_ou_rien(contexte, seance.replay),
            "note": seance.note,
            "ordre": rang,
        },
        relations={
            "initiatives": [Ref(Initiative, ident) for ident in seance.initiatives],
            "sources": contexte.liens(seance.source),
        },
        parties={"interventions": _interventions(seance.intervenants, contexte)},
    )


def _interventions(intervenants: Iterable[SimpleNamespace], contexte: Contexte) -> list[Partie]:
    return [
        Partie(
            champs={
                "personne": Ref(Personne, intervenant.nom),
                "role": intervenant.role,
                "source": lien_ou_rien(contexte, intervenant.source),
                "ordre": rang,
            }
        )
        for rang, intervenant in enumerate(intervenants, start=1)
    ]
