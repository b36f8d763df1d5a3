"""What focus issues, notes and podcasts give to the search."""

from chantiers.index import classement, mots, publics
from chantiers.models import Chantier, Theme
from publications.models import FocusLibe, Note, Podcast
from recherche import facettes
from recherche.index import Fiche, contenu, suite

# What the series of notes is called, in full.
OBSERVATOIRE = "OEIL, Observatoire de l’expérimentation et de l’innovation locales"
DEPEND = {Theme: "themes", Chantier: "chantiers"}


@contenu(
    FocusLibe,
    "Focus avec Libération",
    section="publications",
    depend=DEPEND,
    lignes=lambda: FocusLibe.objects.prefetch_related(
        "themes", "mots_cles", publics(), "articles"
    ),
)
def focus(focus):
    return Fiche(
        titre=focus.titre,
        url=focus.get_absolute_url(),
        resume=focus.theme,
        classement=mots(focus, "Libération", focus.partenaires),
        texte=suite(
            focus.presentation,
            focus.sujets,
            focus.forum_titre,
            *(suite(article.titre, article.auteurs) for article in focus.articles.all()),
        ),
        surtitre=focus.surtitre,
        annee=focus.annee,
        facettes={**classement(focus), "annee": facettes.annee(focus.annee)},
    )


@contenu(
    Note,
    "Notes de l’observatoire",
    section="publications",
    depend=DEPEND,
    lignes=lambda: Note.objects.prefetch_related("themes", "mots_cles", publics()),
)
def note(note):
    return Fiche(
        titre=note.titre,
        url=note.get_absolute_url(),
        resume=note.resume,
        classement=mots(note, note.auteurs, OBSERVATOIRE * note.oeil_verifie),
        texte=note.titre_document,
        surtitre=note.surtitre,
        annee=note.annee,
        jour=note.date,
        facettes={**classement(note), "annee": facettes.annee(note.annee)},
    )


@contenu(
    Podcast,
    "Podcasts",
    section="publications",
    depend=DEPEND,
    lignes=lambda: Podcast.objects.prefetch_related("themes", "mots_cles", publics()),
)
def podcast(podcast):
    return Fiche(
        titre=podcast.titre,
        url=podcast.get_absolute_url(),
        resume=podcast.question,
        classement=mots(podcast, podcast.elu, podcast.porteur, podcast.expert),
        texte=suite(podcast.presentation, podcast.transcription),
        surtitre=podcast.surtitre,
        annee=podcast.date.year if podcast.date else None,
        jour=podcast.date,
        facettes={
            **classement(podcast),
            "annee": facettes.annee(podcast.date.year if podcast.date else None),
        },
    )
