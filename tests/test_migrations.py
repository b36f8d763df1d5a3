"""Migrations follow the models and are named for what they do."""

import io
import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

# What Django names by itself when nobody does: a date, or the fields one after the other.
SANS_NOM = re.compile(r"_auto_\d{8}_\d{4}$|_and_more$|_alter_\w+_\w+$")


def test_no_migration_is_missing(db):
    sortie = io.StringIO()

    call_command("makemigrations", dry_run=True, stdout=sortie)

    assert sortie.getvalue() == "No changes detected\n"


def test_every_migration_has_a_name_of_its_own():
    noms = [
        fichier.stem
        for fichier in Path(settings.BASE_DIR).glob("*/migrations/0*.py")
        if SANS_NOM.search(fichier.stem)
    ]

    assert noms == []
