"""What Le Forum refuses, with its words, and what an idea says of itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from forum.models import Idee
from tests.factories import make_idee, make_theme

pytestmark = pytest.mark.django_db


def test_an_answer_date_needs_an_answer():
    idee = make_idee()
    idee.date_reponse = date(2024, 1, 1)

    with pytest.raises(ValidationError, match="Une date de réponse accompagne une réponse"):
        idee.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        idee.save()


def test_two_ideas_have_two_addresses():
    make_idee("Une idée")
    autre = Idee(titre="Une autre", slug="une-idee")

    with pytest.raises(ValidationError) as erreur:
        autre.full_clean()

    assert erreur.value.message_dict == {
        "slug": ["Cette adresse est déjà prise : ajoutez un mot."]
    }


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"auteur": "Ada Lovelace", "organisation": "Le Pacte"}, "Ada Lovelace, Le Pacte"),
        ({"auteur": "Ada Lovelace"}, "Ada Lovelace"),
        ({"organisation": "Le Pacte"}, "Le Pacte"),
        ({}, ""),
    ],
)
def test_an_idea_is_signed_by_what_is_known(champs, attendu):
    assert Idee(**champs).signature == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"partenaire": True, "annee": 2024}, "Partenaire · 2024"),
        ({"partenaire": True}, "Partenaire"),
        ({"annee": 2024}, "Idée · 2024"),
        ({}, "Idée"),
    ],
)
def test_a_partner_is_named_above_the_title(champs, attendu):
    assert Idee(**champs).surtitre == attendu


def test_a_card_says_the_chapo_before_the_text_and_three_themes_at_most():
    noms = ["Alimentation", "Emploi", "Logement", "Santé"]
    make_idee(corps="<p>Le texte.</p>", themes=[make_theme(nom) for nom in noms])

    idee = Idee.objects.for_list().get()

    assert (idee.accroche, idee.etiquettes) == ("<p>Le texte.</p>", noms[:3])
    assert Idee(chapo="Le chapô.", corps="<p>Le texte.</p>").accroche == "Le chapô."


def test_lists_go_from_the_latest_year_to_no_year():
    for titre, annee in [("Sans année", None), ("Ancienne", 2021), ("Récente", 2024)]:
        make_idee(titre, annee=annee)

    assert [idee.titre for idee in Idee.objects.for_list()] == [
        "Récente",
        "Ancienne",
        "Sans année",
    ]
