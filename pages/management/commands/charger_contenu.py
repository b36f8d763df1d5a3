"""Load content/ into the database: each record once, with its sources, all or nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pages.contenu.assemblage import assembler
from pages.contenu.ecriture import Ecriture
from pages.contenu.lecture import ContenuInvalide
from territoires.models import Territoire


class Command(BaseCommand):
    help = (
        "Charge le contenu du dossier content/. Relancer ne change rien ; une fiche modifiée ou "
        "supprimée depuis dans l’administration est laissée telle quelle, sauf avec --remplacer. "
        "Une fiche fautive arrête tout : rien n’est écrit."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dossier",
            type=Path,
            default=settings.BASE_DIR / "content",
            help="dossier à charger (par défaut, content/)",
        )
        parser.add_argument(
            "--remplacer",
            action="store_true",
            help="récrit aussi les fiches modifiées ou supprimées dans l’administration",
        )

    def handle(self, *, dossier, remplacer, verbosity, **options):
        territoires = {
            (nature, code): nom
            for nature, code, nom in Territoire.objects.exclude(
                nature=Territoire.Nature.COMMUNE
            ).values_list("nature", "code", "nom")
        }
        if not territoires:
            raise CommandError(
                "La géographie officielle n’est pas chargée. Lancez d’abord : "
                "python manage.py charger_territoires"
            )
        if not dossier.is_dir():
            raise CommandError(f"Le dossier {dossier} n’existe pas.")
        ecriture = Ecriture(maintenant=timezone.now(), remplacer=remplacer)
        try:
            with transaction.atomic():
                ecriture.ecrire(assembler(dossier, territoires))
        except ContenuInvalide as erreur:
            faute = f"{dossier.name}/{erreur}".rstrip(".")
            raise CommandError(f"{faute}. Rien n’a été écrit.") from erreur
        if verbosity:
            self._report(ecriture, detail=verbosity > 1)

    def _report(self, ecriture, *, detail):
        """Say how many records met each fate, by type when asked, and name those left alone."""
        if detail:
            for modele in dict.fromkeys(modele for modele, _ in ecriture.bilan):
                nombres = {s: n for (m, s), n in ecriture.bilan.items() if m is modele}
                self.stdout.write(f"  {modele._meta.verbose_name_plural} : {_phrase(nombres)}")
        total = {}
        for (_, sort), nombre in ecriture.bilan.items():
            total[sort] = total.get(sort, 0) + nombre
        self.stdout.write(f"Contenu : {_phrase(total)}.")
        if ecriture.conserves:
            self.stdout.write(
                "Conservées telles quelles, car modifiées dans l’administration (--remplacer les "
                "récrit) :"
            )
            for objet in ecriture.conserves:
                self.stdout.write(f"  - {objet._meta.verbose_name} « {objet} »")


def _phrase(nombres):
    """« 3 créées, 0 modifiée, 12 inchangées », and the other fates when they happened."""
    toujours = ("créé", "modifié", "inchangé")
    parfois = [sort for sort in ("conservé", "écarté") if nombres.get(sort)]
    return ", ".join(
        f"{nombres.get(sort, 0)} {sort}{'s' if nombres.get(sort, 0) > 1 else ''}"
        for sort in (*toujours, *parfois)
    )
