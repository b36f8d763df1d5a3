"""Facets of a list: what they count, what they keep, in a fixed number of queries."""

import csv

import pytest

from fabrique.liste import INITIATIVES
from forum.liste import IDEES
from recherche.models import Entree
from tests import site_complet
from tests.factories import (
    make_chantier,
    make_initiative,
    make_reprise,
    make_territoire,
    make_theme,
)
from tests.index import indexer
from tests.lecteur import mots

pytestmark = pytest.mark.django_db

LISTE = "/fabrique/initiatives/"


@pytest.fixture
def initiatives():
    """Four sheets: two themes, two départements of two régions, two natures."""
    aquitaine = make_territoire("75", "Nouvelle-Aquitaine", "region")
    gironde = make_territoire("33", "Gironde", region=aquitaine)
    landes = make_territoire("40", "Landes", region=aquitaine)
    nievre = make_territoire("58", "Nièvre")
    manger, travail = make_theme("Alimentation"), make_theme("Travail")
    chantier = make_chantier("Sécurité sociale de l’alimentation")
    crees = [
        make_initiative(
            "Caisse commune", territoire=gironde, themes=[manger], chantiers=[chantier],
            nature="experimentation", stade="experimentation", annee=2024, cout_euros=543_000,
        ),
        make_initiative(
            "Cantine bio", territoire=landes, themes=[manger, travail], nature="realisation", annee=2020
        ),
        make_initiative("Emploi pour tous", territoire=landes, themes=[travail], annee=2020),
        make_initiative("Café associatif", territoire=nievre),
    ]  # fmt: skip
    make_reprise(crees[0], nievre)
    indexer()
    return crees


def _titres(client, requete=""):
    return [i.titre for i in client.get(f"{LISTE}{requete}").context["page"]]


def _comptes(client, requete=""):
    groupes = client.get(f"{LISTE}{requete}").context["reponse"].groupes
    return {g.nom: [(c.libelle, c.nombre, c.choisi) for c in g.choix] for g in groupes}


@pytest.mark.usefixtures("initiatives")
def test_each_value_says_how_many_sheets_it_leads_to(client):
    assert _comptes(client) == {
        "theme": [("Alimentation", 2, False), ("Travail", 2, False)],
        "chantier": [("Sécurité sociale de l’alimentation", 1, False)],
        "region": [("Nouvelle-Aquitaine", 3, False)],
        "departement": [("Landes (40)", 2, False), ("Gironde (33)", 1, False), ("Nièvre (58)", 1, False)],
        "nature": [("Réalisation", 1, False), ("Expérimentation", 1, False)],
        "stade": [("Expérimentation", 1, False)],
        "cout": [("De 100\u00a0000 à 1\u00a0million d’euros", 1, False), ("Non communiqué", 3, False)],
        "reprise": [("Reprises ailleurs", 1, False), ("Pas encore reprises", 3, False)],
        "annee": [("2024", 1, False), ("2020", 2, False)],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("requete", "titres"),
    [
        ("?theme=alimentation", ["Cantine bio", "Caisse commune"]),
        ("?theme=alimentation&theme=travail", ["Emploi pour tous", "Cantine bio", "Caisse commune"]),
        ("?theme=alimentation&departement=40", ["Cantine bio"]),
        ("?region=nouvelle-aquitaine&annee=2020", ["Emploi pour tous", "Cantine bio"]),
        ("?reprise=oui", ["Caisse commune"]),
        ("?cout=non-communique&tri=titre", ["Café associatif", "Cantine bio", "Emploi pour tous"]),
        ("?tri=reprises", ["Caisse commune", "Café associatif", "Emploi pour tous", "Cantine bio"]),
        ("?q=cantines", ["Cantine bio"]),
        ("?q=alimentation&departement=33", ["Caisse commune"]),
        ("?chantier=securite-sociale-de-l-alimentation", ["Caisse commune"]),
        ("?stade=experimentation&nature=realisation", []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("initiatives")
def test_values_of_a_facet_add_up_and_facets_narrow(client, requete, titres):
    assert _titres(client, requete) == titres


@pytest.mark.usefixtures("initiatives")
def test_counts_of_a_facet_forget_its_own_choice_only(client):
    comptes = _comptes(client, "?theme=alimentation&departement=40")

    assert comptes["theme"] == [("Travail", 2, False), ("Alimentation", 1, True)]
    assert comptes["departement"] == [("Gironde (33)", 1, False), ("Landes (40)", 1, True)]
    assert comptes["annee"] == [("2020", 1, False)]


@pytest.mark.usefixtures("initiatives")
def test_what_a_count_says_is_what_its_address_shows(client):
    for depart in ("", "?theme=travail", "?q=alimentation", "?departement=40&annee=2020"):
        for groupe in client.get(f"{LISTE}{depart}").context["reponse"].groupes:
            for choix in groupe.choix:
                if not choix.choisi and not any(c.choisi for c in groupe.choix):
                    assert len(_titres(client, choix.adresse)) == choix.nombre, choix.adresse


@pytest.mark.usefixtures("initiatives")
def test_the_handle_of_the_drawer_says_how_many_filters_it_hides(client):
    depart = mots(client.get(LISTE).content.decode())
    choisie = client.get(
        f"{LISTE}?theme=travail&departement=40&departement=33"
    ).content.decode()

    assert " Filtrer Thème " in depart
    assert " Filtrer (3) , nombre de filtres en cours Thème " in mots(choisie)
    assert '<details class="facettes" id="tiroir-filtres">' in choisie


def test_a_facet_said_to_be_of_one_list_is_of_no_other_page():
    site_complet.construire()
    indexer()

    for liste in (INITIATIVES, IDEES):
        for facette in liste.facettes:
            types = {
                entree.type
                for entree in Entree.objects.order_by("pk")
                if f"{facette.nom}=" in entree.facettes
            }
            if facette.propre:
                assert types <= set(liste.types), facette.nom
    assert {f.nom for f in INITIATIVES.facettes if f.propre} == {
        "nature", "stade", "preuve", "cout", "reprise",
    }  # fmt: skip


@pytest.mark.usefixtures("initiatives")
def test_beyond_the_ceiling_counts_say_at_least(client, monkeypatch):
    for module in ("criteres", "moteur", "reponse"):
        monkeypatch.setattr(f"recherche.{module}.PLAFOND", 2)

    html = client.get(
        f"{LISTE}?q=territoire alimentation gironde landes nievre"
    ).content.decode()

    assert "Plus de 2 initiatives" in " ".join(html.split())


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_list_runs_the_same_queries_whatever_is_asked(
    client, django_assert_num_queries, nombre
):
    theme = make_theme()
    for rang in range(nombre):
        make_reprise(
            make_initiative(f"Caisse {rang}", themes=[theme]), make_territoire("40", "Landes")
        )
    indexer()

    for requete, requetes in {
        "": 5,
        "?theme=alimentation&departement=33": 6,
        "?q=caisse": 7,
        "?q=caisse&theme=alimentation&departement=33&nature=": 7,
    }.items():
        with django_assert_num_queries(requetes):
            client.get(f"{LISTE}{requete}")


@pytest.mark.usefixtures("initiatives")
def test_the_file_has_the_rows_of_the_list(client):
    reponse = client.get(f"{LISTE}export.csv?theme=alimentation")

    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    lignes = list(
        csv.DictReader(reponse.content.decode("utf-8-sig").splitlines(), delimiter=";")
    )
    assert [(ligne["titre"], ligne["territoire"], ligne["reprises"]) for ligne in lignes] == [
        ("Cantine bio", "Landes", "0"),
        ("Caisse commune", "Gironde", "1"),
    ]
    assert lignes[1]["cout_euros"] == "543000.00"
    assert lignes[1]["adresse"] == "http://testserver/fabrique/initiatives/caisse-commune/"


def test_the_file_runs_no_formula(client):
    make_initiative("=HYPERLINK(1)")

    contenu = client.get(f"{LISTE}export.csv").content.decode("utf-8-sig")

    assert "\n'=HYPERLINK(1);" in contenu.replace("\r", "")


@pytest.mark.usefixtures("initiatives")
def test_the_map_counts_the_list_by_departement(client):
    make_initiative(
        "Régionale", territoire=make_territoire("75", "Nouvelle-Aquitaine", "region")
    )
    indexer()

    page = client.get(f"{LISTE}carte/")
    filtree = client.get(f"{LISTE}carte/?theme=travail")

    assert page.context["lignes"] == [
        ("Landes (40)", f"{LISTE}?departement=40", 2),
        ("Gironde (33)", f"{LISTE}?departement=33", 1),
        ("Nièvre (58)", f"{LISTE}?departement=58", 1),
    ]
    assert "5 initiatives, dont 4 dans 3 départements" in mots(page.content.decode())
    assert "1 autre est d’un territoire plus large" in mots(page.content.decode())
    assert "Landes (40), 2 initiatives" in page.content.decode()
    assert filtree.context["lignes"] == [
        ("Landes (40)", f"{LISTE}?theme=travail&departement=40", 2)
    ]


def test_a_map_without_anything_says_so(client):
    assert "Aucune initiative de cette liste" in mots(
        client.get(f"{LISTE}carte/").content.decode()
    )


@pytest.mark.usefixtures("initiatives")
def test_the_feed_and_the_file_of_a_filtered_list_are_that_list(client):
    fil = client.get(f"{LISTE}atom.xml?theme=travail&departement=40").content.decode()
    fil = fil.replace("\u00a0", " ")

    assert "La Fabrique : Travail, Landes (40)" in fil
    assert "Emploi pour tous" in fil
    assert "Cantine bio" in fil
    assert "Caisse commune" not in fil
    assert "Café associatif" not in fil
