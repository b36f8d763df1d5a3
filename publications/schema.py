"""How machines read the publications."""

from partage.schema import article, decrire, organisation
from publications.models import FocusLibe, Note, Podcast

RUBRIQUE = "Les publications"


@decrire(FocusLibe)
def focus(focus):
    return article(
        focus,
        titre=focus.titre,
        resume=focus.presentation,
        texte=focus.theme,
        articleSection=RUBRIQUE,
        contributor=[organisation(nom) for nom in focus.liste_partenaires],
    )


@decrire(Note)
def note(note):
    return article(
        note,
        titre=note.titre,
        resume=note.resume,
        articleSection=RUBRIQUE,
        alternativeHeadline=note.titre_document,
        # Names with what each one does, or a group: nothing says which.
        creditText=" ; ".join(note.liste_auteurs),
    )


@decrire(Podcast)
def podcast(podcast):
    dit = article(
        podcast, titre=podcast.titre, resume=podcast.question, texte=podcast.presentation
    )
    return dit | {
        "@type": "PodcastEpisode",
        "headline": "",
        "name": podcast.titre,
        "datePublished": podcast.date and podcast.date.isoformat(),
        "duration": podcast.duree_minutes and f"PT{podcast.duree_minutes}M",
    }
