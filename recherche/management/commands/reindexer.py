"""Rebuilds the index of the search from what is online."""

import sys

from django.core.management.base import BaseCommand

from recherche.index import CONTENUS, reconstruire

LARGEUR = 30


class Command(BaseCommand):
    help = "Reconstruit l’index de la recherche à partir de ce qui est en ligne."

    def add_arguments(self, parser):
        parser.add_argument(
            "--tout",
            action="store_true",
            help="Réécrit aussi les pages qui n’ont pas changé.",
        )

    def handle(self, *args, tout, **options):
        change = 0
        for contenu in CONTENUS.values():
            total = 0
            for total, debut, lot in reconstruire(contenu, tout=tout):
                change += lot
                self._avancer(contenu.titre, debut, total)
            self._avancer(contenu.titre, total, total)
            if sys.stdout.isatty():
                self.stdout.write("")
        self.stdout.write(f"{change} page(s) réécrite(s) dans l’index.")

    def _avancer(self, titre, fait, total):
        """One line per type, drawn again in place on a terminal; said once, when done, elsewhere."""
        plein = LARGEUR * fait // total if total else LARGEUR
        barre = "█" * plein + "░" * (LARGEUR - plein)
        ligne = f"{titre:<32} {barre} {fait}/{total}"
        if sys.stdout.isatty():
            self.stdout.write(f"\r{ligne}", ending="")
            self.stdout.flush()
        elif fait == total:
            self.stdout.write(ligne)
