"""The outbox as a test reads it: what the portal has written, before anything leaves."""

import re
from urllib.parse import urlsplit

from courrier.models import Courriel


def courriels(**filtre):
    """The mails of the outbox that `filtre` keeps, in the order they were written."""
    return list(Courriel.objects.filter(**filtre).order_by("created_at", "pk"))


def lien(courriel):
    """The first address in its words, as a path with its query: what its reader clicks on."""
    adresse = urlsplit(re.search(r"https?://\S+", courriel.texte)[0])
    return adresse._replace(scheme="", netloc="").geturl()
