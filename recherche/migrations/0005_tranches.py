"""What is in the index already says in which blocks it is (recherche/criteres.py)."""

from django.db import migrations

TRANCHE = 2**15
ECHELLES = 8


def marquer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        marques = ", ".join(f"'tranche{e}=' || id / {TRANCHE << e}" for e in range(ECHELLES))
        # Reading the shares of ten thousand words took longer than finding the pages; a thousand
        # tell enough, now that the full-text index is asked for.
        schema_editor.execute(
            "ALTER TABLE recherche_entree ALTER COLUMN vecteur SET STATISTICS 100"
        )
        schema_editor.execute(
            f"UPDATE recherche_entree SET vecteur = vecteur || array_to_tsvector(ARRAY[{marques}])"  # noqa: S608  # numbers
        )
    Entree = apps.get_model("recherche", "Entree")
    Valeur = apps.get_model("recherche", "Valeur")
    derniere = Entree.objects.order_by("pk").last()
    if derniere:
        numeros = range(derniere.pk // TRANCHE + 1)
        Valeur.objects.bulk_create(Valeur(facette="tranche", valeur=str(n)) for n in numeros)


def oublier(apps, schema_editor):
    """The marks of the entries stay: nothing asks for them any more."""
    apps.get_model("recherche", "Valeur").objects.filter(facette="tranche").delete()


class Migration(migrations.Migration):
    dependencies = [("recherche", "0004_droits")]

    operations = [migrations.RunPython(marquer, oublier)]
