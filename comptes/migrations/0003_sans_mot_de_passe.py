"""Forget the passwords of the first accounts: nobody signs in with one any more."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import migrations


def oublier(apps, schema_editor):
    users = apps.get_model("comptes", "User").objects.using(schema_editor.connection.alias)
    for user in users.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("pk"):
        user.password = make_password(None)
        user.save(update_fields=["password"])


class Migration(migrations.Migration):
    dependencies = [("comptes", "0002_identite")]

    operations = [migrations.RunPython(oublier, migrations.RunPython.noop)]
