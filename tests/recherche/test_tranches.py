"""A large index is read by blocks on PostgreSQL: nothing is lost, nothing is found twice."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from fabrique.models import Initiative
from recherche import criteres
from recherche.models import Entree, Valeur
from recherche.proches import proches
from tests.factories import make_initiative, make_theme
from tests.index import indexer

LISTE = "/fabrique/initiatives/"


@pytest.mark.parametrize("tranches", [*range(70), 1000, 4096])
def test_blocks_hold_every_tranche_once_the_latest_first(tranches):
    blocs = [
        tuple(map(int, marque.removeprefix("tranche").split("=")))
        for marque in criteres.decouper_en_blocs(tranches)
    ]

    tenues = [
        n for echelle, bloc in blocs for n in range(bloc << echelle, (bloc + 1) << echelle)
    ]
    assert sorted(tenues) == (list(range(tranches)) if tranches > 1 else [])
    assert [bloc << echelle for echelle, bloc in blocs] == sorted(
        (bloc << echelle for echelle, bloc in blocs), reverse=True
    )
    assert len(blocs) <= 45


@pytest.fixture
def petites_tranches(db, monkeypatch):
    """Tranches of two entries: eleven sheets take several blocks of several sizes."""
    monkeypatch.setattr(criteres, "TRANCHE", 2)
    manger, travail = make_theme("Alimentation"), make_theme("Travail")
    for rang in range(11):
        make_initiative(
            f"Jardin n° {rang}" if rang % 2 else f"Verger n° {rang}",
            chapo="Un jardin.",
            themes=[manger if rang % 3 else travail],
            annee=2020 + rang,
        )
    indexer()


def _titres(client, adresse=LISTE, **demande):
    return [i.titre for i in client.get(adresse, demande).context["page"].object_list]


def test_pages_of_every_block_are_found_counted_and_ranked(client, petites_tranches):
    assert len(criteres.decouper_en_blocs(Entree.objects.last().pk // 2 + 1)) > 3

    reponse = client.get(LISTE, {"q": "jardin", "theme": "alimentation"})

    trouvees = [i.titre for i in reponse.context["page"].object_list]
    assert sorted(trouvees[:3]) == [f"Jardin n° {n}" for n in (1, 5, 7)]
    assert sorted(trouvees[3:]) == [f"Verger n° {n}" for n in (10, 2, 4, 8)]
    assert reponse.context["reponse"].total == 7
    (themes,) = (g for g in reponse.context["reponse"].groupes if g.nom == "theme")
    assert {c.valeur: c.nombre for c in themes.choix} == {"alimentation": 7, "travail": 4}


def test_a_rare_page_is_found_in_the_oldest_block(client, petites_tranches):
    assert _titres(client, q="verger", annee="2020") == ["Verger n° 0"]


def test_an_index_filled_before_is_read_by_blocks_after_the_migration(client, petites_tranches):
    avant = sorted(_titres(client, q="jardin"))
    Valeur.objects.filter(facette="tranche").delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            marques = [f"tranche{e}={n}" for e in range(criteres.ECHELLES) for n in range(9999)]
            curseur.execute(
                "UPDATE recherche_entree SET vecteur = ts_delete(vecteur, %s)", [marques]
            )
    migration = importlib.import_module("recherche.migrations.0005_tranches")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migration, "TRANCHE", 2)
        migration.marquer(apps, connection.schema_editor())

    assert Valeur.objects.filter(facette="tranche").count() > 3
    assert sorted(_titres(client, q="jardin")) == avant
    assert len(avant) == 11


@pytest.mark.usefixtures("petites_tranches")
def test_close_pages_come_from_every_block():
    jardin = Initiative.objects.get(titre="Jardin n° 1")

    assert [proche.titre for proche in proches(jardin)] == [
        "Verger n° 10",
        "Verger n° 8",
        "Jardin n° 7",
        "Jardin n° 5",
    ]


@pytest.mark.usefixtures("petites_tranches")
def test_close_pages_are_among_the_latest_when_too_many_share_something(monkeypatch):
    monkeypatch.setattr("recherche.moteur.PLAFOND", 2)
    monkeypatch.setattr(criteres, "TRANCHE", 2**15)

    jardin = Initiative.objects.get(titre="Jardin n° 1")

    assert [proche.titre for proche in proches(jardin)] == ["Verger n° 10", "Verger n° 8"]
