"""The territories engaged in a workstream, in figures that sum."""

import re

import pytest

from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_initiative,
    make_reprise,
    make_territoire,
)
from tests.lecteur import mots

pytestmark = pytest.mark.django_db


def test_the_figures_of_the_engaged_territories_are_the_sum_of_what_the_page_shows(client):
    chantier = make_chantier()
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    premiere = make_initiative("A", chantiers=[chantier], territoire=gironde)
    make_initiative("B", chantiers=[chantier], territoire=landes)
    make_initiative("C", chantiers=[chantier], territoire=gironde)
    make_initiative("Ailleurs", territoire=make_territoire("13", "Bouches-du-Rhône"))
    make_initiative("Brouillon", chantiers=[chantier], **ETATS_CACHES["brouillon"])
    make_reprise(premiere, landes)
    make_reprise(premiere, make_territoire("64", "Béarn"), statut="preparation")
    make_reprise(premiere, make_territoire("75", "Paris"), statut="interesse")
    make_reprise(premiere, make_territoire("76", "Caux"), **ETATS_CACHES["brouillon"])

    html = client.get(chantier.get_absolute_url()).content.decode()

    lignes = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    assert [mots(f"<main>{ligne}</main>") for ligne in lignes[1:]] == [
        "Gironde (33) 2 0",
        "Landes (40) 1 1",
        "Béarn (64) 0 1 dont 1 en préparation",
        "3 territoires 3 2 dont 1 en préparation",
    ]
    assert "3 initiatives" in mots(html)
    assert "2 reprises par d’autres territoires" in mots(html)
