"""What every test may rely on: the people, the clock, no network, no order by luck."""

import os
import shutil
import socket
import subprocess
import sys
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as reglages
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client, TransactionTestCase

from tests.connexions import se_connecter
from tests.factories import make_user

AUJOURD_HUI = datetime(2026, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.hookimpl(tryfirst=True)  # -m selects in this same hook: the marks must be there first
def pytest_collection_modifyitems(items):
    """Mark what touches the database, what drives a browser, what goes to one process together."""
    for item in items:
        if {"db", "transactional_db", "live_server"} & set(item.fixturenames) or (
            item.get_closest_marker("django_db")
        ):
            item.add_marker("base")
        if "navigateur" in item.path.parent.parts:
            item.add_marker("navigateur")
        # Fixtures that take seconds and last a module: spread over processes, each makes its own.
        if {"charge", "portail"} & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_collection_finish(session):
    """Stop when pytest-xdist no longer sees the groups: the suite would pass, minutes later."""
    if getattr(session.config.option, "loadgroup", False):
        for item in session.items:
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
                raise pytest.UsageError(
                    "pytest-xdist ne voit pas les groupes : voir requirements-dev.in"
                )


# The database


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; a test that commits leaves it with the rows that migrations put there.

    Django undoes such a test by emptying every table, the « Coordination » group included. Most
    tables are empty already, and what migrations wrote is seldom touched: looking is quicker.
    """
    with django_db_blocker.unblock():
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        contenu = _contenu(tables)
        lignes = connection.creation.serialize_db_to_string()

    def _fixture_teardown(_self):
        restes = _contenu(tables)
        intactes = all(restes.get(table) == contenu[table] for table in contenu)
        with transaction.atomic(), connection.cursor() as cursor:
            # In any order: the keys between tables are checked at the end. Sequences go on.
            for table in restes:
                if not (intactes and table in contenu):
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if not intactes:
            connection.creation.deserialize_db_from_string(lignes)
        ContentType.objects.clear_cache()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _fixture_teardown)
        yield


def _contenu(tables):
    """The rows of each table that has some."""
    contenu = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if lignes := cursor.fetchall():
                contenu[table] = lignes
    return contenu


# Production


@pytest.fixture(scope="session")
def production(tmp_path_factory):
    """The whole environment of a production process, database and folders its own.

    TLS ends at a proxy, as in the documentation: a request says `X-Forwarded-Proto: https`.
    """
    dossier = tmp_path_factory.mktemp("production")
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a-key-for-tests-long-enough-to-please-the-deployment-check-0123456789",
        "ALLOWED_HOSTS": "portail.example",
        "DATABASE_URL": f"sqlite:///{dossier}/base.sqlite3",
        "STATIC_ROOT": str(dossier / "static"),
        "MEDIA_ROOT": str(dossier / "media"),
    }


@pytest.fixture(scope="session")
def fichiers_statiques(production):
    """Folder of the files of static/ collected, hashed and compressed as for production."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=reglages.BASE_DIR,
        env=production,
        check=True,
    )
    return Path(production["STATIC_ROOT"])


# People


@pytest.fixture
def visitor(db):
    """Somebody who has not signed in."""
    return Client()


@pytest.fixture
def coordinatrice(db):
    """The coordinator, signed in with two factors, in the group that a migration made. `.user` is her."""
    user = make_user("coordination@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Coordination"))
    return _signed_in(user)


@pytest.fixture
def agent(db):
    """A signed-in person of a territory, without any right in the back office. `.user` is them."""
    return _signed_in(make_user("agent@example.org"))


@pytest.fixture
def admin_client(admin_user):
    """The maintainer, signed in with two factors: every right. `.user` is them."""
    return _signed_in(admin_user)


def _signed_in(user):
    client = Client()
    se_connecter(client, user)
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
