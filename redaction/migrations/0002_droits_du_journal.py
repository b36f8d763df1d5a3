"""The « Coordination » group reads the journal of what everybody did in the back office."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPE = "Coordination"


def donner(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are otherwise created after all migrations, too late for this one.
    config = apps.get_app_config("admin")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=alias)
    config.models_module = None
    groupe = apps.get_model("auth", "Group").objects.using(alias).get(name=GROUPE)
    groupe.permissions.add(*_droits(apps, alias))


def reprendre(apps, schema_editor):
    alias = schema_editor.connection.alias
    groupes = apps.get_model("auth", "Group").objects.using(alias).filter(name=GROUPE)
    for groupe in groupes:
        groupe.permissions.remove(*_droits(apps, alias))


def _droits(apps, alias):
    return (
        apps.get_model("auth", "Permission")
        .objects.using(alias)
        .filter(content_type__app_label="admin", codename="view_logentry")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("redaction", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("pages", "0002_groupe_coordination"),
    ]

    operations = [migrations.RunPython(donner, reprendre)]
