"""The « Coordination » group composes the home page."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPE = "Coordination"
MODELES = ["une", "choixdeune"]


def donner(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are otherwise created after all migrations, too late for this one.
    config = apps.get_app_config("pages")
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
        .filter(content_type__app_label="pages", content_type__model__in=MODELES)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0005_une"),
    ]

    operations = [migrations.RunPython(donner, reprendre)]
