"""The address of the image of a page: it holds the words to draw, signed.

Nothing is looked up: an image says what the page said, and only pages of ours have one.
"""

from typing import NamedTuple

from django.core.signing import Signer
from django.urls import reverse

# To add one to when the drawing changes: networks keep the image of an address for ever.
DESSIN = 1
TITRE, SURTITRE = 300, 80
_signataire = Signer(salt="partage.vignette")


class Mots(NamedTuple):
    """What an image says: `section` is a key of its colour."""

    titre: str
    surtitre: str
    section: str


def adresse(titre, surtitre, section):
    """The path of the image; the same words have the same one."""
    mots = [titre[:TITRE], surtitre[:SURTITRE], section, DESSIN]
    return reverse("partage:image", args=[_signataire.sign_object(mots, compress=True)])


def lire(jeton):
    """The Mots of an address, BadSignature for what no page of ours wrote."""
    titre, surtitre, section, _ = _signataire.unsign_object(jeton)
    return Mots(titre, surtitre, section)
