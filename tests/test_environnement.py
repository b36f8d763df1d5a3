"""Environment variables: what is understood, what is refused at start-up and in which words."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from solidaires import environnement

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


@pytest.mark.parametrize(
    ("texte", "valeur"),
    [
        ("1", True),
        (" OUI ", True),
        ("on", True),
        ("0", False),
        ("non", False),
        ("", False),
        (None, False),
    ],
)
def test_booleen_understands_yes_no_and_nothing(texte, valeur):
    env = {} if texte is None else {"DRAPEAU": texte}

    assert environnement.booleen("DRAPEAU", env=env) is valeur


def test_booleen_refuses_anything_else():
    with pytest.raises(ImproperlyConfigured, match="DRAPEAU must be 1 or 0, not 'peut-être'"):
        environnement.booleen("DRAPEAU", env={"DRAPEAU": "Peut-être"})


@pytest.mark.parametrize(
    ("texte", "mots"),
    [("", []), ("a.fr", ["a.fr"]), (" a.fr , ,b.fr,", ["a.fr", "b.fr"])],
)
def test_liste_splits_on_commas_without_blanks(texte, mots):
    assert environnement.liste("NOMS", env={"NOMS": texte}) == mots


@pytest.mark.parametrize("env", [{}, {"SECRET": ""}, {"SECRET": "  "}])
def test_requis_says_what_to_do_when_it_is_missing(env):
    with pytest.raises(ImproperlyConfigured, match="SECRET is not set"):
        environnement.requis("SECRET", env=env)


def test_database_is_sqlite_without_an_address():
    base = environnement.base_de_donnees("", defaut_sqlite="/srv/db.sqlite3")

    assert (base["ENGINE"], base["NAME"]) == (SQLITE, "/srv/db.sqlite3")
    # Writers queue instead of failing half-way, readers never wait for them.
    assert base["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in base["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "attendu"),
    [
        ("sqlite:////srv/b%20c.sqlite3", {"ENGINE": SQLITE, "NAME": "/srv/b c.sqlite3"}),
        (
            "postgres://ada:s%40cret@base:5433/portail?sslmode=require",
            {
                "ENGINE": POSTGRESQL,
                "NAME": "portail",
                "USER": "ada",
                "PASSWORD": "s@cret",
                "HOST": "base",
                "PORT": "5433",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        (
            "postgresql://ada@/portail?host=/run/postgresql",
            {
                "NAME": "portail",
                "USER": "ada",
                "HOST": "/run/postgresql",
                "PORT": "",
                "OPTIONS": {},
            },
        ),
    ],
)
def test_database_address_gives_its_parts(url, attendu):
    base = environnement.base_de_donnees(url, defaut_sqlite="")

    assert {nom: base[nom] for nom in attendu} == attendu


@pytest.mark.parametrize(
    "url", ["portail", "mysql://a@b/c", "postgres://ada@base/", "sqlite://", "postgres:///"]
)
def test_database_address_that_leads_nowhere_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like postgres://"):
        environnement.base_de_donnees(url, defaut_sqlite="")
