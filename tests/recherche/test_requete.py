"""What was typed, as units to find."""

import pytest

from recherche.requete import lire, ranger_familles

FAMILLES = ranger_familles([["RSA", "revenu de solidarité active"], ["APA", "apa"]])
RSA = ("rsa",)
EN_CLAIR = ("revenu", "solidar", "activ")


@pytest.mark.parametrize(
    ("ligne", "unites"),
    [
        ("aidants Gironde", [[("aid",)], [("girond",)]]),
        ("les aidants, les aidants", [[("aid",)]]),
        ("le RSA jeunes", [[RSA, EN_CLAIR], [("jeun",)]]),
        ("revenus de solidarite actives", [[EN_CLAIR, RSA]]),
        ("revenu de base", [[("revenu",)], [("base",)]]),
        ("« revenu de base » jeunes", [[("revenu", "base")], [("jeun",)]]),
        ('"revenu de base', [[("revenu",)], [("base",)]]),
        ("le la les", []),
        ("", []),
        ('"" «»', []),
    ],
)
def test_a_line_becomes_units(ligne, unites):
    assert lire(ligne, FAMILLES).unites == tuple(map(tuple, unites))


def test_a_line_too_long_is_cut():
    requete = lire(" ".join(f"mot{rang}" for rang in range(5000)))

    assert len(requete.unites) == 10


def test_a_family_of_one_root_changes_nothing():
    assert lire("APA", FAMILLES).unites == ((("apa",),),)
