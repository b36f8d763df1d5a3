"""What waits in the publications: podcasts that people who do not hear cannot follow.

No line for images without description: the database refuses them (`Illustre`). None for replays
without captions: a replay is an address on another site, and nothing is known of its captions.
"""

from django.urls import reverse

from publications.models import Podcast
from redaction.file import Extrait, Groupe, Ligne, premieres, source


@source(Groupe("transcriptions", "Podcasts sans transcription", rang=60))
def transcriptions(demande):
    """The published podcasts without transcription, the longest online first."""
    if not demande.peut_voir(Podcast):
        return {}
    endormis = demande.endormis("transcriptions", Podcast._meta.label_lower)
    manquantes = Podcast.objects.published(demande.maintenant).filter(transcription="")
    podcasts = list(
        premieres(manquantes.exclude(pk__in=endormis), demande.limite, "published_at").order_by(
            "rang"
        )
    )
    return {
        "transcriptions": Extrait(
            podcasts[0].total if podcasts else 0, [_ligne(podcast) for podcast in podcasts]
        )
    }


def _ligne(podcast):
    url = reverse("admin:publications_podcast_change", args=[podcast.pk])
    return Ligne(
        cle=f"transcriptions:{Podcast._meta.label_lower}:{podcast.pk}",
        titre=podcast.titre,
        genre="podcast",
        depuis=podcast.published_at,
        pourquoi="En ligne sans transcription\u00a0: une personne sourde n’y a pas accès.",
        url=f"{url}#id_transcription",
        action="Ajouter la transcription",
    )
