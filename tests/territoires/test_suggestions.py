"""Territories found by typing: who comes first, whatever the spelling, whatever is typed."""

import pytest
from django.urls import reverse

from territoires.models import Territoire
from tests.factories import make_territoire

pytestmark = pytest.mark.django_db

URL = reverse("territoires:suggestions")
EPCI, COMMUNE, REGION = (
    Territoire.Nature.EPCI,
    Territoire.Nature.COMMUNE,
    Territoire.Nature.REGION,
)


def _noms(client, **demande):
    reponse = client.get(URL, demande)
    return [t["nom"] for t in reponse.json()["territoires"]]


@pytest.fixture
def geographie():
    gironde = make_territoire()
    make_territoire("75", "Nouvelle-Aquitaine", REGION)
    make_territoire("200000001", "CC du Bazadais", EPCI, departement=gironde)
    make_territoire("33036", "Bazas", COMMUNE, departement=gironde)
    make_territoire("33063", "Bordeaux", COMMUNE, departement=gironde)
    make_territoire("33529", "La Teste-de-Buch", COMMUNE, departement=gironde)
    make_territoire("24222", "Girondelle", COMMUNE, date_fin="2019-01-01")
    make_territoire("972", "Martinique")
    make_territoire("2A", "Corse-du-Sud")
    return gironde


def test_a_suggestion_tells_its_name_and_where_it_is(visitor, geographie):
    reponse = visitor.get(URL, {"q": "baza"})

    bazas, cc = Territoire.objects.filter(nom__contains="Baza").order_by("nom")
    assert reponse.json() == {
        "territoires": [
            {"pk": bazas.pk, "nom": "Bazas", "precision": "Commune, Gironde"},
            {"pk": cc.pk, "nom": "CC du Bazadais", "precision": "Intercommunalité, Gironde"},
        ]
    }
    assert reponse["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("demande", "noms"),
    [
        ("gironde", ["Gironde"]),
        ("GIRÔND", ["Gironde"]),
        ("la teste de buch", ["La Teste-de-Buch"]),
        ("la-teste-de-buch", ["La Teste-de-Buch"]),
        ("teste", ["La Teste-de-Buch"]),
        ("corse du sud", ["Corse-du-Sud"]),
        ("33", ["Gironde", "Bazas", "Bordeaux", "La Teste-de-Buch"]),
        ("33063", ["Gironde", "Bordeaux"]),
        ("33000", ["Gironde"]),
        ("97200", ["Martinique"]),
        ("2a", ["Corse-du-Sud"]),
        ("g", []),
        ("", []),
        (" ' - ", []),
        ("girondelle", []),
        ("nouvelle aqui", ["Nouvelle-Aquitaine"]),
        ("%%", []),
        ("ba_as", []),
        ("bor\0deaux", ["Bordeaux"]),
        ("\0\0\0", []),
        ("😀😀", []),
        ("é" * 10_000, []),
        ("9" * 10_000, []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_territory_is_found_however_it_is_typed(visitor, geographie, demande, noms):
    assert _noms(visitor, q=demande) == noms


def test_a_nature_narrows_the_suggestions(visitor, geographie):
    assert _noms(visitor, q="baza", nature="commune") == ["Bazas"]
    assert _noms(visitor, q="baza", nature="planete") == []


def test_ten_suggestions_at_most_exact_names_first(visitor):
    for rang in range(12):
        make_territoire(f"330{rang:02}", f"Saint-Jean {rang:02}", COMMUNE)
    make_territoire("33999", "Saint", COMMUNE)

    assert _noms(visitor, q="saint") == ["Saint", *(f"Saint-Jean {n:02}" for n in range(9))]


def test_the_most_peopled_comes_first(visitor):
    make_territoire("12029", "Bor-et-Bar", COMMUNE, population=200)
    make_territoire("33063", "Bordeaux", COMMUNE, population=260_000)
    make_territoire("200000002", "Bordeaux Métropole", EPCI, population=820_000)
    make_territoire("33999", "Bor", COMMUNE, population=3)
    make_territoire("33998", "Borne", COMMUNE)

    assert _noms(visitor, q="bor") == [
        "Bor",
        "Bordeaux Métropole",
        "Bordeaux",
        "Bor-et-Bar",
        "Borne",
    ]


@pytest.mark.parametrize("demande", ["bo", "33"])
def test_one_query_answers(visitor, geographie, django_assert_num_queries, demande):
    with django_assert_num_queries(1):
        visitor.get(URL, {"q": demande})


def test_the_address_only_reads(visitor):
    assert visitor.post(URL, {"q": "bordeaux"}).status_code == 405
