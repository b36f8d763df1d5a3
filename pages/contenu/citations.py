"""Quotations and the people who spoke: content/citations.yaml. Pure.

A quotation without year (`citations_manifeste`) is checked, not loaded: the manifesto holds it.
`graphie_document`, the spelling of the founding document, stays in the file.
"""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from evenements.models import Citation, Journees, Personne
from pages.contenu.fiches import Contexte, Fiche, Ref
from pages.contenu.formes import ENTIER, IDENTIFIANT, SOURCE, TEXTE, Forme, liste
from pages.contenu.lecture import Fiches, lire

CITATION = Forme(
    "id texte auteur annee source",
    id=IDENTIFIANT,
    texte=TEXTE,
    auteur=TEXTE,
    role=TEXTE,
    annee=ENTIER,
    themes=liste(TEXTE),
    graphie_document=TEXTE,
    note=TEXTE,
    source=SOURCE,
)
CITATION_SANS_ANNEE = Forme(
    "id texte auteur source",
    id=IDENTIFIANT,
    texte=TEXTE,
    auteur=TEXTE,
    role=TEXTE,
    annee=ENTIER,
    contexte=TEXTE,
    source=SOURCE,
)


def lire_citations(dossier: Path) -> list[SimpleNamespace]:
    return lire(
        dossier / "citations.yaml",
        citations=Fiches(CITATION),
        citations_manifeste=Fiches(CITATION_SANS_ANNEE),
    ).citations


def fiches_des_personnes(
    evenements: Iterable[SimpleNamespace], citations: Iterable[SimpleNamespace]
) -> list[Fiche]:
    """One per name, where it is first met."""
    noms = {}
    for evenement in evenements:
        for sur_scene in [evenement, *evenement.programme]:
            for intervenant in sur_scene.intervenants:
                noms.setdefault(intervenant.nom, evenement.repere)
    for citation in citations:
        noms.setdefault(citation.auteur, citation.repere)
    return [
        Fiche(modele=Personne, ident=nom, cle=("nom",), repere=repere, champs={"nom": nom})
        for nom, repere in noms.items()
    ]


def fiches_des_citations(
    citations: Iterable[SimpleNamespace],
    journees: Iterable[SimpleNamespace],
    contexte: Contexte,
) -> list[Fiche]:
    """Each among the echoes of the edition of its year."""
    editions = {edition.annee: Ref(Journees, edition.id) for edition in journees}
    return [
        Fiche(
            modele=Citation,
            ident=citation.id,
            repere=citation.repere,
            champs={
                "slug": citation.id,
                "texte": citation.texte,
                "personne": Ref(Personne, citation.auteur),
                "role": citation.role,
                "annee": citation.annee,
                "journees": editions.get(citation.annee),
                "note": citation.note,
            },
            relations={
                "themes": contexte.themes(citation.themes, citation.repere),
                "sources": contexte.liens(citation.source),
            },
            mots_cles=citation.themes,
        )
        for citation in citations
    ]
