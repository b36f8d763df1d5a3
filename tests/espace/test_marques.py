"""Two answers to the same step brought together: which wins, which is disputed, what is told next."""

import pytest

from espace.marques import concilier, differences, marquer

LU = {
    "champs": {"porteur": "La Ville", "lieux": "Bordeaux", "probleme": "<p>Cher.</p>"},
    "relations": {"themes": [1]},
    "parties": {"chiffres": []},
    "mots_cles": ["aidants"],
}


def _dire(base=LU, **changes):
    """`base` with other words under these names."""
    return {
        famille: {nom: changes.get(nom, valeur) for nom, valeur in base[famille].items()}
        for famille in ("champs", "relations", "parties")
    } | {"mots_cles": changes.get("mots_cles", base["mots_cles"])}


NOMS = ("porteur", "lieux", "probleme", "themes", "chiffres", "mots_cles")


@pytest.mark.parametrize(
    ("autre", "mien", "garde", "disputes", "laisses"),
    [
        ({}, {"porteur": "Moi"}, {"porteur": "Moi"}, set(), set()),
        ({"porteur": "Elle"}, {}, {"porteur": "Elle"}, set(), {"porteur"}),
        ({"porteur": "Elle"}, {"porteur": "Elle"}, {"porteur": "Elle"}, set(), set()),
        ({"porteur": "Elle"}, {"porteur": "Moi"}, None, {"porteur"}, set()),
        (
            {"porteur": "Elle"},
            {"lieux": "Langon"},
            {"porteur": "Elle", "lieux": "Langon"},
            set(),
            {"porteur"},
        ),
        ({"mots_cles": ["rsa"]}, {"mots_cles": []}, None, {"mots_cles"}, set()),
        ({"themes": [1, 2]}, {}, {"themes": [1, 2]}, set(), {"themes"}),
    ],
)
def test_the_one_who_changed_wins_and_two_who_did_dispute(
    autre, mien, garde, disputes, laisses
):
    trouve = concilier(_dire(**autre), _dire(**mien), marquer(LU, NOMS))

    assert (trouve.disputes, trouve.laisses) == (disputes, laisses)
    if not disputes:
        assert trouve.instantane == _dire(**garde)


def test_a_disputed_answer_sent_again_wins_and_the_rest_stays_theirs():
    autre = _dire(porteur="Elle", lieux="Langon")
    mien = _dire(porteur="Moi")

    premier = concilier(autre, mien, marquer(LU, NOMS))
    second = concilier(autre, mien, premier.lu)

    assert premier.disputes == {"porteur"}
    assert second.disputes == set()
    assert second.instantane == _dire(porteur="Moi", lieux="Langon")


def test_a_form_saved_in_part_may_be_sent_again_without_a_dispute():
    premier = concilier(LU, _dire(porteur="Moi"), marquer(LU, NOMS))
    second = concilier(premier.instantane, _dire(porteur="Moi encore"), premier.lu)

    assert second.disputes == set()
    assert second.instantane == _dire(porteur="Moi encore")


def test_the_fields_of_a_cost_answer_for_each_other():
    cout = {
        "champs": {
            "cout_euros": "10",
            "cout_annee": 2023,
            "cout_perimetre": "",
            "cout_source": 1,
        },
        "relations": {},
        "parties": {},
    }
    elle = {**cout, "champs": {**cout["champs"], "cout_euros": "20"}}
    moi = {**cout, "champs": {**cout["champs"], "cout_annee": 2024}}

    assert concilier(elle, moi, marquer(cout, cout["champs"])).disputes == set(cout["champs"])
    assert differences(cout, moi) == {"cout_annee"}


@pytest.mark.parametrize(
    ("nom", "avant", "apres"),
    [
        ("probleme", "<ul><li><p>Un</p></li></ul>", "<ul><li>Un</li></ul>"),
        (
            "chiffres",
            [{"pk": 3, "champs": {"libelle": "foyers"}}],
            [{"pk": None, "champs": {"libelle": "foyers"}}],
        ),
    ],
)
def test_the_same_words_written_otherwise_are_no_difference(nom, avant, apres):
    assert differences(_dire(**{nom: avant}), _dire(**{nom: apres})) == set()
