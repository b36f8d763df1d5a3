"""Themes, keywords and workstreams: what is unique, how it is spelt, in which order."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chantiers.models import Chantier, MotCle, MotCleUsage, Theme
from forum.models import Idee
from tests.factories import make_chantier, make_idee, make_theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"nom": "Logement", "slug": "autre"}, {"nom": ["Ce thème existe déjà."]}),
        ({"nom": "Autre", "slug": "logement"}, {"slug": ["Cette adresse est déjà prise."]}),
    ],
)
def test_a_theme_has_one_name_and_one_address(champs, erreurs):
    make_theme("Logement")

    with pytest.raises(ValidationError) as refus:
        Theme(**champs).full_clean()
    assert refus.value.message_dict == erreurs
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(**champs)


def test_themes_come_in_the_coordinators_order():
    for nom, ordre in (("Santé", 2), ("Travail", 1), ("Logement", 2)):
        make_theme(nom, ordre=ordre)

    assert [theme.nom for theme in Theme.objects.all()] == ["Travail", "Logement", "Santé"]


def test_chantiers_come_in_the_coordinators_order():
    for titre, ordre in (("Santé", 2), ("Travail", 1), ("Logement", 2)):
        make_chantier(titre, ordre=ordre)

    assert [chantier.titre for chantier in Chantier.objects.for_list()] == [
        "Travail",
        "Logement",
        "Santé",
    ]


def test_a_chantier_describes_its_image():
    with pytest.raises(ValidationError) as refus:
        Chantier(titre="Travail", slug="travail", image_id=1).validate_constraints()

    assert refus.value.messages == [
        "Décrivez l’image, ou marquez-la décorative sans la décrire."
    ]


def test_a_keyword_is_put_once_on_an_object():
    idee = make_idee()
    idee.mots_cles.add("aidants")

    idee.mots_cles.add("aidants")

    assert MotCleUsage.objects.count() == 1
    usage = MotCleUsage.objects.get()
    assert str(usage) == "aidants sur Un revenu de base local"
    with pytest.raises(IntegrityError), transaction.atomic():
        MotCleUsage.objects.create(
            content_type=usage.content_type, object_id=usage.object_id, tag=usage.tag
        )


@pytest.mark.parametrize(
    ("mot", "adresse"),
    [
        ("œuvrer ensemble", "/mots-cles/oeuvrer-ensemble/"),
        ("Âge", "/mots-cles/age/"),
        ("revenu de base", "/mots-cles/revenu-de-base/"),
    ],
)
def test_a_keyword_has_a_page_at_its_folded_name(mot, adresse):
    make_idee().mots_cles.add(mot)

    assert MotCle.objects.get().get_absolute_url() == adresse


def test_a_keyword_goes_with_the_object_that_carried_it_alone():
    make_idee().mots_cles.add("aidants")

    Idee.objects.all().delete()

    assert MotCleUsage.objects.count() == 0
