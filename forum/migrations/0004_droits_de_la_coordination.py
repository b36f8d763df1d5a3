"""The « Coordination » group handles these in the back office."""

from django.db import migrations

from comptes.droits import accorder


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_proposition"), ("pages", "0002_groupe_coordination")]

    operations = [accorder("forum", "view_proposition")]
