"""Writing one record: what the models refuse is said in French, and one row has one record."""

from datetime import date

import pytest
from django.utils import timezone

from chantiers.models import MotCle, Theme
from evenements.models import Citation, Personne, RendezVous
from pages.contenu.ecriture import Ecriture
from pages.contenu.fiches import Fiche, Ref
from pages.contenu.lecture import ContenuInvalide, Repere
from tests.factories import make_personne

pytestmark = pytest.mark.django_db


def _fiche(modele, ident, **champs):
    return Fiche(
        modele=modele,
        ident=ident,
        repere=Repere("essai.yaml", ident),
        champs={"slug": ident, **champs},
    )


def _refus(*fiches):
    with pytest.raises(ContenuInvalide) as refus:
        Ecriture(maintenant=timezone.now()).ecrire(fiches)
    return str(refus.value).replace("\u00a0", " ")


def test_field_that_is_too_long_is_named():
    assert _refus(_fiche(Theme, "long", nom="n" * 81)) == (
        "essai.yaml, fiche « long » : « nom » : Assurez-vous que cette valeur comporte au plus "
        "80 caractères (actuellement 81)."
    )


def test_rule_of_a_row_is_worded_by_the_model():
    fiche = _fiche(
        RendezVous,
        "festival",
        nom="Festival",
        annee=2024,
        date_debut=date(2024, 2, 9),
        date_fin=date(2024, 2, 1),
    )

    assert _refus(fiche) == "essai.yaml, fiche « festival » : La fin suit le début."


def test_two_records_cannot_make_one_row():
    premiere = _fiche(Theme, "sante", nom="Santé")
    seconde = Fiche(
        modele=Theme,
        ident="soin",
        repere=Repere("essai.yaml", "soin"),
        champs={"slug": "sante", "nom": "Soin"},
    )

    assert _refus(premiere, seconde) == (
        "essai.yaml, fiche « soin » : la fiche « sante » décrit déjà « Santé »"
    )


def test_keyword_keeps_the_spelling_in_use():
    MotCle.objects.create(name="Économie Circulaire", slug="economie-circulaire")
    make_personne("Ada Lovelace")
    personne = Fiche(
        modele=Personne,
        ident="Ada Lovelace",
        cle=("nom",),
        repere=Repere("essai.yaml"),
        champs={"nom": "Ada Lovelace"},
    )
    citation = Fiche(
        modele=Citation,
        ident="lovelace-2024",
        repere=Repere("essai.yaml", "lovelace-2024"),
        champs={
            "slug": "lovelace-2024",
            "texte": "Essayer, c’est déjà réussir.",
            "personne": Ref(Personne, "Ada Lovelace"),
            "annee": 2024,
        },
        mots_cles=["économie circulaire"],
    )

    Ecriture(maintenant=timezone.now()).ecrire([personne, citation])

    assert list(Citation.objects.get().mots_cles.names()) == ["Économie Circulaire"]
