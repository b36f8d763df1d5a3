"""The real content, loaded once per module, and a copy of it that a test may spoil."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from tests.factories import make_territoire

CONTENU = Path(settings.BASE_DIR) / "content"
DEPARTEMENTS = {
    "04": "Alpes-de-Haute-Provence",
    "07": "Ardèche",
    "09": "Ariège",
    "11": "Aude",
    "17": "Charente-Maritime",
    "24": "Dordogne",
    "29": "Finistère",
    "31": "Haute-Garonne",
    "32": "Gers",
    "33": "Gironde",
    "34": "Hérault",
    "35": "Ille-et-Vilaine",
    "40": "Landes",
    "44": "Loire-Atlantique",
    "46": "Lot",
    "47": "Lot-et-Garonne",
    "54": "Meurthe-et-Moselle",
    "58": "Nièvre",
    "64": "Pyrénées-Atlantiques",
    "69": "Rhône",
    "93": "Seine-Saint-Denis",
}
INTERCOMMUNALITES = {
    "200046977": "Métropole de Lyon",
    "241700434": "CA de La Rochelle",
    "243400017": "Montpellier Méditerranée Métropole",
}


TERRITOIRES = {("departement", code): nom for code, nom in DEPARTEMENTS.items()} | {
    ("epci", code): nom for code, nom in INTERCOMMUNALITES.items()
}


def faire_la_geographie():
    """The territories that the content names, instead of the 36 000 of the COG."""
    for (nature, code), nom in TERRITOIRES.items():
        make_territoire(code, nom, nature)


@pytest.fixture
def geographie(db):
    faire_la_geographie()


@pytest.fixture(scope="module")
def charge(django_db_setup, django_db_blocker):
    """The content as `charger_contenu` leaves it. Loading takes seconds: what a test writes on top
    of it is undone at the end of the test, the whole at the end of the module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        faire_la_geographie()
        call_command("charger_contenu", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def dossier(tmp_path):
    """A copy of content/, under the same name."""
    return shutil.copytree(CONTENU, tmp_path / "content")


@pytest.fixture
def changer(dossier):
    """Replace, in a file of the copy, a passage found there once."""

    def changer(fichier, avant, apres):
        chemin = dossier / fichier
        source = chemin.read_text(encoding="utf-8")
        assert source.count(avant) == 1, f"« {avant} » : {source.count(avant)} fois"
        chemin.write_text(source.replace(avant, apres), encoding="utf-8")

    return changer
