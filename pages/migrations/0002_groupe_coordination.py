"""The « Coordination » group: every content, nothing on accounts but reading them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPE = "Coordination"
CONTENUS = {
    "mediatheque": ["image", "document", "lien"],
    "chantiers": ["theme", "motcle", "chantier"],
    "forum": ["idee"],
    "fabrique": ["initiative", "etape", "chiffrecle", "illustrationinitiative", "reprise"],
    "evenements": [
        "journees",
        "seance",
        "personne",
        "intervention",
        "citation",
        "rendezvous",
    ],
    "publications": ["focuslibe", "article", "note", "podcast"],
    "barometre": ["vague", "serie", "question", "modalite", "resultat"],
    "pages": ["page"],
    "territoires": ["adhesion", "agent"],
}
# The rows of the COG are loaded, not typed: changing one only means editing its memberships.
EN_PLUS = {"territoires": ["view_territoire", "change_territoire"], "comptes": ["view_user"]}


def creer_le_groupe(apps, schema_editor):
    alias = schema_editor.connection.alias
    for label in CONTENUS.keys() | EN_PLUS.keys():
        # Permissions are otherwise created after all migrations, too late for this one.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=alias)
        config.models_module = None
    Permission = apps.get_model("auth", "Permission")
    permissions = Permission.objects.using(alias)
    droits = [
        permission
        for label, modeles in CONTENUS.items()
        for permission in permissions.filter(
            content_type__app_label=label, content_type__model__in=modeles
        )
    ]
    for label, codes in EN_PLUS.items():
        droits += permissions.filter(content_type__app_label=label, codename__in=codes)
    groupe, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=GROUPE)
    groupe.permissions.set(droits)


def supprimer_le_groupe(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUPE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("barometre", "0001_initial"),
        ("publications", "0001_initial"),
        ("evenements", "0001_initial"),
        ("fabrique", "0001_initial"),
        ("forum", "0001_initial"),
        ("chantiers", "0001_initial"),
        ("territoires", "0001_initial"),
        ("mediatheque", "0001_initial"),
        ("comptes", "0001_initial"),
    ]

    operations = [migrations.RunPython(creer_le_groupe, supprimer_le_groupe)]
