"""The « Coordination » group handles these in the back office."""

from django.db import migrations

from comptes.droits import accorder


class Migration(migrations.Migration):
    dependencies = [("courrier", "0003_courriel"), ("pages", "0002_groupe_coordination")]

    operations = [accorder("courrier", "view_courriel", "change_courriel")]
