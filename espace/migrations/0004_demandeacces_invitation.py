"""The invitation that answered a request for access, so that its identity opens the account."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("espace", "0003_amendement_retenus")]

    operations = [
        migrations.AddField(
            model_name="demandeacces",
            name="invitation",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="demandes_acces",
                to="espace.invitation",
                verbose_name="invitation",
            ),
        ),
    ]
