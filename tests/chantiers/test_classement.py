"""The tags of a page: public, each said once, in one query."""

import pytest
from django.contrib.contenttypes.models import ContentType

from chantiers.classement import classement
from tests.factories import ETATS_CACHES, make_chantier, make_note, make_theme

pytestmark = pytest.mark.django_db


def test_classement_of_nothing_is_empty():
    assert classement(make_note()) == []


def test_classement_goes_from_chantiers_to_keywords_by_name():
    note = make_note(
        themes=[make_theme("Travail"), make_theme("Écologie")],
        chantiers=[make_chantier("Revenu d’autonomie")],
    )
    note.mots_cles.add("emploi", "aidants")
    make_note("Autre", themes=[make_theme("Ailleurs")]).mots_cles.add("ailleurs")

    assert classement(note) == [
        ("Revenu d’autonomie", "/chantiers/revenu-d-autonomie/"),
        ("Écologie", "/themes/ecologie/"),
        ("Travail", "/themes/travail/"),
        ("aidants", "/mots-cles/aidants/"),
        ("emploi", "/mots-cles/emploi/"),
    ]


def test_classement_leaves_out_a_keyword_that_repeats_a_theme():
    note = make_note(themes=[make_theme("Écologie")])
    note.mots_cles.add("écologie", "climat")

    assert [mots for mots, _ in classement(note)] == ["Écologie", "climat"]


@pytest.mark.parametrize("cas", ETATS_CACHES)
def test_classement_hides_chantiers_that_are_not_online(cas):
    note = make_note(
        chantiers=[make_chantier("Visible"), make_chantier("Caché", **ETATS_CACHES[cas])]
    )

    assert [mots for mots, _ in classement(note)] == ["Visible"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_classement_runs_one_query(django_assert_num_queries, nombre):
    note = make_note()
    ContentType.objects.get_for_model(note)
    for rang in range(nombre):
        note.themes.add(make_theme(f"Thème {rang}"))
        note.chantiers.add(make_chantier(f"Chantier {rang}"))
        note.mots_cles.add(f"mot {rang}")

    with django_assert_num_queries(1):
        classement(note)
