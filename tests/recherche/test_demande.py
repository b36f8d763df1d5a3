"""One canonical query string: whatever was asked, it has one address."""

import pytest
from django.http import QueryDict

from fabrique.liste import INITIATIVES
from recherche.demande import Demande
from tests.factories import make_initiative, make_territoire, make_theme
from tests.index import indexer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _valeurs():
    themes = [make_theme("Alimentation"), make_theme("Travail")]
    for code, nom in [("33", "Gironde"), ("40", "Landes")]:
        make_initiative(
            f"Initiative {nom}", territoire=make_territoire(code, nom), themes=themes
        )
    indexer()


@pytest.mark.parametrize(
    ("typee", "canonique"),
    [
        ("", ""),
        ("q=&theme=&page=1&tri=", ""),
        ("theme=travail&q=aidants&theme=alimentation", "?q=aidants&theme=alimentation&theme=travail"),
        ("theme=travail&theme=travail", "?theme=travail"),
        ("departement=40&theme=travail&page=3", "?theme=travail&departement=40"),
        ("q=++les++jeunes++", "?q=les++jeunes".replace("++", "+")),
        ("tri=recent", ""),
        ("tri=titre", "?tri=titre"),
        ("q=jeunes&tri=pertinence", "?q=jeunes"),
        ("q=jeunes&tri=recent", "?q=jeunes&tri=recent"),
        ("inconnu=1&theme=nimporte", ""),
        ("q=caf%C3%A9+%26+%22th%C3%A9%22", "?q=caf%C3%A9+%26+%22th%C3%A9%22"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("_valeurs")
def test_a_query_string_has_one_address(typee, canonique):
    demande = Demande(INITIATIVES, QueryDict(typee))

    assert demande.adresse() == canonique
    assert Demande(INITIATIVES, QueryDict(demande.adresse()[1:])).adresse() == canonique


@pytest.mark.parametrize("typee", ["theme=nimporte", "tri=hasard", "departement=%3Cscript%3E"])
@pytest.mark.usefixtures("_valeurs")
def test_what_exists_nowhere_is_said(typee):
    assert Demande(INITIATIVES, QueryDict(typee)).incomprise is True


@pytest.mark.usefixtures("_valeurs")
def test_each_pill_leads_to_the_list_without_it():
    demande = Demande(INITIATIVES, QueryDict("q=jeunes&theme=travail&departement=40&page=2"))

    assert demande.jetons == [
        ("«\u00a0jeunes\u00a0»", "?theme=travail&departement=40"),
        ("Travail", "?q=jeunes&departement=40"),
        ("Landes (40)", "?q=jeunes&theme=travail"),
    ]
