"""Every publishable type has versions by being declared: taken, tried, applied, taken up again."""

import pytest
from django.apps import apps

from redaction import instantane, versions
from solidaires.publication import Etat, Publiable
from tests import site_complet
from tests.factories import FABRIQUES, make_user

pytestmark = pytest.mark.django_db

PUBLIABLES = sorted(
    (m for m in apps.get_models() if issubclass(m, Publiable)), key=lambda m: m._meta.label
)


@pytest.fixture
def complet():
    """One of everything, related."""
    return site_complet.construire()


def _objets():
    return [objet for model in PUBLIABLES for objet in model.objects.order_by("pk")]


def test_trying_what_the_rows_say_changes_no_row_of_any_type(complet):
    for objet in _objets():
        avant = instantane.prendre(objet)

        with versions.materialiser(objet, avant) as essaye:
            assert instantane.prendre(essaye) == avant, objet

        assert instantane.prendre(objet) == avant, objet


def test_emptied_then_restored_every_object_is_as_it_was(complet):
    auteur = make_user("auteur@example.org")
    for objet in _objets():
        type(objet)._base_manager.filter(pk=objet.pk).update(etat=Etat.BROUILLON)
        avant = instantane.prendre(objet)
        premiere = versions.saisir(objet, auteur)
        vide = {
            **avant,
            "relations": {nom: [] for nom in avant["relations"]},
            "parties": {nom: [] for nom in avant["parties"]},
        }
        if "mots_cles" in avant:
            vide["mots_cles"] = []
        instantane.appliquer(objet, vide)
        assert instantane.prendre(objet) == vide, objet

        instantane.appliquer(objet, premiere.instantane)

        assert instantane.prendre(objet) == avant, objet


@pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)
def test_content_written_by_a_load_is_recorded_once_and_signed_by_the_portal(model):
    objet = FABRIQUES[model._meta.model_name]()

    premiere = versions.saisir(objet)
    seconde = versions.saisir(objet)

    assert premiere == seconde
    assert (premiere.numero, premiere.resume, str(premiere.auteur)) == (
        1,
        "Contenu d’origine",
        "Le portail",
    )
    assert premiere.titre == str(objet)
