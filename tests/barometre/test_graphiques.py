"""Figures in French words."""

from decimal import Decimal

import pytest

from barometre.graphiques import personnes, points, pourcentage


@pytest.mark.parametrize(
    ("part", "attendu"),
    [
        (None, ""),
        (0, "0\u00a0%"),
        (100, "100\u00a0%"),
        (Decimal("55.0"), "55\u00a0%"),
        (Decimal(30), "30\u00a0%"),
        (Decimal("0.5"), "0,5\u00a0%"),
    ],
)
def test_pourcentage(part, attendu):
    assert pourcentage(part) == attendu


@pytest.mark.parametrize(
    ("ecart", "attendu"),
    [
        (None, ""),
        (Decimal("12.0"), "+12\u00a0points"),
        (Decimal(-15), "−15\u00a0points"),
        (Decimal(1), "+1\u00a0point"),
        (Decimal("-1.9"), "−1,9\u00a0point"),
        (Decimal(2), "+2\u00a0points"),
        (Decimal("0.0"), "0\u00a0point"),
    ],
)
def test_points(ecart, attendu):
    assert points(ecart) == attendu


@pytest.mark.parametrize(
    ("effectif", "attendu"),
    [
        (None, ""),
        (0, "0\u00a0personne"),
        (1, "1\u00a0personne"),
        (1001, "1\u00a0001\u00a0personnes"),
        (1000000, "1\u00a0000\u00a0000\u00a0personnes"),
    ],
)
def test_personnes(effectif, attendu):
    assert personnes(effectif) == attendu
