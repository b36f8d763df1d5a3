"""The steps of a sheet that belongs to another territory: nothing is there, and somebody is told."""

import pytest
from django.urls import reverse

from espace.etapes import ETAPES
from solidaires.publication import Etat
from tests.espace.saisies import adresse, connecter
from tests.factories import make_agent, make_initiative, make_territoire

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """An agent of Gironde, signed in."""
    return connecter(make_agent("ada@gironde.example").user)


@pytest.mark.parametrize("slug", [etape.slug for etape in ETAPES])
def test_another_territory_finds_nothing(ada, slug, caplog):
    fiche = make_initiative(
        territoire=make_territoire("40", "Landes"), etat=Etat.BROUILLON, published_at=None
    )

    assert ada.get(adresse(fiche, slug)).status_code == 404
    assert ada.post(adresse(fiche, slug), {"titre": "Pris"}).status_code == 404
    assert caplog.text.count("is not theirs") == 2


def test_a_step_that_does_not_exist_is_not_found(ada, caplog):
    fiche = make_initiative(etat=Etat.BROUILLON, published_at=None)

    assert ada.get(adresse(fiche, "budget")).status_code == 404
    assert "no such step" in caplog.text


@pytest.mark.parametrize("nom", ["apercu", "envoyer", "recu", "fiche"])
def test_pages_of_another_territory_are_not_found(ada, nom, caplog):
    fiche = make_initiative(
        territoire=make_territoire("40", "Landes"), etat=Etat.BROUILLON, published_at=None
    )
    adresse = reverse(f"espace:{nom}", args=[fiche.pk])
    reponse = ada.post(adresse) if nom == "envoyer" else ada.get(adresse)

    assert reponse.status_code == 404
    assert "is not theirs" in caplog.text
