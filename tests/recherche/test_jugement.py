"""The measure of an answer, and that what was judged exists."""

from itertools import permutations

import pytest

from recherche.index import CONTENUS
from tests.recherche.jugement import lire_requetes, ndcg

NOTES = {"a": 3, "b": 2, "c": 1}
# 7 + 3/log2(3) + 1/2: the judged pages, best first.
IDEAL = 7 + 3 / 1.5849625007211562 + 1 / 2


@pytest.mark.parametrize(
    ("obtenus", "attendu"),
    [
        pytest.param(["a", "b", "c"], 1, id="perfect"),
        pytest.param(["a", "b", "c", "z"], 1, id="perfect-then-unknown"),
        pytest.param(
            ["c", "b", "a"], (1 + 3 / 1.5849625007211562 + 7 / 2) / IDEAL, id="reversed"
        ),
        pytest.param(["a"], 7 / IDEAL, id="only-the-best"),
        pytest.param(["z", "a"], (7 / 1.5849625007211562) / IDEAL, id="unknown-first"),
        pytest.param(["a", "a", "a"], 7 / IDEAL, id="the-same-again"),
        pytest.param(["y", "z"], 0, id="unknown-only"),
        pytest.param([], 0, id="empty"),
    ],
)
def test_ndcg_weighs_notes_by_their_place(obtenus, attendu):
    assert ndcg(obtenus, NOTES) == pytest.approx(attendu)


def test_ndcg_leaves_equal_notes_in_any_order():
    notes = {"a": 2, "b": 2, "c": 2, "d": 1}

    assert {ndcg([*debut, "d"], notes) for debut in permutations("abc")} == {1}


def test_ndcg_reads_no_further_than_k():
    assert ndcg(["z", "a"], NOTES, k=1) == 0
    assert ndcg(["a", "c", "b"], NOTES, k=1) == 1
    # Eleven pages of the best note: ten of them are all that a first page can give.
    onze = dict.fromkeys("abcdefghijk", 3)
    assert ndcg(list("abcdefghij"), onze) == 1


@pytest.mark.parametrize(("obtenus", "attendu"), [([], 1), (["a"], 0)])
def test_ndcg_without_judged_page_wants_no_answer(obtenus, attendu):
    assert ndcg(obtenus, {}) == attendu


def test_every_query_is_judged_once_and_says_why():
    requetes = lire_requetes()

    assert len({requete.q for requete in requetes}) == len(requetes) >= 70
    assert [r.q for r in requetes if not r.pourquoi or set(r.notes.values()) - {1, 2, 3}] == []
    # Without a page to put first, a query would not tell a good order from a bad one.
    assert [r.q for r in requetes if r.notes and 3 not in r.notes.values()] == []
    assert [r.q for r in requetes if not r.notes] == [
        "APA",
        "allocation personnalisée d’autonomie",
        "le la les",
        "xylophone",
        "trottinette blockchain",
        "?! …",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("charge")
def test_judged_pages_exist():
    existantes = set()
    for contenu in CONTENUS.values():
        for objet in contenu.en_ligne():
            nature = f"{objet.nature}/" if contenu.nom == "territoire" else ""
            existantes.add(f"{contenu.nom}:{nature}{objet.slug}")

    inconnues = {page for r in lire_requetes() for page in r.notes} - existantes

    assert sorted(inconnues) == []
