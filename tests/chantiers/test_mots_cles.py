"""Keywords as people type them."""

import pytest

from chantiers.models import MotCle
from chantiers.mots_cles import analyser, assembler, decouper
from tests.factories import make_idee


@pytest.mark.parametrize(
    ("saisie", "mots"),
    [
        ("", []),
        ("revenu de base", ["revenu de base"]),
        ("aidants, revenu de base", ["aidants", "revenu de base"]),
        ("aidants ; RSA\nESS", ["aidants", "RSA", "ESS"]),
        ("  grand   âge , ,", ["grand âge"]),
        ("Âge, âge, AGE", ["Âge"]),
        ("« cœur », coeur", ["cœur"]),
        ("…, !, aidants", ["aidants"]),
    ],
)
def test_decouper_splits_on_commas_only(saisie, mots):
    assert decouper(saisie) == mots


@pytest.mark.django_db
def test_analyser_keeps_the_spelling_in_use():
    make_idee().mots_cles.add("Grand âge")

    assert analyser("GRAND AGE, aidants") == ["Grand âge", "aidants"]


@pytest.mark.django_db
def test_a_keyword_slug_opens_the_ligature():
    make_idee().mots_cles.add("œuvrer ensemble")

    assert MotCle.objects.get().slug == "oeuvrer-ensemble"


@pytest.mark.django_db
def test_assembler_writes_what_analyser_reads():
    make_idee().mots_cles.add("revenu de base", "aidants")

    assert decouper(assembler(MotCle.objects.all())) == ["aidants", "revenu de base"]
