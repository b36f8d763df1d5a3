"""A first list of publics, in plain words; the « Coordination » group keeps it."""

from django.db import migrations

from comptes.droits import accorder

PUBLICS = {
    "enfants": "Enfants et adolescents",
    "jeunes": "Jeunes",
    "familles": "Familles",
    "personnes-agees": "Personnes âgées",
    "aidants": "Aidants et aidantes",
    "handicap": "Personnes en situation de handicap",
    "malades": "Personnes malades",
    "sans-emploi": "Personnes sans emploi",
    "pauvrete": "Personnes en situation de pauvreté",
    "sans-logement": "Personnes sans logement",
    "exiles": "Personnes exilées",
    "professionnels": "Professionnels et professionnelles du social",
    "habitants": "Toute la population",
}


def semer(apps, schema_editor):
    public = apps.get_model("chantiers", "Public")
    for ordre, (slug, nom) in enumerate(PUBLICS.items(), start=1):
        public.objects.get_or_create(slug=slug, defaults={"nom": nom, "ordre": ordre})


class Migration(migrations.Migration):
    dependencies = [("chantiers", "0003_public"), ("pages", "0002_groupe_coordination")]

    operations = [
        migrations.RunPython(semer, migrations.RunPython.noop),
        accorder("chantiers", "add_public", "change_public", "delete_public", "view_public"),
    ]
