"""Rich text in a plain field: what is typed, what is pasted, what the coordination formatted."""

import pytest

from espace.mise_en_forme import en_html, en_saisie

# What the editor of the back office writes, and the field of an agent: both ways.
DEUX_SENS = [
    ("<p>Trois foyers.</p>", "Trois foyers."),
    ("<p>Un.</p><p>Deux.</p>", "Un.\n\nDeux."),
    ("<p>Un<br>deux</p>", "Un\\\ndeux"),
    ("<h2>Le cadre</h2><p>Une loi.</p>", "## Le cadre\n\nUne loi."),
    ("<h3>Détail</h3>", "### Détail"),
    ("<ul><li>pain</li><li>lait</li></ul>", "- pain\n- lait"),
    ("<ol><li>pain</li><li>lait</li></ol>", "1. pain\n2. lait"),
    (
        "<p>Avant</p><ul><li>pain</li></ul><p>Après</p>",
        "Avant\n\n- pain\n\nAprès",
    ),
    ("<blockquote><p>Un.</p><p>Deux.</p></blockquote>", "> Un.\n> Deux."),
    ("<p>Avant</p><hr><p>Après</p>", "Avant\n\n---\n\nAprès"),
    ("<p>Un <strong>mot</strong> fort</p>", "Un **mot** fort"),
    ("<p>Un <em>mot</em>, dit-on</p>", "Un *mot*, dit-on"),
    ("<p><strong><em>Tout</em></strong></p>", "***Tout***"),
    ("<p><strong>Un <em>mot</em> fort</strong></p>", "**Un *mot* fort**"),
    (
        '<p>Voir <a href="https://a.fr/b?c=1&amp;d=2">le <strong>site</strong></a>.</p>',
        "Voir [le **site**](https://a.fr/b?c=1&d=2).",
    ),
    ('<p><a href="mailto:a@b.fr">écrire</a></p>', "[écrire](mailto:a@b.fr)"),
    # Words that look like marks stay words.
    ("<p>5 * 3 = 15 et 2 * 2 = 4</p>", "5 * 3 = 15 et 2 * 2 = 4"),
    ("<p>3* et 4*</p>", "3* et 4*"),
    ("<p>un *astérisque* vrai</p>", r"un \*astérisque\* vrai"),
    ("<p>- tiret seul</p>", r"\- tiret seul"),
    ("<p>## pas un titre</p>", r"\## pas un titre"),
    ("<p>1. pas une liste</p>", r"\1. pas une liste"),
    ("<p>2024. Une année pleine</p>", "2024. Une année pleine"),
    ("<p>[Nous] voulons</p>", "[Nous] voulons"),
    ("<p>[x](https://a.fr)</p>", r"\[x](https://a.fr)"),
    (r"<p>C:\temp et \*</p>", r"C:\temp et \\*"),
    ("<p>1 &lt; 2 &amp; 3 &gt; 2</p>", "1 < 2 & 3 > 2"),
    ("<p>Prix&nbsp;: 3&nbsp;€</p>", "Prix\xa0: 3\xa0€"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "saisie"), DEUX_SENS)
def test_rich_text_is_read_and_written_back_the_same(html, saisie):
    assert en_saisie(html) == saisie
    assert en_html(saisie) == html


@pytest.mark.parametrize(
    ("html", "saisie"),
    [
        # The editor puts a paragraph in each item.
        ("<ul><li><p>pain</p></li><li><p>lait</p></li></ul>", "- pain\n- lait"),
        ("<p>Un <strong>mot </strong>fort</p>", "Un **mot** fort"),
        ("<ul><li>pain<ul><li>complet</li></ul></li></ul>", "- pain\n- complet"),
        ('<p><a href="https://a.fr/x_(y)">x</a></p>', "[x](https://a.fr/x_%28y%29)"),
        ("<p><a>sans adresse</a></p>", "sans adresse"),
        ("<p>un\n  deux</p>", "un deux"),
    ],
)
def test_every_shape_of_the_editor_has_its_marks(html, saisie):
    assert en_saisie(html) == saisie


@pytest.mark.parametrize(
    ("saisie", "html"),
    [
        # A word processor's plain text: one line per paragraph, its own bullets.
        ("Un.\r\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("•\tpain\r\n•\tlait", "<ul><li>pain</li><li>lait</li></ul>"),
        ("·\tpain\n·\tlait", "<ul><li>pain</li><li>lait</li></ul>"),
        ("o\tpain\no\tlait", "<ul><li>pain</li><li>lait</li></ul>"),
        ("- pain\n\n- lait", "<ul><li>pain</li><li>lait</li></ul>"),
        ("1) pain\n2) lait", "<ol><li>pain</li><li>lait</li></ol>"),
        ("3. Le cadre", "<p>3. Le cadre</p>"),
        ("ou alors\noù", "<p>ou alors</p><p>où</p>"),
        ("  \n\n ", ""),
        ("\\", "<p>\\</p>"),
        # What tries its luck stays words.
        (
            "<script>alert(1)</script>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        ),
        (
            "<img src=x onerror=alert(1)>",
            "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
        ),
        ("[ici](javascript:alert(1))", "<p>[ici](javascript:alert(1))</p>"),
        (
            '[ici](https://a.fr/"onclick="alert)',
            '<p><a href="https://a.fr/&quot;onclick=&quot;alert">ici</a></p>',
        ),
        (
            "**[a](https://b.fr/**c)**",
            '<p><strong><a href="https://b.fr/**c">a</a></strong></p>',
        ),
        ("\x01" + "0\x02 nul\0", "<p>0 nul</p>"),
    ],
)
def test_what_is_typed_or_pasted_becomes_clean_rich_text(saisie, html):
    assert en_html(saisie) == html


@pytest.mark.parametrize("signe", ["*", "[", "(", "\\", "# ", "> ", "- ", "_"])
def test_a_long_row_of_one_sign_takes_no_time(signe):
    hostile = signe * 20_000

    assert en_html(hostile).count("<p>") <= 1
