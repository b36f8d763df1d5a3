"""Focus Libé with their articles, notes, podcasts. Pure.

From content/focus.yaml, content/notes.yaml and content/podcasts.yaml.
"""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from evenements.models import Journees, RendezVous
from forum.models import Idee
from pages.contenu.evenements import reference
from pages.contenu.fiches import (
    Contexte,
    Fiche,
    Partie,
    Ref,
    auteurs,
    lien_ou_rien,
    lignes,
)
from pages.contenu.formes import (
    ADRESSE,
    BOOLEEN,
    ENTIER,
    IDENTIFIANT,
    JOUR,
    MOIS,
    QUAND,
    SOURCE,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, lire
from publications.models import Article, FocusLibe, Note, Podcast

TYPES_D_ARTICLE = {type_.label.lower(): type_ for type_ in Article.Type}
TYPES_DE_NOTE = {type_.label.lower(): type_ for type_ in Note.Type}
ARTICLE = Forme(
    "type source",
    type=parmi(*TYPES_D_ARTICLE),
    titre=TEXTE,
    auteurs=liste(TEXTE),
    date=QUAND,
    rubrique=TEXTE,
    resume=TEXTE,
    note=TEXTE,
    source=SOURCE,
    url_publique_presumee=ADRESSE,
)
FOCUS = Forme(
    "id annee mois theme",
    id=IDENTIFIANT,
    annee=ENTIER,
    semestre=ENTIER,
    mois=MOIS,
    theme=TEXTE,
    titre=TEXTE,
    sujets=liste(TEXTE),
    cahier=Forme("", pages=ENTIER, date=QUAND, url=ADRESSE),
    forum_live=Forme("titre", titre=TEXTE, date=QUAND, evenement=IDENTIFIANT, source=SOURCE),
    articles=liste(ARTICLE),
    sondage=IDENTIFIANT,
    partenaires=liste(TEXTE),
    note=TEXTE,
    sources=liste(SOURCE),
)
NOTE = Forme(
    "id titre url lu source",
    id=IDENTIFIANT,
    titre=TEXTE,
    titre_document=TEXTE,
    type=parmi(*TYPES_DE_NOTE),
    auteurs=liste(Forme("nom", nom=TEXTE, role=TEXTE)),
    date=JOUR,
    annee=ENTIER,
    themes=liste(TEXTE),
    resume=TEXTE,
    url=ADRESSE,
    lu=BOOLEEN,
    oeil_verifie=BOOLEEN,
    note=TEXTE,
    source=SOURCE,
)
PODCAST = Forme(
    "id titre source",
    id=IDENTIFIANT,
    titre=TEXTE,
    question=TEXTE,
    elu=TEXTE,
    porteur=TEXTE,
    expert=TEXTE,
    date=JOUR,
    url=ADRESSE,
    themes=liste(TEXTE),
    source=SOURCE,
)


def lire_publications(dossier: Path) -> SimpleNamespace:
    """`focus`, `notes`, `podcasts`. The sections around them are checked, not loaded."""
    focus = lire(
        dossier / "focus.yaml",
        espace_dedie=Forme("url source", url=ADRESSE, source=SOURCE),
        rythme=liste(Forme("valeur source", valeur=TEXTE, source=SOURCE)),
        focus=Fiches(FOCUS),
    )
    notes = lire(
        dossier / "notes.yaml",
        observatoire=Forme(
            "nom url source", nom=TEXTE, url=ADRESSE, formes=liste(TEXTE), source=SOURCE
        ),
        notes=Fiches(NOTE),
    )
    podcasts = lire(
        dossier / "podcasts.yaml",
        serie=Forme(
            "titre url source",
            titre=TEXTE,
            titre_verifie=BOOLEEN,
            url=ADRESSE,
            nombre_presume=ENTIER,
            format=TEXTE,
            animation=TEXTE,
            source=SOURCE,
            note=TEXTE,
        ),
        podcasts=Fiches(PODCAST),
    )
    return SimpleNamespace(focus=focus.focus, notes=notes.notes, podcasts=podcasts.podcasts)


def fiches_des_focus(
    focus: Iterable[SimpleNamespace],
    idees: Iterable[SimpleNamespace],
    evenements: dict[str, Ref],
    etudes_non_lues: dict[str, str],
    contexte: Contexte,
) -> list[Fiche]:
    """`etudes_non_lues`: {identifier: sentence}, the surveys that a focus cites and nobody read."""
    par_titre = {idee.titre: Ref(Idee, idee.id) for idee in idees}
    return [
        _focus(numero, par_titre, evenements, etudes_non_lues, contexte) for numero in focus
    ]


def _focus(
    focus: SimpleNamespace,
    par_titre: dict[str, Ref],
    evenements: dict[str, Ref],
    etudes_non_lues: dict[str, str],
    contexte: Contexte,
) -> Fiche:
    if focus.mois.annee != focus.annee:
        raise focus.repere.erreur(f"le mois n’est pas dans l’année {focus.annee}")
    # The subject is a keyword too; keywords are written in lower case.
    mots = [focus.theme[0].lower() + focus.theme[1:], *focus.sujets]
    return Fiche(
        modele=FocusLibe,
        ident=focus.id,
        repere=focus.repere,
        champs={
            "slug": focus.id,
            "titre": focus.titre or focus.theme,
            "theme": focus.theme,
            "annee": focus.annee,
            "mois": focus.mois.mois,
            "sujets": lignes(focus.sujets),
            "partenaires": lignes(focus.partenaires),
            "note": " ".join(
                filter(None, [focus.note, etudes_non_lues.get(focus.sondage, "")])
            ),
            **_cahier(focus.cahier, contexte),
            **_forum(focus, evenements),
        },
        relations={
            "themes": contexte.themes(mots, focus.repere),
            "chantiers": contexte.chantiers("focus", focus.id),
            "sources": contexte.liens(
                focus.sources, focus.forum_live.source if focus.forum_live else ""
            ),
        },
        mots_cles=mots,
        parties={
            "articles": [
                _article(article, rang, par_titre, contexte)
                for rang, article in enumerate(focus.articles, start=1)
            ]
        },
    )


def _cahier(cahier: SimpleNamespace | None, contexte: Contexte) -> dict:
    """A cahier that is attested, however little is known of it. A month alone is the focus's own."""
    return {
        "has_cahier": cahier is not None,
        "cahier_pages": cahier.pages if cahier else None,
        "cahier_date": cahier.date.jour if cahier and cahier.date else None,
        "cahier_lien": lien_ou_rien(contexte, cahier.url) if cahier else None,
    }


def _forum(focus: SimpleNamespace, evenements: dict[str, Ref]) -> dict:
    forum = focus.forum_live
    evenement = forum.evenement if forum else ""
    return {
        "forum_titre": forum.titre if forum else "",
        "forum_date": forum.date.jour if forum and forum.date else None,
        "forum_journees": reference(evenement, evenements, Journees, focus.repere),
        "forum_rendez_vous": reference(evenement, evenements, RendezVous, focus.repere),
    }


def _article(
    article: SimpleNamespace, rang: int, par_titre: dict[str, Ref], contexte: Contexte
) -> Partie:
    return Partie(
        champs={
            "type": TYPES_D_ARTICLE[article.type],
            "titre": article.titre,
            "auteurs": lignes(article.auteurs),
            "rubrique": article.rubrique,
            "annee": article.date.annee if article.date else None,
            "mois": article.date.mois if article.date else None,
            "date": article.date.jour if article.date else None,
            "resume": article.resume,
            "lien": lien_ou_rien(
                contexte,
                article.url_publique_presumee,
                titre=article.titre,
                pas_lue="url_publique_presumee",
            ),
            "source": contexte.lien(article.source, titre=article.titre),
            "idee": par_titre.get(article.titre),
            "note": article.note,
            "ordre": rang,
        }
    )


def fiches_des_notes(notes: Iterable[SimpleNamespace], contexte: Contexte) -> list[Fiche]:
    return [
        Fiche(
            modele=Note,
            ident=note.id,
            repere=note.repere,
            champs={
                "slug": note.id,
                "titre": note.titre,
                "titre_document": note.titre_document,
                "type": TYPES_DE_NOTE.get(note.type, Note.Type.NOTE),
                "auteurs": auteurs(note.auteurs),
                "annee": note.date.year if note.date else note.annee,
                "date": note.date,
                "resume": note.resume,
                "oeil_verifie": note.oeil_verifie is not False,
                "lien": contexte.lien(
                    note.url, titre=note.titre, pas_lue="" if note.lu else "non_lue"
                ),
                "note": note.note,
            },
            relations={
                "themes": contexte.themes(note.themes, note.repere),
                "chantiers": contexte.chantiers("note", note.id),
                "sources": contexte.liens(note.source),
            },
            mots_cles=note.themes,
        )
        for note in notes
    ]


def fiches_des_podcasts(podcasts: Iterable[SimpleNamespace], contexte: Contexte) -> list[Fiche]:
    return [
        Fiche(
            modele=Podcast,
            ident=podcast.id,
            repere=podcast.repere,
            champs={
                "slug": podcast.id,
                "titre": podcast.titre,
                "question": podcast.question,
                "elu": podcast.elu,
                "porteur": podcast.porteur,
                "expert": podcast.expert,
                "date": podcast.date,
                "lien": lien_ou_rien(
                    contexte, podcast.url, titre=podcast.titre, pas_lue="non_lue"
                ),
            },
            relations={
                "themes": contexte.themes(podcast.themes, podcast.repere),
                "sources": contexte.liens(podcast.source),
            },
            mots_cles=podcast.themes,
        )
        for podcast in podcasts
    ]
