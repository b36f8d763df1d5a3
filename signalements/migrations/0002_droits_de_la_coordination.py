"""The « Coordination » group handles these in the back office."""

from django.db import migrations

from comptes.droits import accorder


class Migration(migrations.Migration):
    dependencies = [("signalements", "0001_initial"), ("pages", "0002_groupe_coordination")]

    operations = [accorder("signalements", "view_signalement", "change_signalement")]
