"""« Existe peut-être déjà » : which titles look alike, and whose sheets are told."""

import pytest

from espace.doublons import PROCHE, ressemblance, semblables
from tests.factories import ETATS_CACHES, make_initiative, make_territoire


@pytest.mark.parametrize(
    ("titre", "autre", "proche"),
    [
        ("Revenu jeunes", "Revenu jeunes", True),
        ("Revenu jeunes", "REVENU JEUNES ", True),
        ("L’école ouverte", "L'ecole ouverte", True),
        ("Œuvrer ensemble", "Oeuvrer ensemble", True),
        ("Revenu jeunes", "Revenu jeune", True),
        (
            "Sécurité sociale de l’alimentation",
            "La sécurité sociale de l’alimentation à Bordeaux",
            True,
        ),
        ("Revenu jeunes", "Cantine solidaire", False),
        ("Un revenu pour les jeunes", "Un logement pour les jeunes", False),
        ("Jeunes", "Jeunes et vieux ensemble", False),
        ("", "Revenu jeunes", False),
        ("😀", "Revenu jeunes", False),
    ],
)
def test_titles_look_alike_by_their_letters_or_their_telling_words(titre, autre, proche):
    assert (ressemblance(titre, autre) >= PROCHE) is proche
    assert ressemblance(titre, autre) == ressemblance(autre, titre)


@pytest.mark.django_db
@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_own_sheets_are_told_in_any_state_those_of_others_when_public(etat):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    notre = make_initiative(
        "Revenu jeunes", slug="notre", territoire=gironde, **ETATS_CACHES[etat]
    )
    make_initiative("Revenu jeunes", slug="cachee", territoire=landes, **ETATS_CACHES[etat])
    publique = make_initiative("Revenus jeunes", slug="publique", territoire=landes)
    make_initiative("Cantine solidaire", territoire=gironde)

    assert semblables("Revenu jeunes", gironde) == [notre, publique]


@pytest.mark.django_db
def test_what_is_in_the_bin_is_not_told(today):
    jetee = make_initiative("Revenu jeunes", **ETATS_CACHES["brouillon"])
    jetee.jeter()

    assert semblables("Revenu jeunes", jetee.territoire) == []


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", [1, 3, 8])
def test_five_at_most_in_two_queries(nombre, django_assert_num_queries):
    for rang in range(nombre):
        make_initiative(f"Revenu jeunes {rang}")

    landes = make_territoire("40", "Landes")

    with django_assert_num_queries(2):
        trouvees = semblables("Revenu jeunes", landes)

    assert len(trouvees) == min(nombre, 5)
