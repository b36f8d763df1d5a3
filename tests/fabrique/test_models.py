"""What the database refuses in La Fabrique, and the words it says it with."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from fabrique.models import ChiffreCle, Etape, IllustrationInitiative
from tests.factories import make_initiative, make_lien, make_reprise, make_territoire

pytestmark = pytest.mark.django_db


def _refuse(objet, message):
    """`objet` is refused by the form, with `message`, and by the database."""
    with pytest.raises(ValidationError) as erreur:
        objet.validate_constraints()
    assert message in " ".join(erreur.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"cout_euros": -1}, "Un coût n’est pas négatif."),
        ({"cout_annee": 2024}, "Année, périmètre et source du coût vont avec un montant."),
        ({"image_decorative": False, "image_alt": "Une place"}, None),
    ],
)
def test_initiative_refuses_what_makes_no_sense(champs, message):
    initiative = make_initiative()
    for champ, valeur in champs.items():
        setattr(initiative, champ, valeur)

    if message is None:
        initiative.validate_constraints()
    else:
        _refuse(initiative, message)


def test_etape_refuses_a_year_that_is_not_the_one_of_its_date():
    etape = Etape(initiative=make_initiative(), stade="idee", annee=2020, date=date(2021, 1, 1))

    _refuse(etape, "L’année est celle de la date exacte.")


def test_illustration_needs_an_image():
    _refuse(IllustrationInitiative(initiative=make_initiative()), "Choisissez une image.")


def test_a_territory_takes_an_initiative_up_once():
    reprise = make_reprise()
    reprise.pk, reprise.slug = None, "autre"
    reprise._state.adding = True

    _refuse(reprise, "Ce territoire a déjà déclaré cette reprise.")


def test_a_territory_does_not_take_up_its_own_initiative():
    initiative = make_initiative(territoire=make_territoire())
    reprise = make_reprise(initiative)
    reprise.territoire = make_territoire()

    with pytest.raises(ValidationError, match="ne reprend pas sa propre initiative"):
        reprise.clean()


def test_reprises_make_no_cycle():
    origine = make_initiative("A", territoire=make_territoire("33", "Gironde"))
    fille = make_initiative("B", territoire=make_territoire("40", "Landes"))
    petite_fille = make_initiative("C", territoire=make_territoire("58", "Nièvre"))
    make_reprise(origine, fille.territoire, fiche=fille)
    make_reprise(fille, petite_fille.territoire, fiche=petite_fille)

    boucle = make_reprise(petite_fille, origine.territoire)
    boucle.fiche = origine

    with pytest.raises(ValidationError, match="elle-même à l’origine"):
        boucle.clean()


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"valeur": 90, "approximation": "près de"}, "près de\u00a090"),
        ({"valeur": 543000, "unite": "€"}, "543\u00a0000\u00a0€"),
        ({"valeur": "35.50", "unite": "%"}, "35,5\u00a0%"),
        ({"valeur": 0}, "0"),
    ],
)
def test_a_figure_is_written_as_french_does(champs, attendu):
    chiffre = ChiffreCle.objects.create(
        initiative=make_initiative(), libelle="foyers", source=make_lien(), **champs
    )
    chiffre.refresh_from_db()

    assert chiffre.valeur_en_clair == attendu
