"""Editorial pages: their address, their order."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pages.models import Page
from solidaires.publication import Etat
from tests.factories import make_page

pytestmark = pytest.mark.django_db


def test_two_pages_have_two_addresses():
    make_page("Manifeste")

    with pytest.raises(ValidationError) as refus:
        Page(titre="Bis", slug="manifeste").full_clean()
    assert refus.value.message_dict == {
        "slug": ["Cette adresse est déjà prise : ajoutez un mot."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        make_page("Bis", slug="manifeste")


@pytest.mark.parametrize(
    "slug", ["barometre", "chantiers", "themes", "plan-du-site", "admin", "sante", "fabrique"]
)
def test_a_page_does_not_take_the_address_of_a_section(slug):
    with pytest.raises(ValidationError) as refus:
        Page(titre="Page", slug=slug).full_clean()

    assert refus.value.message_dict == {
        "slug": ["Cette adresse est celle d’une rubrique : choisissez-en une autre."]
    }


def test_a_page_takes_a_free_address():
    Page(titre="Page", slug="nous-rejoindre").full_clean()


def test_a_page_without_address_says_so():
    with pytest.raises(ValidationError) as refus:
        Page(titre="Page").full_clean()

    assert list(refus.value.message_dict) == ["slug"]


def test_pages_come_in_the_coordinators_order():
    for titre, ordre in (("Entretien", 2), ("Manifeste", 1), ("Accessibilité", 2)):
        make_page(titre, ordre=ordre)

    assert [page.titre for page in Page.objects.all()] == [
        "Manifeste",
        "Accessibilité",
        "Entretien",
    ]


def test_the_text_of_a_page_is_sanitised_when_it_is_typed():
    page = Page(
        titre="Page", slug="page", corps='<p onclick="x()">Bon</p><script>alert(1)</script>'
    )

    page.full_clean()

    assert page.corps == "<p>Bon</p>"


def test_a_published_page_has_a_date():
    with pytest.raises(ValidationError) as refus:
        Page(titre="Page", slug="page", etat=Etat.PUBLIEE).validate_constraints()

    assert refus.value.messages == [
        "Une fiche publiée ou programmée a une date de mise en ligne."
    ]
