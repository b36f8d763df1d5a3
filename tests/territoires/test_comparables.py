"""What looks like a territory, from its figures only, and the words that say why."""

import pytest

from territoires.comparables import AU_PLUS, Comparable, Ecart, Portrait, comparer


def ensemble(cle, population, communes=100, maximum=10_000, *, code=None, is_outre_mer=False):
    chiffres = {
        "population": population,
        "nombre_communes": communes,
        "population_commune_max": maximum,
    }
    return Portrait(cle, code or f"{cle:02}", is_outre_mer, chiffres)


def commune(cle, population, epci=None, communes=None):
    chiffres = {
        "population": population,
        "epci__population": epci,
        "epci__nombre_communes": communes,
    }
    return Portrait(cle, f"{cle:05}", False, chiffres)


def rangs(reference, *candidats, nature="departement"):
    return [comparable.cle for comparable in comparer(nature, reference, candidats)]


def raisons(reference, autre, nature="departement"):
    (comparable,) = comparer(nature, reference, [autre])
    return comparable.raisons.replace("\u00a0", " ")


def test_comparer_puts_the_nearest_first_and_leaves_itself_out():
    reference = ensemble(1, 1000)

    assert rangs(
        reference,
        ensemble(2, 2000),
        reference,
        ensemble(3, 1100),
        ensemble(4, 900),
        ensemble(5, 1000),
        ensemble(6, 500_000),
    ) == [5, 3, 4, 2]


def test_comparer_gives_four_at_most():
    assert len(rangs(ensemble(1, 1000), *(ensemble(n, 1000) for n in range(2, 9)))) == AU_PLUS


def test_comparer_settles_a_tie_by_code():
    assert rangs(
        ensemble(1, 1000), ensemble(2, 1200, code="2B"), ensemble(3, 1200, code="2A")
    ) == [3, 2]


def test_comparer_counts_the_population_twice():
    reference = ensemble(1, 1000, communes=100)

    assert rangs(
        reference, ensemble(2, 2000, communes=100), ensemble(3, 1000, communes=300)
    ) == [3, 2]


def test_comparer_keeps_overseas_together():
    reference = ensemble(1, 1000, is_outre_mer=True)

    assert rangs(reference, ensemble(2, 1000), ensemble(3, 1900, is_outre_mer=True)) == [3, 2]


def test_comparer_says_nothing_without_a_population():
    assert rangs(ensemble(1, None), ensemble(2, 1000)) == []
    assert rangs(ensemble(1, 1000)) == []


def test_comparer_bears_a_commune_without_anybody_or_any_epci():
    vide = commune(1, 0)

    assert rangs(vide, commune(2, 40, 5000, 10), commune(3, 0), nature="commune") == [3, 2]
    assert (
        raisons(vide, commune(3, 0), "commune")
        == "Proche par sa population (0 habitant, autant)."
    )


def test_raisons_say_each_figure_and_how_far_it_is():
    assert raisons(
        ensemble(1, 1_690_493, 534, 267_991), ensemble(2, 1_471_468, 586, 514_819)
    ) == (
        "Proche par son nombre de communes (586, +10 %) et sa population (1 471 468 habitants, "
        "−13 %), moins par la taille de sa commune la plus peuplée (514 819 habitants, +92 %)."
    )


def test_raisons_of_what_is_far_do_not_call_it_near():
    assert raisons(ensemble(1, 1000, 10, 500), ensemble(2, 5000, 30, 1000)).startswith(
        "Parmi les moins éloignés : la taille de sa commune la plus peuplée (1 000 habitants, "
        "2 fois plus), son nombre de communes (30, 3 fois plus) et sa population"
    )


@pytest.mark.parametrize(
    ("ici", "la_bas", "fin"),
    [
        (True, True, " Outre-mer aussi."),
        (True, False, " Dans l’Hexagone ou en Corse."),
        (False, True, " Outre-mer."),
        (False, False, ")."),
    ],
)
def test_raisons_say_overseas(ici, la_bas, fin):
    comparable = Comparable(1, [Ecart("sa population", "habitants", 1, 1)], la_bas, ici)

    assert comparable.raisons.endswith(fin)


@pytest.mark.parametrize(
    ("valeur", "reference", "mots"),
    [
        (1000, 1000, "1 000 habitants, autant"),
        (1004, 1000, "1 004 habitants, à moins de 1 % près"),
        (996, 1000, "996 habitants, à moins de 1 % près"),
        (1250, 1000, "1 250 habitants, +25 %"),
        (870, 1000, "870 habitants, −13 %"),
        (1999, 1000, "1 999 habitants, +100 %"),
        (2000, 1000, "2 000 habitants, 2 fois plus"),
        (400, 1000, "400 habitants, 2,5 fois moins"),
        (1, 0, "1 habitant, +100 %"),
    ],
)
def test_ecart_is_said_as_one_says_it(valeur, reference, mots):
    ecart = str(Ecart("sa population", "habitants", valeur, reference))

    assert ecart.replace("\u00a0", " ") == f"sa population ({mots})"


@pytest.mark.parametrize(
    ("valeur", "proche"), [(750, True), (749, False), (1250, True), (1251, False)]
)
def test_ecart_is_near_within_a_quarter(valeur, proche):
    assert Ecart("sa population", "habitants", valeur, 1000).is_proche is proche
