"""Store the official geography: create, update, close, never delete."""

from collections import Counter, defaultdict
from datetime import date
from operator import attrgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from territoires import cog
from territoires.models import Territoire

DONNEES = Path(cog.__file__).parent / "donnees"
# Parents first: a row refers to the keys of those above.
NATURES = ("region", "departement", "epci", "commune")
CHAMPS = (
    "nom",
    "nom_replie",
    "slug",
    "region_id",
    "departement_id",
    "epci_id",
    "population",
    "nombre_communes",
    "population_commune_max",
    "date_fin",
)


class Command(BaseCommand):
    help = (
        "Charge le code officiel géographique livré avec le portail, ou celui de --fichier. Les "
        "territoires qui n’y sont plus restent, avec leur date de fin. Relancer ne change rien."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fichier",
            type=Path,
            default=max(DONNEES.glob("cog-*.tsv.gz")),
            help="fichier produit par outils/construire_cog.py (par défaut, le plus récent livré)",
        )

    def handle(self, *, fichier, verbosity, **options):
        try:
            geographie = cog.lire(fichier)
        except OSError as erreur:
            raise CommandError(
                f"{fichier} : fichier illisible. Rien n’a été chargé."
            ) from erreur
        except cog.FichierInvalide as erreur:
            raise CommandError(f"{fichier} : {erreur}. Rien n’a été chargé.") from erreur
        with transaction.atomic():
            bilan = _charger(geographie)
        if verbosity:
            self.stdout.write(_phrase(geographie.millesime, bilan))


def _charger(geographie):
    """Make the table say what the file says; return how many rows met each fate."""
    sortie = date(geographie.millesime, 1, 1)
    bilan = Counter()
    cles = {}
    communes = _communes(geographie.lignes)
    for nature in NATURES:
        anciens = {t.code: t for t in Territoire.objects.filter(nature=nature)}
        a_ecrire = []
        for ligne in geographie.lignes:
            if ligne.nature != nature:
                continue
            territoire = _territoire(ligne, cles, communes)
            ancien = anciens.pop(ligne.code, None)
            if ancien is None:
                bilan["créés"] += 1
            elif _valeurs(ancien) == _valeurs(territoire):
                bilan["inchangés"] += 1
                continue
            else:
                bilan["mis à jour"] += 1
            a_ecrire.append(territoire)
        # An existing row keeps its key, hence its members, agents and sheets.
        Territoire.objects.bulk_create(
            a_ecrire,
            update_conflicts=True,
            unique_fields=["nature", "code"],
            update_fields=CHAMPS,
            batch_size=1000,
        )
        partis = [t.pk for t in anciens.values() if t.date_fin is None]
        bilan["sortis"] += Territoire.objects.filter(pk__in=partis).update(date_fin=sortie)
        cles |= {
            (nature, code): cle
            for code, cle in Territoire.objects.filter(nature=nature).values_list("code", "pk")
        }
    return bilan


def _communes(lignes):
    """{(nature, code): populations of the communes that lie there}, an unknown one counted as 0."""
    populations = defaultdict(list)
    for ligne in lignes:
        if ligne.nature == "commune":
            for nature in ("region", "departement", "epci"):
                populations[nature, getattr(ligne, nature)].append(ligne.population or 0)
    return populations


def _territoire(ligne, cles, communes):
    populations = communes.get((ligne.nature, ligne.code))
    return Territoire(
        nature=ligne.nature,
        code=ligne.code,
        nom=ligne.nom,
        nom_replie=ligne.nom_replie,
        slug=ligne.slug,
        region_id=cles.get(("region", ligne.region)),
        departement_id=cles.get(("departement", ligne.departement)),
        epci_id=cles.get(("epci", ligne.epci)),
        population=ligne.population,
        nombre_communes=len(populations) if populations else None,
        population_commune_max=max(populations) if populations else None,
        date_fin=None,
    )


_valeurs = attrgetter(*CHAMPS)


def _phrase(millesime, bilan):
    nombres = ", ".join(
        f"{bilan[sort]} {sort}" for sort in ("créés", "mis à jour", "sortis", "inchangés")
    )
    rien = "" if bilan.total() > bilan["inchangés"] else " Rien n’a changé."
    return f"Code officiel géographique {millesime} : {nombres}.{rien}"
