"""The page of the search, as a reader and as somebody hostile see it."""

import time

import pytest

from recherche.models import FamilleDeMots
from tests.factories import make_idee, make_initiative, make_theme
from tests.index import indexer
from tests.lecteur import mots

pytestmark = pytest.mark.django_db

PAGE = "/recherche/"


def _page(client, **parametres):
    return mots(client.get(PAGE, parametres).content.decode())


def _titres(client, q):
    return ["".join(s.texte for s in r["titre"]) for r in client.get(PAGE, {"q": q}).context["resultats"]]  # fmt: skip


@pytest.fixture
def _pages():
    make_theme("Alimentation")
    make_idee("Aider les aidants", corps="<p>Un droit au répit pour les proches.</p>")
    make_initiative(
        "Caisse commune", presentation="<p>Une caisse d’alimentation solidaire.</p>"
    )
    indexer()


def test_without_words_it_says_how_to_look(client):
    page = _page(client)

    assert "La recherche lit toutes les rubriques" in page
    assert "résultat" not in page


@pytest.mark.usefixtures("_pages")
def test_results_say_what_they_are_and_mark_the_words(client):
    html = client.get(PAGE, {"q": "alimentation"}).content.decode()

    assert _titres(client, "alimentation") == ["Alimentation", "Caisse commune"]
    assert "2 pages pour « alimentation »" in mots(html)
    assert "<mark>alimentation</mark> solidaire" in html


@pytest.mark.usefixtures("_pages")
def test_a_slip_is_corrected_and_said(client):
    page = _page(client, q="aidnats")

    assert "Aucune page ne dit « aidnats ». Voici ce que donne « aidants »." in page
    assert _titres(client, "aidnats") == ["Aider les aidants"]


@pytest.mark.usefixtures("_pages")
def test_when_no_page_has_every_word_those_that_have_some_are_said_so(client):
    page = _page(client, q="répit caisse")

    assert "Aucune page ne réunit tous ces mots. Celles-ci en ont au moins un." in page
    assert sorted(_titres(client, "répit caisse")) == ["Aider les aidants", "Caisse commune"]


@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize(
    ("q", "phrase"),
    [
        ("le la les", "Ces mots sont trop courants pour chercher"),
        ("xylophone", "Rien ne correspond à « xylophone »."),
    ],
)
def test_nothing_found_says_what_to_do(client, q, phrase):
    page = _page(client, q=q)

    assert phrase in page
    assert "Parcourir les thèmes" in page


@pytest.mark.usefixtures("_pages")
def test_words_that_the_coordination_says_equal_are_found(client):
    FamilleDeMots.objects.create(termes="relayage, droit au répit")

    assert _titres(client, "relayage") == ["Aider les aidants"]


HOSTILES = [
    "a" * 10_000,
    "aide " * 2_000,
    "\0", "aide\0aide", "'", '"', '""', "\\", "'; DROP TABLE recherche_entree; --",
    "titre:aide", "aide*", "*", "^aide", "NEAR(a b)", "aide AND", "OR", "NOT aide", "(((", ")", "{a}", "-aide", "+aide",
    "aide & !", "aide <-> aide", "a:A", "aide:*", "%", "_", "%s", "%(q)s", "{{ 7*7 }}",
    "\u202eedia", "\u200b", "🦊🦊🦊", "e\u0301cole", "\ufeffaide", "ال العربية", "\uff11\uff12", "<script>alert(1)</script>",
    "«" * 300, '"aide', "“aide”",
]  # fmt: skip


@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("q", HOSTILES, ids=range(len(HOSTILES)))
@pytest.mark.parametrize(
    "adresse", [PAGE, "/fabrique/initiatives/", "/recherche/suggestions.json", "/fabrique/initiatives/export.csv"]
)  # fmt: skip
def test_hostile_lines_are_answered_at_once(client, adresse, q):
    depart = time.perf_counter()

    reponse = client.get(adresse, {"q": q, "theme": q, "tri": q, "page": q, "departement": q})

    assert reponse.status_code == 200
    assert "<script>alert" not in reponse.content.decode()
    assert time.perf_counter() - depart < 2


@pytest.mark.usefixtures("_pages")
def test_suggestions_are_titles_that_begin_so(client):
    def suggerer(q):
        reponse = client.get("/recherche/suggestions.json", {"q": q})
        return [s["titre"] for s in reponse.json()["suggestions"]]

    assert suggerer("aid") == ["Aider les aidants"]
    assert suggerer("AIDER les aid") == ["Aider les aidants"]
    assert suggerer("aider xyl") == []
    assert suggerer("a") == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_search_runs_the_same_queries(client, django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_idee(f"Épicerie {rang}")
    indexer()

    with django_assert_num_queries(5):
        client.get(PAGE, {"q": "epicerie"})
    with django_assert_num_queries(1):
        client.get("/recherche/suggestions.json", {"q": "epi"})
