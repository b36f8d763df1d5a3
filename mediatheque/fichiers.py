"""Rows and their files together: stored, sized and removed through the storage only.

What is made or removed waits for the commit: a transaction that fails leaves the files as they
were.
"""

from django.core.files.base import ContentFile
from django.db import transaction

from mediatheque import images
from mediatheque.models import Document, Image


def enregistrer(objet):
    """Save an Image or a Document that has been checked, with its file: both, or neither.

    The sizes of an image are made after the commit; the files that this change replaces go then.
    A failure there is logged and leaves the row: `refaire_rendus` completes it.
    """
    avant = type(objet).objects.filter(pk=objet.pk).first()
    envoye = objet.fichier.name
    if isinstance(objet, Document):
        objet.poids = objet.fichier.size
    try:
        objet.save()
    except Exception:
        if objet.fichier.name != envoye:
            objet.fichier.storage.delete(objet.fichier.name)
        raise
    if isinstance(objet, Image):
        transaction.on_commit(lambda: produire_rendus(objet), robust=True)
    if avant:
        _effacer_apres_validation(objet, set(avant.fichiers()) - set(objet.fichiers()))


def supprimer(objet):
    """Delete an Image or a Document, then its files. Raises ProtectedError when it is used."""
    noms = objet.fichiers()
    objet.delete()
    _effacer_apres_validation(objet, noms)


def produire_rendus(image):
    """Make the missing files of every size that pages use; returns how many were made.

    Raises OSError when the original is missing or unreadable.
    """
    stockage, nombre = image.fichier.storage, 0
    manquants = [
        rendu
        for ratio in images.RATIOS
        for rendu in image.rendus(ratio)
        if not stockage.exists(rendu.nom)
    ]
    if not manquants:
        return 0
    with stockage.open(image.fichier.name) as original:
        for rendu, contenu in images.produire(original, manquants, image.foyer):
            nom = stockage.save(rendu.nom, ContentFile(contenu))
            # Somebody else made it meanwhile: the storage has then chosen another name.
            if nom != rendu.nom:
                stockage.delete(nom)
            nombre += 1
    return nombre


def _effacer_apres_validation(objet, noms):
    stockage = objet.fichier.storage

    def effacer():
        for nom in noms:
            stockage.delete(nom)

    transaction.on_commit(effacer, robust=True)
