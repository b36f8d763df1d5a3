from django.db import migrations


def annoncer(apps, schema_editor):
    """What is online was told by nothing yet: its next change is a new message whatever it changes."""
    Annonce = apps.get_model("evenements", "Annonce")
    cles = []
    for nom, cle in (("Journees", "journees"), ("RendezVous", "rendez_vous")):
        en_ligne = {"etat__in": ["programmee", "publiee"]}
        evenements = apps.get_model("evenements", nom).objects.filter(**en_ligne)
        seances = apps.get_model("evenements", "Seance").objects.filter(
            **{f"{cle}__in": evenements}
        )
        cles += [f"{nom.lower()}-{pk}" for pk in evenements.values_list("pk", flat=True)]
        cles += [f"seance-{pk}" for pk in seances.values_list("pk", flat=True)]
    Annonce.objects.bulk_create([Annonce(cle=cle, empreinte="") for cle in sorted(cles)])


class Migration(migrations.Migration):
    dependencies = [("evenements", "0004_annonce")]

    operations = [migrations.RunPython(annoncer, migrations.RunPython.noop)]
