"""How somebody becomes coordinator: the command behind `make coordination` and `make run DEMO=1`."""

import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from comptes.management.commands import creer_coordination
from comptes.models import User
from tests.factories import make_user

MOT_DE_PASSE = "trois-mots-solidaires"


@pytest.fixture
def creer(db, monkeypatch):
    """Run the command with `saisie` on its standard input; returns what it printed."""

    def creer(*args, saisie=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(saisie))
        sortie = io.StringIO()
        call_command("creer_coordination", *args, stdout=sortie)
        return sortie.getvalue()

    return creer


def test_creer_coordination_makes_an_account_that_opens_the_back_office(creer, client):
    sortie = creer("Marie@Example.org", saisie=f"{MOT_DE_PASSE}\n")

    user = User.objects.get()
    assert user.email == "Marie@example.org"
    assert [groupe.name for groupe in user.groups.all()] == ["Coordination"]
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert client.login(email="marie@example.org", password=MOT_DE_PASSE)
    assert sortie == "Compte Marie@example.org créé. Connexion\u00a0: /admin/\n"


def test_creer_coordination_completes_an_existing_account(creer):
    make_user("agent@example.org", password="ancien-secret", is_active=False)

    creer("AGENT@example.org", saisie=f"{MOT_DE_PASSE}\n")

    user = User.objects.get()
    assert user.check_password(MOT_DE_PASSE)
    assert (user.is_staff, user.is_active) == (True, True)
    assert user.groups.get().name == "Coordination"


@pytest.mark.parametrize(
    ("args", "saisie", "message"),
    [
        ([], "", "Donnez l’adresse électronique"),
        (["pas-une-adresse"], MOT_DE_PASSE, "pas-une-adresse"),
        (["a@example.org"], "", "Aucun mot de passe"),
        (["a@example.org"], "court\n", "trop court"),
        (["a@example.org", "--demonstration"], MOT_DE_PASSE, "pas les deux"),
    ],
)
def test_creer_coordination_refuses_and_creates_nothing(creer, args, saisie, message):
    with pytest.raises(CommandError, match=message):
        creer(*args, saisie=saisie)

    assert User.objects.count() == 0


@pytest.fixture
def terminal(db, monkeypatch):
    """Run the command for somebody at a terminal who types these two passwords."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def taper(*saisies):
        reponses = iter(saisies)
        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr(f"{creer_coordination.__name__}.getpass", lambda _: next(reponses))
        call_command("creer_coordination", "a@example.org", stdout=io.StringIO())

    return taper


def test_password_is_asked_twice_at_a_terminal(terminal):
    terminal(MOT_DE_PASSE, MOT_DE_PASSE)

    assert User.objects.get().check_password(MOT_DE_PASSE)


def test_two_different_passwords_create_nothing(terminal):
    with pytest.raises(CommandError, match="Les deux mots de passe diffèrent"):
        terminal(MOT_DE_PASSE, "un-autre-secret")

    assert User.objects.count() == 0


def test_creer_coordination_without_the_group_says_to_migrate(creer):
    Group.objects.all().delete()

    with pytest.raises(CommandError, match="migrate"):
        creer("a@example.org", saisie=MOT_DE_PASSE)

    assert User.objects.count() == 0


def test_demonstration_prints_its_password_once(creer, client, settings):
    settings.DEBUG = True

    premiere, seconde = creer("--demonstration"), creer("--demonstration")

    mot_de_passe = re.search(r"mot de passe +(\S+)", premiere)[1]
    assert client.login(email="demonstration@solidaires.example", password=mot_de_passe)
    assert "existe déjà" in seconde
    assert mot_de_passe not in seconde


def test_demonstration_is_refused_without_debug(creer):
    with pytest.raises(CommandError, match="DEBUG est désactivé"):
        creer("--demonstration")

    assert User.objects.count() == 0
