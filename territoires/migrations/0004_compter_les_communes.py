"""Count the communes of a geography loaded before their number was kept, as the loader does."""

from django.db import migrations
from django.db.models import Count, Max


def compter(apps, schema_editor):
    Territoire = apps.get_model("territoires", "Territoire")
    communes = Territoire.objects.filter(nature="commune", date_fin__isnull=True)
    for parent in ("region", "departement", "epci"):
        lignes = communes.filter(**{f"{parent}__isnull": False}).values_list(parent).order_by()
        comptes = {
            cle: (nombre, maximum or 0)
            for cle, nombre, maximum in lignes.annotate(Count("pk"), Max("population"))
        }
        territoires = list(Territoire.objects.filter(pk__in=comptes).order_by("pk"))
        for territoire in territoires:
            territoire.nombre_communes, territoire.population_commune_max = comptes[
                territoire.pk
            ]
        Territoire.objects.bulk_update(
            territoires, ["nombre_communes", "population_commune_max"], batch_size=200
        )


class Migration(migrations.Migration):
    dependencies = [("territoires", "0003_chiffres_des_communes")]

    operations = [migrations.RunPython(compter, migrations.RunPython.noop)]
