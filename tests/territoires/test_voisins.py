"""Which départements share a border, by facts that anybody can check on a map."""

import json

import pytest

from territoires.voisins import FRONTIERES, limitrophes


@pytest.mark.parametrize(
    ("code", "voisins"),
    [
        ("33", ["17", "24", "40", "47"]),
        ("75", ["92", "93", "94"]),
        ("2A", ["2B"]),
        # Vaucluse also on both sides of its enclave in the Drôme.
        ("84", ["04", "07", "13", "26", "30", "83"]),
        # The enclaves of the Hautes-Pyrénées lie in the Pyrénées-Atlantiques.
        ("65", ["31", "32", "64"]),
        # The Loire-Atlantique by the sea, the Nord along Belgium.
        ("44", ["35", "49", "56", "85"]),
        ("59", ["02", "62", "80"]),
        ("974", []),
        ("99", []),
    ],
)
def test_limitrophes_are_those_of_the_map(code, voisins):
    assert limitrophes([code]) == voisins


def test_limitrophes_of_several_are_around_them_all():
    assert limitrophes(["2A", "2B"]) == []
    assert limitrophes(["75", "92"]) == ["78", "91", "93", "94", "95"]


def test_the_file_says_each_border_from_both_sides_and_leaves_overseas_out():
    frontieres = json.loads(FRONTIERES.read_text(encoding="utf-8"))

    assert len(frontieres) == 96
    assert sum(map(len, frontieres.values())) == 2 * 239
    assert [
        (code, voisin)
        for code, voisins in frontieres.items()
        for voisin in voisins
        if code not in frontieres[voisin] or code == voisin
    ] == []
    assert [code for code in frontieres if code.startswith("97")] == []
