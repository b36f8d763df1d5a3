"""What every test may rely on: the people, the clock, no network, no order by luck."""

import shutil
import socket
from datetime import datetime
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as reglages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.test import Client

from tests.factories import make_user

MOT_DE_PASSE = "solidarité-en-actes"
AUJOURD_HUI = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.hookimpl(tryfirst=True)  # -m selects in this same hook: the marks must be there first
def pytest_collection_modifyitems(items):
    """Mark what touches the database and what drives a browser, so that nobody has to."""
    for item in items:
        if {"db", "transactional_db", "live_server"} & set(item.fixturenames) or (
            item.get_closest_marker("django_db")
        ):
            item.add_marker("base")
        if "navigateur" in item.path.parent.parts:
            item.add_marker("navigateur")


# People


@pytest.fixture
def visitor(db):
    """Somebody who has not signed in."""
    return Client()


@pytest.fixture
def coordinatrice(db):
    """The coordinator, signed in: staff, in the group that a migration made. `.user` is her."""
    user = make_user("coordination@example.org", password=MOT_DE_PASSE, is_staff=True)
    user.groups.add(Group.objects.get(name="Coordination"))
    return _signed_in(user)


@pytest.fixture
def agent(db):
    """A signed-in person of a territory, without any right in the back office. `.user` is them."""
    return _signed_in(make_user("agent@example.org", password=MOT_DE_PASSE))


def _signed_in(user):
    client = Client()
    client.force_login(user)
    client.user = user
    return client


# Time


@pytest.fixture
def today():
    """Stop the clock on 10 March 2026, ten o'clock in Paris; returns that instant."""
    with time_machine.travel(AUJOURD_HUI, tick=False):
        yield AUJOURD_HUI


# Guards


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Refuse any connection that leaves this machine."""
    connecter = socket.socket.connect

    def connect(prise, adresse):
        if prise.family != socket.AF_UNIX and not _locale(adresse[0]):
            raise ConnectionRefusedError(f"A test tried to reach {adresse[0]}.")
        return connecter(prise, adresse)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def _locale(hote):
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return hote == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _no_order_by_luck():
    """Return unordered rows backwards: a forgotten `order_by` shows on every database."""
    remplir = QuerySet._fetch_all

    def _fetch_all(queryset):
        vide = queryset._result_cache is None
        remplir(queryset)
        if vide and not queryset.ordered:
            queryset._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", _fetch_all)
        yield


@pytest.fixture(autouse=True, scope="session")
def _dossier_de_travail():
    """The uploads and the database file of this process live in one folder, removed at the end."""
    dossier = reglages.MEDIA_ROOT.parent
    reglages.MEDIA_ROOT.mkdir(parents=True)
    yield
    shutil.rmtree(dossier, ignore_errors=True)
