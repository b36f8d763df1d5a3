"""Becoming coordinator, and the way back in: what the commands do, print, refuse and write."""

import io
import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from comptes.models import User
from tests.connexions import ajouter_une_application, se_connecter
from tests.courriels import courriels
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def lancer(commande, *args):
    """Run it; returns what it printed."""
    sortie = io.StringIO()
    call_command(commande, *args, stdout=sortie)
    return sortie.getvalue()


def lien(sortie):
    [chemin] = re.findall(r"http://127\.0\.0\.1:8000(\S+)", sortie)
    return chemin


def test_creer_coordination_makes_an_account_and_a_link_that_opens_it(client):
    sortie = lancer("creer_coordination", "Marie@Example.org")

    user = User.objects.get()
    assert user.email == "Marie@example.org"
    assert [groupe.name for groupe in user.groups.all()] == ["Coordination"]
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
        True,
        False,
        False,
    )
    assert sortie.startswith("Compte Marie@example.org créé.\nLien de connexion de Marie@")
    assert "pour une seule fois dans les 15 minutes" in sortie
    assert client.post(lien(sortie)).url == "/admin/"
    assert client.get("/admin/").url == "/compte/"


def test_creer_coordination_completes_an_existing_account():
    make_user("agent@example.org", is_active=False)

    sortie = lancer("creer_coordination", "AGENT@example.org")

    user = User.objects.get()
    assert (user.is_staff, user.is_active) == (True, True)
    assert user.groups.get().name == "Coordination"
    assert "existait\u00a0: droits mis à jour" in sortie


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "Donnez l’adresse électronique"),
        (["pas-une-adresse"], "pas-une-adresse"),
        (["a@example.org", "--demonstration"], "pas les deux"),
        (["--demonstration"], "DEBUG est désactivé"),
    ],
)
def test_creer_coordination_refuses_and_creates_nothing(args, message):
    with pytest.raises(CommandError, match=message):
        lancer("creer_coordination", *args)

    assert User.objects.count() == 0


def test_creer_coordination_without_the_group_says_to_migrate():
    Group.objects.all().delete()

    with pytest.raises(CommandError, match="migrate"):
        lancer("creer_coordination", "a@example.org")

    assert User.objects.count() == 0


def test_demonstration_prints_a_link_each_time(client, settings):
    settings.DEBUG = True

    for _ in range(2):
        assert (
            client.post(lien(lancer("creer_coordination", "--demonstration"))).status_code
            == 302
        )

    user = User.objects.get()
    assert (user.email, str(user)) == ("demonstration@solidaires.example", "Démonstration")


def test_lien_de_connexion_opens_an_existing_account_and_is_logged(client, caplog):
    ada = make_user("ada@example.org")

    with caplog.at_level(logging.WARNING, "securite"):
        sortie = lancer("lien_de_connexion", "ADA@example.org")

    assert client.post(lien(sortie)).url == "/espace/"
    assert caplog.messages[0] == f"a sign-in link was made for user {ada.pk} by a command"


@pytest.mark.parametrize("commande", ["lien_de_connexion", "retirer_second_facteur"])
def test_commands_refuse_an_address_without_account(commande):
    with pytest.raises(CommandError, match="Aucun compte"):
        lancer(commande, "nul@example.org")


def test_lien_de_connexion_refuses_a_deactivated_account():
    make_user("ada@example.org", is_active=False)

    with pytest.raises(CommandError, match="Aucun compte actif"):
        lancer("lien_de_connexion", "ada@example.org")


@pytest.mark.parametrize(
    ("is_staff", "suite"),
    [(True, "en demandera un nouveau"), (False, "suffit de nouveau à ouvrir ce compte")],
)
def test_retirer_second_facteur_closes_everything_tells_the_person_and_the_log(
    caplog, is_staff, suite
):
    ada = make_user("ada@example.org", is_staff=is_staff)
    ajouter_une_application(ada)
    Authenticator.objects.create(
        user=ada, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0}
    )
    se_connecter(ailleurs := Client(), ada)

    with caplog.at_level(logging.WARNING, "securite"):
        sortie = lancer("retirer_second_facteur", "Ada@example.org")

    assert suite in sortie
    assert not Authenticator.objects.exists()
    assert ailleurs.get("/compte/").status_code == 302
    [courriel] = courriels()
    assert courriel.destinataire == "ada@example.org"
    assert "votre second facteur a été retiré" in courriel.texte
    assert caplog.messages == [f"the second factor of user {ada.pk} was removed by a command"]


def test_retirer_second_facteur_without_one_changes_nothing():
    se_connecter(client := Client(), make_user("ada@example.org"))

    with pytest.raises(CommandError, match="n’a pas de second facteur"):
        lancer("retirer_second_facteur", "ada@example.org")

    assert client.get("/compte/").status_code == 200
    assert courriels() == []
