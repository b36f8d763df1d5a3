"""{% load texte %}: what a template prints, escaped, spaced and dated."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags

MAL = "<script>alert('x')</script>"


def _rendre(source, **contexte):
    return Template("{% load texte %}" + source).render(Context(contexte))


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        ("L'été : quoi ?", "L’été\u00a0: quoi\u00a0?"),
        (MAL, "&lt;script&gt;alert(’x’)&lt;/script&gt;"),
        ("R&D", "R&amp;D"),
        (2024, "2024"),
        ("", ""),
    ],
)
def test_typo_is_escaped_french(valeur, attendu):
    assert _rendre("{{ valeur|typo }}", valeur=valeur) == attendu


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (f"<p>Bon{MAL}</p>", "<p>Bon</p>"),
        ('<p onclick="x()"><b>Bon</b></p>', "<p><strong>Bon</strong></p>"),
        ("", ""),
        (None, ""),
    ],
)
def test_riche_prints_sanitised_html(valeur, attendu):
    assert _rendre("{{ valeur|riche }}", valeur=valeur) == attendu


@pytest.mark.parametrize(
    ("source", "valeur", "attendu"),
    [
        ("{{ valeur|extrait:10 }}", "<p>Un <em>deux</em> trois</p>", "Un deux…"),
        ("{{ valeur|extrait }}", "<p>L'été</p>", "L’été"),
        ("{{ valeur|extrait }}", "a" * 200, "a" * 179 + "…"),
        ("{{ valeur|extrait }}", "<p>3 &lt; 5</p>", "3 &lt; 5"),
        ("{{ valeur|extrait }}", None, ""),
    ],
)
def test_extrait_is_cut_plain_text(source, valeur, attendu):
    assert _rendre(source, valeur=valeur) == attendu


@pytest.mark.parametrize(
    ("source", "valeur", "attendu"),
    [
        ("{{ valeur|renseigne }}", "L'été", "L’été"),
        ("{{ valeur|renseigne }}", "<b>", "&lt;b&gt;"),
        ("{{ valeur|renseigne }}", 0, "0"),
        ("{{ valeur|renseigne }}", "", '<span class="non-renseigne">non communiqué</span>'),
        (
            '{{ valeur|renseigne:"non précisée" }}',
            None,
            '<span class="non-renseigne">non précisée</span>',
        ),
    ],
)
def test_renseigne_says_what_is_missing(source, valeur, attendu):
    assert _rendre(source, valeur=valeur) == attendu


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (0, "0"),
        (15000, "15\u00a0000"),
        (1234567, "1\u00a0234\u00a0567"),
        (Decimal("0.5"), "0,5"),
        (Decimal("12.50"), "12,5"),
        (Decimal("100.00"), "100"),
        (Decimal("12345.678"), "12\u00a0345,678"),
        (0.1, "0,1"),
        (-3, "-3"),
        (None, ""),
        ("", ""),
    ],
)
def test_nombre_is_written_in_french(valeur, attendu):
    assert _rendre("{{ valeur|nombre }}", valeur=valeur) == attendu


@pytest.mark.parametrize(
    ("annee", "mois", "attendu"),
    [
        (2024, 2, "février\u00a02024"),
        (2024, 12, "décembre\u00a02024"),
        (2024, None, "2024"),
    ],
)
def test_mois_annee_names_the_month(annee, mois, attendu):
    assert _rendre("{{ annee|mois_annee:mois }}", annee=annee, mois=mois) == attendu


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (None, None, ""),
        (None, date(2024, 2, 9), ""),
        (date(2024, 2, 9), None, "9 février 2024"),
        (date(2024, 2, 9), date(2024, 2, 9), "9 février 2024"),
        (date(2024, 2, 1), None, "1er février 2024"),
        (date(2024, 2, 11), None, "11 février 2024"),
        (date(2024, 2, 9), date(2024, 2, 11), "du 9 au 11 février 2024"),
        (date(2023, 2, 1), date(2023, 2, 2), "du 1er au 2 février 2023"),
        (date(2024, 1, 30), date(2024, 2, 1), "du 30 janvier au 1er février 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "du 31 décembre 2023 au 1er janvier 2024"),
    ],
)
def test_periode_says_two_dates_as_one_does(debut, fin, attendu):
    html = _rendre("{% periode debut fin %}", debut=debut, fin=fin)

    assert strip_tags(html).replace("\u00a0", " ") == attendu


def test_periode_dates_are_readable_by_machines():
    html = _rendre("{% periode debut fin %}", debut=date(2024, 2, 9), fin=date(2024, 2, 11))

    assert html == (
        'du <time datetime="2024-02-09">9</time> '
        'au <time datetime="2024-02-11">11\u00a0février\u00a02024</time>'
    )
