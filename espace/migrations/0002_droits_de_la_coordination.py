"""The « Coordination » group handles these in the back office."""

from django.db import migrations

from comptes.droits import accorder


class Migration(migrations.Migration):
    dependencies = [("espace", "0001_initial"), ("pages", "0002_groupe_coordination")]

    operations = [
        accorder(
            "espace",
            "add_invitation",
            "change_invitation",
            "view_invitation",
            "add_etablissement",
            "change_etablissement",
            "delete_etablissement",
            "view_etablissement",
            "view_demandeacces",
            "change_demandeacces",
            "view_depot",
            "view_message",
            "view_amendement",
            "change_amendement",
            "view_interet",
            "view_messageinteret",
            "view_verification",
        )
    ]
