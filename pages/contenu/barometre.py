"""The barometer: content/barometre.yaml, content/series.yaml. Pure. Figures as recorded, gaps included."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from barometre.models import Serie, Vague
from pages.contenu.fiches import Contexte, Fiche, Partie, Ref, lien_ou_rien, riche
from pages.contenu.formes import (
    ADRESSE,
    BOOLEEN,
    ENTIER,
    IDENTIFIANT,
    JOUR,
    SOURCE,
    TEXTE,
    Forme,
    liste,
)
from pages.contenu.lecture import Fiches, Repere, lire
from publications.models import FocusLibe

# Why waves without all the mentions of the law are published, in the words shown on their pages.
MENTIONS_MANQUANTES = (
    "Vague publiée avant l’ouverture de ce portail : les mentions absentes n’ont pas été "
    "retrouvées dans les sources lues."
)
REPONSE = Forme(
    "option valeur sources",
    option=TEXTE,
    valeur=ENTIER,
    precedent=ENTIER,
    ecart=ENTIER,
    note=TEXTE,
    sources=liste(SOURCE),
)
QUESTION = Forme(
    "id",
    id=IDENTIFIANT,
    theme=TEXTE,
    libelle=TEXTE,
    libelle_verbatim=BOOLEEN,
    libelle_source=SOURCE,
    libelle_resume=TEXTE,
    reponses=liste(REPONSE),
    non_chiffrees=liste(TEXTE),
    ventilation=liste(
        Forme(
            "groupe modalite valeur sources",
            groupe=TEXTE,
            modalite=TEXTE,
            valeur=ENTIER,
            sources=liste(SOURCE),
        )
    ),
    note=TEXTE,
)
_COMMUNES = {
    "annee": ENTIER,
    "titre": TEXTE,
    "institut": TEXTE,
    "direction": TEXTE,
    "commanditaire": TEXTE,
    "echantillon": Forme("", taille=ENTIER, taille_texte=TEXTE, population=TEXTE),
    "terrain": Forme("", debut=JOUR, fin=JOUR, texte=TEXTE),
    "mode": TEXTE,
    "url_page": ADRESSE,
    "questions": liste(QUESTION),
    "sources": liste(SOURCE),
}
EDITION = Forme("annee titre sources", **_COMMUNES, numero=ENTIER, presentation=TEXTE)
ETUDE = Forme("id annee titre sources", **_COMMUNES, id=IDENTIFIANT, publication=TEXTE)
SERIE = Forme(
    "id titre motif questions",
    id=IDENTIFIANT,
    titre=TEXTE,
    motif=TEXTE,
    questions=liste(IDENTIFIANT),
    source=SOURCE,
)


def lire_barometre(dossier: Path) -> SimpleNamespace:
    """`vagues` (each with `ident`, `type`, `texte`, `questions`), `etudes_non_lues`, `series`.

    Raises ContenuInvalide when two questions share an identifier.
    """
    contenu = lire(
        dossier / "barometre.yaml",
        editions=Fiches(EDITION, cle="annee"),
        etudes=Fiches(ETUDE),
        etudes_non_lues=Fiches(Forme("id motif", id=IDENTIFIANT, motif=TEXTE)),
    )
    for edition in contenu.editions:
        edition.ident, edition.type = str(edition.annee), Vague.Type.ANNUELLE
        edition.texte = edition.presentation
    for etude in contenu.etudes:
        etude.ident, etude.type = etude.id, Vague.Type.THEMATIQUE
        etude.texte, etude.numero = etude.publication, None
    vagues = [*contenu.editions, *contenu.etudes]
    nombres = Counter(question.id for vague in vagues for question in vague.questions)
    for vague in vagues:
        for question in vague.questions:
            if nombres[question.id] > 1:
                raise vague.repere.erreur(f"question « {question.id} » donnée deux fois")
    return SimpleNamespace(
        vagues=vagues,
        etudes_non_lues={etude.id: etude.motif for etude in contenu.etudes_non_lues},
        series=lire(dossier / "series.yaml", series=Fiches(SERIE)).series,
    )


def identifiants_des_questions(contenu: SimpleNamespace) -> set[str]:
    return {question.id for vague in contenu.vagues for question in vague.questions}


def fiches_des_series(contenu: SimpleNamespace) -> list[Fiche]:
    connues = identifiants_des_questions(contenu)
    for serie in contenu.series:
        for ident in serie.questions:
            if ident not in connues:
                raise serie.repere.erreur(f"question « {ident} » inconnue de barometre.yaml")
    return [
        Fiche(
            modele=Serie,
            ident=serie.id,
            repere=serie.repere,
            champs={"slug": serie.id, "titre": serie.titre, "motif": serie.motif},
        )
        for serie in contenu.series
    ]


def fiches_des_vagues(
    contenu: SimpleNamespace, focus: Iterable[SimpleNamespace], contexte: Contexte
) -> list[Fiche]:
    """Raises ContenuInvalide when a focus cites a survey that no file holds."""
    lues = {vague.ident for vague in contenu.vagues}
    par_etude: dict[str, list[Ref]] = {}
    for numero in focus:
        if numero.sondage and numero.sondage not in lues | contenu.etudes_non_lues.keys():
            raise numero.repere.erreur(
                f"sondage « {numero.sondage} » inconnu de barometre.yaml"
            )
        par_etude.setdefault(numero.sondage, []).append(Ref(FocusLibe, numero.id))
    par_question = {
        ident: Ref(Serie, serie.id) for serie in contenu.series for ident in serie.questions
    }
    return [
        _vague(vague, par_etude.get(vague.ident, []), par_question, contexte)
        for vague in contenu.vagues
    ]


def _vague(
    vague: SimpleNamespace,
    focus: list[Ref],
    series: dict[str, Ref],
    contexte: Contexte,
) -> Fiche:
    echantillon = vague.echantillon or SimpleNamespace(
        taille=None, taille_texte="", population=""
    )
    terrain = vague.terrain or SimpleNamespace(debut=None, fin=None, texte="")
    return Fiche(
        modele=Vague,
        ident=vague.ident,
        repere=vague.repere,
        champs={
            "slug": vague.ident,
            "type": vague.type,
            "titre": vague.titre,
            "annee": vague.annee,
            "numero": vague.numero,
            "presentation": riche(vague.texte),
            "institut": vague.institut,
            "direction": vague.direction,
            "commanditaire": vague.commanditaire,
            "echantillon": echantillon.taille,
            "echantillon_texte": echantillon.taille_texte,
            "population": echantillon.population,
            "terrain_debut": terrain.debut,
            "terrain_fin": terrain.fin,
            "terrain_texte": terrain.texte,
            "mode": vague.mode,
            "mentions_manquantes_motif": MENTIONS_MANQUANTES,
            "lien": lien_ou_rien(contexte, vague.url_page, titre=vague.titre),
        },
        relations={"focus": focus, "sources": contexte.liens(vague.sources)},
        parties={
            "questions": [
                _question(question, rang, series, vague.repere, contexte)
                for rang, question in enumerate(vague.questions, start=1)
            ]
        },
    )


def _question(
    question: SimpleNamespace,
    rang: int,
    series: dict[str, Ref],
    repere: Repere,
    contexte: Contexte,
) -> Partie:
    if question.libelle and not question.libelle_verbatim:
        raise repere.erreur(
            f"question « {question.id} » : « libelle » est le texte exact ; s’il ne l’est pas, "
            "donnez-le comme « libelle_resume »"
        )
    return Partie(
        champs={
            "code": question.id,
            "serie": series.get(question.id),
            "libelle": question.libelle,
            "libelle_source": lien_ou_rien(contexte, question.libelle_source),
            "resume": question.libelle_resume,
            "famille": question.theme,
            "note": question.note,
            "ordre": rang,
        },
        relations={"chantiers": contexte.chantiers("question", question.id)},
        parties={"modalites": _modalites(question, repere, contexte)},
    )


def _modalites(question: SimpleNamespace, repere: Repere, contexte: Contexte) -> list[Partie]:
    """Answers with their figure, then those without: a figure that was not read has no row."""
    chiffrees = {
        reponse.option: [_resultat(reponse, contexte)] for reponse in question.reponses
    }
    resultats = {**chiffrees, **{option: [] for option in question.non_chiffrees}}
    if len(resultats) < len(question.reponses) + len(question.non_chiffrees):
        raise repere.erreur(f"question « {question.id} » : une réponse est donnée deux fois")
    for part in question.ventilation:
        if part.modalite not in resultats:
            raise repere.erreur(
                f"question « {question.id} » : ventilation de « {part.modalite} », réponse inconnue"
            )
        resultats[part.modalite].append(
            Partie(
                champs={
                    "sous_groupe": part.groupe,
                    "part_pct": part.valeur,
                    "precedent_pct": None,
                    "ecart_points": None,
                    "note": "",
                },
                relations={"sources": contexte.liens(part.sources)},
            )
        )
    return [
        Partie(champs={"libelle": option, "ordre": rang}, parties={"resultats": parts})
        for rang, (option, parts) in enumerate(resultats.items(), start=1)
    ]


def _resultat(reponse: SimpleNamespace, contexte: Contexte) -> Partie:
    return Partie(
        champs={
            "sous_groupe": "",
            "part_pct": reponse.valeur,
            "precedent_pct": reponse.precedent,
            "ecart_points": reponse.ecart,
            "note": reponse.note,
        },
        relations={"sources": contexte.liens(reponse.sources)},
    )
