"""How machines read the publications."""

from partage.schema import article, decrire, oeuvre, organisation
from publications.models import FocusLibe, Note, Podcast

RUBRIQUE = "Les publications"


@decrire(FocusLibe)
def focus(focus):
    return article(
        focus,
        focus.titre,
        RUBRIQUE,
        resume=focus.presentation,
        texte=focus.theme,
        contributor=[organisation(nom) for nom in focus.liste_partenaires],
    )


@decrire(Note)
def note(note):
    return article(
        note,
        note.titre,
        RUBRIQUE,
        resume=note.resume,
        alternativeHeadline=note.titre_document,
        # Names with what each one does, or a group: nothing says which.
        creditText=" ; ".join(note.liste_auteurs),
    )


@decrire(Podcast)
def podcast(podcast):
    return oeuvre(
        podcast,
        "PodcastEpisode",
        name=podcast.titre,
        resume=podcast.question,
        texte=podcast.presentation,
        datePublished=podcast.date and podcast.date.isoformat(),
        duration=podcast.duree_minutes and f"PT{podcast.duree_minutes}M",
    )
