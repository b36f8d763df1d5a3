"""Files behind the rows: made and removed once the database has agreed, through the storage only."""

from django.core.files.storage import default_storage
from django.db import transaction

from mediatheque.models import Document, Image


def produire_apres_validation(image):
    """Make the sizes of `image` once its row is committed."""
    transaction.on_commit(image.produire_rendus)


def supprimer_apres_validation(noms):
    """Remove files once the rows that named them are gone; a name still in use stays.

    Names come from the content: two rows with the same picture share its files.
    """

    def supprimer():
        utilises = {
            nom for image in Image.objects.filter(fichier__in=noms) for nom in image.fichiers()
        } | set(Document.objects.filter(fichier__in=noms).values_list("fichier", flat=True))
        for nom in set(noms) - utilises:
            default_storage.delete(nom)

    transaction.on_commit(supprimer)
