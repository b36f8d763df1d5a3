"""Rights of the « Coordination » group, given by the migrations of each app."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPE = "Coordination"


def accorder(app_label, *droits):
    """The operation of a migration that gives the group these rights (codenames) of one app.

    Its migration depends on the one that makes the models, and on pages.0002_groupe_coordination.
    """

    def donner(apps, schema_editor):
        alias = schema_editor.connection.alias
        # Permissions are otherwise created after all migrations, too late for this one.
        config = apps.get_app_config(app_label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=alias)
        config.models_module = None
        for groupe in _groupe(apps, alias):
            groupe.permissions.add(*_droits(apps, alias))

    def reprendre(apps, schema_editor):
        alias = schema_editor.connection.alias
        for groupe in _groupe(apps, alias):
            groupe.permissions.remove(*_droits(apps, alias))

    def _groupe(apps, alias):
        return apps.get_model("auth", "Group").objects.using(alias).filter(name=GROUPE)

    def _droits(apps, alias):
        permissions = apps.get_model("auth", "Permission").objects.using(alias)
        return permissions.filter(content_type__app_label=app_label, codename__in=droits)

    return migrations.RunPython(donner, reprendre)
