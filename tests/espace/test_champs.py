"""Fields of the steps: amounts as people write them, sources, rich text left as it was."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from espace.etapes import ETAPES
from espace.forms.champs import MontantField, SourceField, TexteRicheSaisiField
from mediatheque.models import Lien
from tests.factories import make_initiative, make_lien


@pytest.mark.parametrize(
    ("dit", "compris"),
    [
        ("543 000", Decimal(543000)),
        ("543\u00a0000\u00a0€", Decimal(543000)),
        ("543\u202f000 euros", Decimal(543000)),
        ("12,50", Decimal("12.50")),
        ("1 euro", Decimal(1)),
        ("", None),
    ],
)
def test_an_amount_is_understood_as_it_is_written(dit, compris):
    assert MontantField(required=False).clean(dit) == compris


@pytest.mark.parametrize("dit", ["beaucoup", "12.5.3", "1e999", "nan", "1k€"])
def test_an_amount_that_is_none_is_refused(dit):
    with pytest.raises(ValidationError):
        MontantField(required=False, max_digits=12, decimal_places=2).clean(dit)


@pytest.mark.parametrize(
    ("valeur", "montre"),
    [
        (Decimal("543000.00"), "543\u00a0000"),
        (Decimal("12.50"), "12,5"),
        ("tapé", "tapé"),
        (None, None),
    ],
)
def test_an_amount_is_shown_as_it_is_written(valeur, montre):
    assert MontantField().prepare_value(valeur) == montre


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dite", "url", "titre"),
    [
        ("https://www.gironde.fr/budget", "https://www.gironde.fr/budget", ""),
        ("www.gironde.fr/budget", "https://www.gironde.fr/budget", ""),
        ("gironde.fr", "https://gironde.fr", ""),
        ("gironde.fr/bilan.pdf", "https://gironde.fr/bilan.pdf", ""),
        ("Bilan 2024", "", "Bilan 2024"),
        ("bilan-2024.pdf", "", "bilan-2024.pdf"),
        ("Rapport : le revenu, p. 12", "", "Rapport : le revenu, p. 12"),
        ("M. Dupont, gironde.fr", "", "M. Dupont, gironde.fr"),
    ],
)
def test_a_source_is_an_address_or_the_name_of_a_document(dite, url, titre):
    lien = SourceField().clean(dite)

    assert (lien.pk, lien.url, lien.titre) == (None, url, titre)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dite", "phrase"),
    [
        ("javascript:alert(1)", "Une adresse commence par https://"),
        ("file:///etc/passwd", "Une adresse commence par https://"),
        ("https://a", "n’est pas complète"),
        ("https://a b", "Une adresse commence par https://"),
        ("https://a.fr/" + "x" * 500, "dépasse 500 signes"),
        ("x" * 251, "250 signes au plus"),
        ("a\0b", "nul"),
    ],
)
def test_a_source_that_is_neither_is_refused(dite, phrase):
    with pytest.raises(ValidationError) as refus:
        SourceField().clean(dite)

    assert phrase in " ".join(refus.value.messages)


@pytest.mark.django_db
def test_a_known_source_is_found_again():
    lien = make_lien("https://www.gironde.fr/budget")
    document = Lien.objects.create(titre="Bilan 2024")

    assert SourceField().clean("https://www.gironde.fr/budget") == lien
    assert SourceField().clean("Bilan 2024") == document
    assert [SourceField().prepare_value(source) for source in (lien, document)] == [
        "https://www.gironde.fr/budget",
        "Bilan 2024",
    ]


RICHE = '<h2>Titre</h2><ul><li><p>Un <a href="https://a.fr" title="t">lien</a></p></li></ul>'


@pytest.mark.parametrize("fin", ["", "\r\n", "\n \n"])
def test_rich_text_left_alone_keeps_its_every_tag(fin):
    champ = TexteRicheSaisiField(required=False)

    montre = champ.montrer(RICHE)

    assert champ.clean(montre.replace("\n", "\r\n") + fin) == RICHE
    assert champ.clean(montre + "\n\nSuite.") == (
        '<h2>Titre</h2><ul><li>Un <a href="https://a.fr">lien</a></li></ul><p>Suite.</p>'
    )


def test_rich_text_too_long_says_how_much():
    with pytest.raises(ValidationError, match="Ce texte compte 20001 signes"):
        TexteRicheSaisiField(required=False).clean("x" * 20_001)


@pytest.mark.django_db
@pytest.mark.parametrize("saisie", [etape.saisie for etape in ETAPES if etape.saisie])
def test_every_word_of_a_step_has_french_spaces(saisie):
    fiche = make_initiative()
    fiche.sources.add(make_lien())

    for champ in saisie(fiche):
        dits = [champ.label, champ.help_text, *champ.field.error_messages.values()]
        assert [str(mots) for mots in dits if re.search(r" [:;!?»]|« |'", str(mots))] == []
