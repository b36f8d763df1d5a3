"""What a sheet points to: each sort in its order, the public only, in one query."""

import pytest

from chantiers.models import Public
from fabrique.renvois import Renvoi, renvois
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_idee,
    make_initiative,
    make_territoire,
    make_theme,
)

pytestmark = pytest.mark.django_db


def _mots(liens):
    return {sorte: [lien.mots for lien in de_la_sorte] for sorte, de_la_sorte in liens.items()}


def test_each_sort_is_in_the_order_of_the_dictionary(django_assert_num_queries):
    initiative = make_initiative(
        idees=[
            make_idee("Récente", annee=2023),
            make_idee("Ancienne", annee=2019),
            make_idee("Sans année", annee=None),
        ],
        themes=[make_theme("Santé"), make_theme("Écologie solidaire")],
        chantiers=[make_chantier("Zone"), make_chantier("Économie")],
        territoires_associes=[make_territoire("58", "Nièvre"), make_territoire("01", "Ain")],
    )
    initiative.mots_cles.add("zéro déchet", "Âge")
    initiative.publics.set(Public.objects.filter(slug__in=["jeunes", "aidants"]))

    with django_assert_num_queries(1):
        liens = renvois(initiative)

    assert _mots(liens) == {
        "idees": ["Sans année", "Ancienne", "Récente"],
        "chantiers": ["Économie", "Zone"],
        "themes": ["Écologie solidaire", "Santé"],
        "mots_cles": ["Âge", "zéro déchet"],
        "territoires": ["Ain", "Nièvre"],
        "publics": ["Aidants et aidantes", "Jeunes"],
    }
    assert liens["idees"][1] == Renvoi("Ancienne", "/forum/idees/ancienne/", 2019)
    assert liens["publics"][1] == Renvoi("Jeunes", "/fabrique/initiatives/?public=jeunes", None)
    assert liens["territoires"][0] == Renvoi("Ain", "/territoires/departement/ain/", None)


def test_a_keyword_that_repeats_a_theme_is_left_out():
    initiative = make_initiative(themes=[make_theme("Santé")])
    initiative.mots_cles.add("sante", "prévention")

    assert _mots(renvois(initiative))["mots_cles"] == ["prévention"]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_not_pointed_to(etat):
    cache = ETATS_CACHES[etat]
    initiative = make_initiative(
        idees=[make_idee("Idée secrète", **cache), make_idee("Idée visible")],
        chantiers=[make_chantier("Chantier secret", **cache), make_chantier("Visible")],
    )

    liens = _mots(renvois(initiative))

    assert (liens["idees"], liens["chantiers"]) == (["Idée visible"], ["Visible"])


def test_a_sheet_without_anything_around_points_to_nothing():
    assert _mots(renvois(make_initiative())) == {
        "idees": [],
        "chantiers": [],
        "themes": [],
        "mots_cles": [],
        "territoires": [],
        "publics": [],
    }
