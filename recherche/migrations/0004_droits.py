"""The « Coordination » group says which words are equal."""

from django.db import migrations

from comptes.droits import accorder


class Migration(migrations.Migration):
    dependencies = [
        ("recherche", "0003_familles_de_mots"),
        ("pages", "0002_groupe_coordination"),
    ]

    operations = [
        accorder(
            "recherche",
            "add_familledemots",
            "change_familledemots",
            "delete_familledemots",
            "view_familledemots",
        )
    ]
