"""Keywords as people type them."""

import pytest
from django.forms import modelform_factory

from chantiers.models import MotCle
from chantiers.mots_cles import analyser, assembler, decouper
from forum.models import Idee
from tests.factories import make_idee


@pytest.mark.parametrize(
    ("saisie", "mots"),
    [
        ("", []),
        ("revenu de base", ["revenu de base"]),
        ("aidants, revenu de base", ["aidants", "revenu de base"]),
        ("aidants ; RSA\nESS", ["aidants", "RSA", "ESS"]),
        ("aidants\r\nESS", ["aidants", "ESS"]),
        ("  grand   âge , ,", ["grand âge"]),
        ("grand\u00a0âge", ["grand âge"]),
        ("Âge, âge, AGE", ["Âge"]),
        ("« cœur », coeur", ["cœur"]),
        ('"revenu de base", aidants', ["revenu de base", "aidants"]),
        ("l’aide, l'aide", ["l’aide"]),
        ("…, !, aidants", ["aidants"]),
        ("<b>aidants</b>", ["<b>aidants</b>"]),
    ],
)
def test_decouper_splits_on_commas_only(saisie, mots):
    assert decouper(saisie) == mots


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("connu", "saisie", "mots"),
    [
        ("Grand âge", "GRAND AGE, aidants", ["Grand âge", "aidants"]),
        ("âge", "Âge", ["âge"]),
        ("cœur de ville", "Coeur de ville", ["cœur de ville"]),
        ("aidants", "revenu de base", ["revenu de base"]),
        ("aidants", "", []),
    ],
)
def test_analyser_keeps_the_spelling_in_use(connu, saisie, mots):
    make_idee().mots_cles.add(connu)

    assert analyser(saisie) == mots


@pytest.mark.django_db
def test_the_form_of_the_back_office_makes_one_keyword_of_a_phrase():
    idee, autre = make_idee(), make_idee("Autre idée")
    autre.mots_cles.add("Âge")
    formulaire = modelform_factory(Idee, fields=["mots_cles"])

    formulaire({"mots_cles": "revenu de base, âge ; cœur"}, instance=idee).save()

    assert [mot.name for mot in idee.mots_cles.all()] == ["revenu de base", "Âge", "cœur"]
    assert [mot.slug for mot in MotCle.objects.all()] == ["age", "coeur", "revenu-de-base"]


@pytest.mark.django_db
def test_assembler_writes_what_analyser_reads():
    make_idee().mots_cles.add("revenu de base", "aidants")

    assert decouper(assembler(MotCle.objects.all())) == ["aidants", "revenu de base"]
