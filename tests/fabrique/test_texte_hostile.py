"""What a stranger could type shows as the text it is."""

import pytest

from fabrique.models import ChiffreCle, Etape
from tests.factories import make_initiative, make_reprise

pytestmark = pytest.mark.django_db


def test_hostile_text_is_shown_as_text(client):
    mechant = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    initiative = make_initiative(
        **dict.fromkeys(
            ["titre", "chapo", "pour_qui", "porteur", "partenaires", "lieux", "note"], mechant
        ),
        **dict.fromkeys(
            ["presentation", "probleme", "solution", "limites", "prerequis"], mechant
        ),
        slug="hostile",
        stade_precision=mechant,
        rattachement=mechant,
        base_legale=mechant,
    )
    initiative.mots_cles.add(mechant)
    Etape.objects.create(initiative=initiative, stade="idee", annee=2020, detail=mechant)
    ChiffreCle.objects.create(initiative=initiative, libelle=mechant, valeur=1)
    make_reprise(initiative, adaptation=mechant)

    fiche = client.get(initiative.get_absolute_url()).content.decode()
    liste = client.get("/fabrique/initiatives/").content.decode()

    for html in (fiche, liste):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
