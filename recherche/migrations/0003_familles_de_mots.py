"""Acronyms of social action and words of the portal that one looks for under another name."""

from django.db import migrations

FAMILLES = [
    "RSA, revenu de solidarité active",
    "APA, allocation personnalisée d’autonomie",
    "ESS, économie sociale et solidaire",
    "SSA, sécurité sociale de l’alimentation",
    "ASE, aide sociale à l’enfance",
    "PMI, protection maternelle et infantile",
    "PCH, prestation de compensation du handicap",
    "AAH, allocation aux adultes handicapés",
    "MDPH, maison départementale des personnes handicapées",
    "EHPAD, établissement d’hébergement pour personnes âgées dépendantes, maison de retraite",
    "CCAS, centre communal d’action sociale",
    "CPAM, caisse primaire d’assurance maladie",
    "CAF, caisse d’allocations familiales",
    "TZCLD, territoire zéro chômeur de longue durée",
    "CESE, Conseil économique social et environnemental",
    "RDB, revenu de base, revenu universel",
    "sondage, baromètre, enquête d’opinion",
    "podcast, balado",
    "agenda, calendrier",
    "SDF, sans-abri, sans domicile",
    "bio, agriculture biologique",
    "insertion, insérer",
    "protection, protéger",
    "prévention, prévenir",
    "seniors, personnes âgées, grand âge, vieillesse",
    "domicile, chez soi",
    "logement, habitat",
    "transports, mobilités",
    "migrations, immigration, immigrés, exilés, réfugiés",
    "cantine, restauration scolaire, restauration collective, collèges en restauration",
    "santé mentale, psychique, psychologie, psychologique",
    "climat, changement climatique, réchauffement climatique, dérèglement climatique",
    "salaire, rémunération",
    "OEIL, Observatoire de l’expérimentation et de l’innovation locales",
]


def semer(apps, schema_editor):
    famille = apps.get_model("recherche", "FamilleDeMots")
    for termes in FAMILLES:
        famille.objects.get_or_create(termes=termes)


class Migration(migrations.Migration):
    dependencies = [("recherche", "0002_mots_des_entrees")]

    operations = [migrations.RunPython(semer, migrations.RunPython.noop)]
