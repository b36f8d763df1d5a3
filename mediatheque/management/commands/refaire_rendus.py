"""Make the missing sizes of every image: after a restore, or when the sizes have changed."""

from django.core.management.base import BaseCommand, CommandError

from mediatheque import fichiers
from mediatheque.models import Image


class Command(BaseCommand):
    help = "Produit les tailles manquantes de toutes les images."

    def handle(self, *args, **options):
        nombre, illisibles = 0, []
        for image in Image.objects.order_by("pk").iterator():
            try:
                nombre += fichiers.produire_rendus(image)
            except OSError as erreur:
                illisibles.append(f"« {image} » ({image.fichier.name}) : {erreur}")
        accord = "s" if nombre > 1 else ""
        self.stdout.write(f"{nombre} fichier{accord} produit{accord}.")
        if illisibles:
            raise CommandError("\n".join(["Images dont l’original manque :", *illisibles]))
