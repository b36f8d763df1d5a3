"""Who may read the history of a sheet, compare, export and restore: one test per endpoint."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from fabrique.models import Initiative
from redaction import versions
from redaction.models import Revision
from tests.connexions import se_connecter
from tests.factories import make_initiative, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def _url(objet, page, *args):
    return reverse(f"admin:fabrique_initiative_{page}", args=[objet.pk, *args])


@pytest.fixture
def initiative(db):
    """Online, with two versions: the first says another chapô."""
    objet = make_initiative(chapo="Avant.")
    pris = versions.saisir(objet).instantane
    pris["champs"]["chapo"] = "Après."
    versions.appliquer(
        versions.enregistrer(objet, pris, auteur=make_user("a@example.org"), resume="Essai")
    )
    return objet


ENDPOINTS = [
    ("get", "history", [], 200),
    ("get", "comparer", [], 200),
    ("get", "exporter", [], 200),
    ("post", "restaurer", [1], 302),
]
endpoints = pytest.mark.parametrize(("methode", "page", "args", "attendu"), ENDPOINTS)


def _equipe(email, *droits):
    user = make_user(email, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=droits))
    client = Client()
    se_connecter(client, user)
    return client


@endpoints
def test_history_is_for_the_people_of_the_desk(
    visitor, agent, coordinatrice, initiative, methode, page, args, attendu
):
    url = _url(initiative, page, *args)

    for dehors in (visitor, agent):
        reponse = getattr(dehors, methode)(url)
        assert (reponse.status_code, reponse.url.partition("?")[0]) == (302, "/admin/login/")
    assert getattr(_equipe("sans@example.org"), methode)(url).status_code == 403
    assert Revision.objects.of(initiative).count() == 2
    reponse = getattr(coordinatrice, methode)(url)
    assert reponse.status_code == attendu


@endpoints
def test_who_may_only_read_reads_and_restores_nothing(initiative, methode, page, args, attendu):
    lectrice = _equipe("lectrice@example.org", "view_initiative")

    reponse = getattr(lectrice, methode)(_url(initiative, page, *args))

    assert reponse.status_code == (403 if methode == "post" else 200)
    assert b"Restaurer" not in reponse.content


@endpoints
def test_no_history_of_what_does_not_exist(
    coordinatrice, initiative, methode, page, args, attendu
):
    initiative.pk = 404

    assert getattr(coordinatrice, methode)(_url(initiative, page, *args)).status_code == 404


def test_restoring_needs_the_token_of_the_form(initiative, coordinatrice):
    client = Client(enforce_csrf_checks=True)
    se_connecter(client, coordinatrice.user)

    assert client.post(_url(initiative, "restaurer", 1)).status_code == 403
    assert Initiative.objects.get().chapo == "Après."
