"""The outbox as a test reads it: what the portal has written, before anything leaves."""

import re
from urllib.parse import urlsplit

from django.utils import timezone

from courrier.models import Courriel


def courriels(**filtre):
    """The mails of the outbox that `filtre` keeps, in the order they were written."""
    return list(Courriel.objects.filter(**filtre).order_by("created_at", "pk"))


def lien(courriel):
    """The first address in its words, as a path with its query: what its reader clicks on."""
    adresse = urlsplit(re.search(r"https?://\S+", courriel.texte)[0])
    return adresse._replace(scheme="", netloc="").geturl()


def make_courriel(sujet="Votre fiche est en ligne", **champs):
    """A mail of the outbox, due now."""
    champs = {
        "gabarit": "essai",
        "cle": f"essai:{Courriel.objects.count()}",
        "destinataire": "agent@example.org",
        "texte": "Bonjour,\n\nTout le monde peut la lire.",
        "prochain_essai_at": timezone.now(),
        **champs,
    }
    return Courriel.objects.create(sujet=sujet, **champs)
