"""Editorial pages: content/manifeste.md, content/entretien.yaml, content/pages/*.md. Pure.

A page of content/pages/ opens with its header between two lines « --- »; its address is the name
of its file. Corrections made to the founding document stay in the files.
"""

from html import escape
from pathlib import Path
from types import SimpleNamespace

from pages.contenu.fiches import Contexte, Fiche, riche
from pages.contenu.formes import (
    ADRESSE,
    BRUT,
    DEPARTEMENT,
    DOCUMENT_FONDATEUR,
    ENTIER,
    IDENTIFIANT,
    SOURCE,
    TEXTE,
    Forme,
    liste,
)
from pages.contenu.lecture import Fiches, Repere, analyser, lire, lire_fiche, lire_texte
from pages.contenu.markdown import en_html
from pages.models import Page
from solidaires import texte

ENTETE = Forme("titre ordre", titre=TEXTE, chapo=TEXTE, ordre=ENTIER, sources=liste(SOURCE))
ENTRETIEN = {
    "titre": TEXTE,
    "chapeau": TEXTE,
    "source": SOURCE,
    "voix": Fiches(
        Forme(
            "sigle nom role role_source",
            sigle=BRUT,
            nom=TEXTE,
            role=TEXTE,
            role_source=SOURCE,
            departement=DEPARTEMENT,
        ),
        cle="sigle",
    ),
    "echanges": Fiches(
        Forme(
            "numero question reponses",
            numero=ENTIER,
            question=TEXTE,
            reponses=liste(Forme("sigle texte", sigle=BRUT, texte=TEXTE)),
        ),
        cle="numero",
    ),
    "liens": liste(Forme("ancre url", ancre=TEXTE, url=ADRESSE)),
    "corrections": liste(TEXTE),
}


def lire_pages(dossier: Path) -> list[SimpleNamespace]:
    """Each with `slug`, `titre`, `chapo`, `corps` (HTML), `ordre`, `sources`, `repere`."""
    return [
        _manifeste(dossier),
        _entretien(dossier),
        *(_page(chemin) for chemin in sorted((dossier / "pages").glob("*.md"))),
    ]


def _manifeste(dossier: Path) -> SimpleNamespace:
    """Its first-level title is the title of the page."""
    repere = Repere("manifeste.md")
    avant, signe, suite = lire_texte(dossier / "manifeste.md").partition("\n# ")
    titre, _, corps = suite.partition("\n")
    if not signe or not titre.strip():
        raise repere.erreur("il manque le titre, une ligne qui commence par « # »")
    return SimpleNamespace(
        slug="manifeste",
        titre=TEXTE.convertir(titre),
        chapo="",
        corps=en_html(avant + corps, repere),
        ordre=10,
        sources=[DOCUMENT_FONDATEUR],
        repere=repere,
    )


def _entretien(dossier: Path) -> SimpleNamespace:
    contenu = lire(dossier / "entretien.yaml", **ENTRETIEN)
    voix = {v.sigle: v for v in contenu.voix}
    corps = [
        "<ul>"
        + "".join(
            f"<li><strong>{_mot(v.nom)}</strong>, {_mot(v.role)}</li>" for v in contenu.voix
        )
        + "</ul>"
    ]
    for echange in contenu.echanges:
        corps.append(f"<h2>{_mot(echange.question)}</h2>")
        for reponse in echange.reponses:
            if reponse.sigle not in voix:
                raise echange.repere.erreur(
                    f"« {reponse.sigle} » n’est pas une voix de l’entretien"
                )
            corps.append(f"<p><strong>{_mot(voix[reponse.sigle].nom)}</strong></p>")
            corps.append(riche(reponse.texte))
    return SimpleNamespace(
        slug="entretien",
        titre=f"Entretien avec {' et '.join(v.nom for v in contenu.voix)}",
        chapo=contenu.chapeau,
        corps=texte.assainir("".join(corps)),
        ordre=20,
        sources=[contenu.source, *(v.role_source for v in contenu.voix)],
        repere=Repere("entretien.yaml"),
    )


def _mot(simple: str) -> str:
    return escape(simple, quote=False)


def _page(chemin: Path) -> SimpleNamespace:
    repere = Repere(f"pages/{chemin.name}")
    debut, *reste = lire_texte(chemin).split("---\n", 2)
    if debut or len(reste) != 2:
        raise repere.erreur("il manque l’en-tête entre deux lignes « --- »")
    page = lire_fiche(analyser(reste[0], repere), ENTETE, repere)
    page.slug = lire_fiche(chemin.stem, IDENTIFIANT, repere)
    page.corps = en_html(reste[1], repere)
    return page


def fiches_des_pages(pages: list[SimpleNamespace], contexte: Contexte) -> list[Fiche]:
    return [
        Fiche(
            modele=Page,
            ident=page.slug,
            repere=page.repere,
            champs={
                "slug": page.slug,
                "titre": page.titre,
                "chapo": page.chapo,
                "corps": page.corps,
                "ordre": page.ordre,
            },
            relations={"sources": contexte.liens(page.sources)},
        )
        for page in pages
    ]
