"""What `charger_contenu` remembers of each record: see `pages.models.FicheChargee`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_groupe_coordination"),
    ]

    operations = [
        migrations.CreateModel(
            name="FicheChargee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("modele", models.CharField(max_length=60)),
                ("ident", models.CharField(max_length=500)),
                ("objet", models.BigIntegerField()),
                ("image", models.JSONField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "fiche chargée",
                "verbose_name_plural": "fiches chargées",
                "ordering": ["modele", "ident"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("modele", "ident"), name="pages_fichechargee_unique"
                    )
                ],
            },
        ),
    ]
