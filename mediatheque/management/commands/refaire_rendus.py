"""Make the missing sizes of every image: after a restore, or when the sizes have changed."""

from django.core.management.base import BaseCommand

from mediatheque.models import Image


class Command(BaseCommand):
    help = "Produit les tailles manquantes de toutes les images."

    def handle(self, *args, **options):
        nombre = sum(image.produire_rendus() for image in Image.objects.iterator())
        self.stdout.write(f"{nombre} fichier(s) produit(s).")
