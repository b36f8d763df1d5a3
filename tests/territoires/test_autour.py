"""What the page of a territory says of those around it: neighbours, parts, members, likes."""

import pytest

from territoires.models import Territoire
from tests.factories import make_adhesion, make_initiative, make_territoire
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

REGION, EPCI = Territoire.Nature.REGION, Territoire.Nature.EPCI


@pytest.fixture
def sud_ouest():
    """Two régions, three départements that touch, an EPCI of two communes, another beside it."""
    aquitaine = make_territoire("75", "Nouvelle-Aquitaine", REGION)
    occitanie = make_territoire("76", "Occitanie", REGION)
    gironde = make_territoire("33", "Gironde", region=aquitaine)
    make_territoire("40", "Landes", region=aquitaine)
    make_territoire("32", "Gers", region=occitanie)
    dedans = {"region": aquitaine, "departement": gironde}
    dunes = make_territoire("200000001", "CC des Dunes", EPCI, population=1500, **dedans)
    make_territoire("200000002", "CC des Pins", EPCI, population=900, **dedans)
    make_territoire("33042", "Belin", "commune", epci=dunes, population=900, **dedans)
    make_territoire("33041", "Béliet", "commune", epci=dunes, population=600, **dedans)


def page(client, code):
    return client.get(Territoire.objects.get(code=code).get_absolute_url())


@pytest.mark.parametrize(
    ("code", "suite"),
    [
        (
            "33",
            "Les départements voisins Landes (40) Ses intercommunalités CC des Dunes CC des Pins",
        ),
        ("75", "Les régions voisines Occitanie Ses départements Gironde (33) Landes (40)"),
        (
            "200000001",
            "Les autres intercommunalités du département CC des Pins Ses communes Béliet (33041) Belin (33042)",
        ),
        ("33041", "Les autres communes de son intercommunalité Belin (33042)"),
    ],
)
@pytest.mark.usefixtures("sud_ouest")
def test_page_says_its_neighbours_and_its_parts(client, code, suite):
    assert f"{suite} Suivre ce territoire" in mots(page(client, code).content.decode())


def test_page_of_a_commune_shows_the_most_peopled_and_leads_to_all(client):
    epci = make_territoire("200000001", "CC des Dunes", EPCI)
    for rang in range(10):
        make_territoire(f"3300{rang}", f"Ville {rang}", "commune", epci=epci, population=rang)

    reponse = page(client, "33005")

    voisins = reponse.context["autour"].voisins
    assert [t.nom for t in voisins.territoires] == [
        f"Ville {n}" for n in (9, 8, 7, 6, 4, 3, 2, 1)
    ]
    assert f"{epci.get_absolute_url()}#titre-parties" in liens(reponse.content.decode())
    assert 'id="titre-parties"' in page(client, "200000001").content.decode()


def test_page_leaves_out_what_left_the_geography(client):
    gironde = make_territoire()
    make_territoire(
        "200000001", "CC ancienne", EPCI, departement=gironde, date_fin="2020-01-01"
    )

    assert "CC ancienne" not in page(client, "33").content.decode()


@pytest.mark.usefixtures("sud_ouest")
def test_page_without_anything_leads_to_the_nearest_members_and_initiatives(client):
    landes = make_territoire("40")
    make_adhesion(make_territoire("33"))
    make_adhesion(landes)
    make_initiative("Celle du département", territoire=make_territoire("33"))
    make_initiative("D’un autre", territoire=landes)

    texte = mots(page(client, "33042").content.decode())

    assert (
        "n’est encore publiée. Les territoires membres les plus proches : Gironde (33) territoire "
        "membre, 1 initiative Landes (40) territoire membre, 1 initiative Explorer la Fabrique "
        "Proposer une idée Tous les territoires membres Dans le département Gironde · 33 Celle du "
        "département Des foyers cotisent selon leurs moyens. Les autres communes de son intercommunalité Béliet (33041) Suivre"
    ) in texte
    assert "D’un autre" not in texte


def test_page_explains_comparable_territories_and_says_what_they_have(client):
    for rang, (code, population) in enumerate([("33", 1000), ("31", 900), ("67", 3000)]):
        make_territoire(
            code,
            f"Département {rang}",
            population=population,
            nombre_communes=10,
            population_commune_max=100,
        )
    make_territoire("75", "Une région", REGION, population=1000)
    make_initiative(territoire=make_territoire("31"))

    texte = mots(page(client, "33").content.decode())

    assert (
        "Territoires comparables D’après les seuls chiffres officiels de l’Insee. Les écarts se "
        "lisent par rapport à Département 0. Département 1 (31) 1 initiative Proche par son nombre "
        "de communes (10, autant), la taille de sa commune la plus peuplée (100 habitants, autant) "
        "et sa population (900 habitants, −10 %). Département 2 (67) Proche par"
    ) in texte
    assert "Une région" not in texte


def test_communes_of_one_intercommunalite_are_neighbours_not_comparable(client):
    dunes = make_territoire("200000001", "CC des Dunes", EPCI)
    make_territoire("33041", "Béliet", "commune", epci=dunes, population=600)
    make_territoire("33042", "Belin", "commune", epci=dunes, population=600)
    make_territoire("40088", "Dax", "commune", population=900)

    autour = page(client, "33041").context["autour"]

    assert [t.nom for t, _ in autour.comparables] == ["Dax"]
    assert [t.nom for t in autour.voisins.territoires] == ["Belin"]
