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


PROCONNECT = {
    "PROCONNECT_URL": "https://auth.example.gouv.fr/api/v2",
    "PROCONNECT_CLIENT_ID": "portail",
    "PROCONNECT_CLIENT_SECRET": "secret",
}


@pytest.mark.parametrize(
    "url",
    [
        "https://auth.example.gouv.fr/api/v2",
        " https://auth.example.gouv.fr/api/v2/ ",
        "https://auth.example.gouv.fr/api/v2/.well-known/openid-configuration",
    ],
)
def test_proconnect_is_its_issuer_and_what_it_knows_the_portal_by(url):
    assert environnement.proconnect(env={**PROCONNECT, "PROCONNECT_URL": url}) == {
        "emetteur": "https://auth.example.gouv.fr/api/v2",
        "client_id": "portail",
        "secret": "secret",
    }


@pytest.mark.parametrize("env", [{}, dict.fromkeys(PROCONNECT, " ")])
def test_proconnect_is_off_without_settings(env):
    assert environnement.proconnect(env=env) is None


@pytest.mark.parametrize("absente", PROCONNECT)
def test_proconnect_is_set_whole(absente):
    with pytest.raises(ImproperlyConfigured, match="go together: set all three, or none"):
        environnement.proconnect(env={**PROCONNECT, absente: ""})


@pytest.mark.parametrize(
    "url",
    ["http://auth.example.gouv.fr/api/v2", "auth.example.gouv.fr", "file:///etc", "https://"],
)
def test_proconnect_receives_no_secret_in_clear(url):
    with pytest.raises(ImproperlyConfigured, match="PROCONNECT_URL must look like https://"):
        environnement.proconnect(env={**PROCONNECT, "PROCONNECT_URL": url})


def test_proconnect_may_be_a_trial_on_this_machine():
    env = {**PROCONNECT, "PROCONNECT_URL": "http://127.0.0.1:9000"}

    assert environnement.proconnect(env=env)["emetteur"] == "http://127.0.0.1:9000"


SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("url", "attendu"),
    [
        ("smtp://relais.example:2525", ("relais.example", 2525, "", "", False, False)),
        ("smtp://relais.example", ("relais.example", 25, "", "", False, False)),
        (
            " smtp://ada%40a.fr:s%2Fcret@relais.example?tls=1 ",
            ("relais.example", 587, "ada@a.fr", "s/cret", True, False),
        ),
        ("smtps://ada:s@relais.example", ("relais.example", 465, "ada", "s", False, True)),
        ("smtp://ada:s@localhost:1025?tls=0", ("localhost", 1025, "ada", "s", False, False)),
    ],
)
@pytest.mark.parametrize("dev", [True, False])
def test_mail_server_address_gives_its_parts(url, attendu, dev):
    serveur = environnement.serveur_de_courriel(url, dev=dev)

    assert serveur == dict(
        zip(
            [
                "EMAIL_HOST",
                "EMAIL_PORT",
                "EMAIL_HOST_USER",
                "EMAIL_HOST_PASSWORD",
                "EMAIL_USE_TLS",
                "EMAIL_USE_SSL",
            ],
            attendu,
            strict=True,
        ),
        EMAIL_BACKEND=SMTP,
    )


@pytest.mark.parametrize(
    ("url", "dev", "backend"),
    [("", True, "console"), ("console:", True, "console"), (" ", False, "dummy")],
)
def test_without_a_mail_server_mails_are_printed_or_wait(url, dev, backend):
    serveur = environnement.serveur_de_courriel(url, dev=dev)

    assert serveur["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"


@pytest.mark.parametrize(
    ("url", "motif"),
    [
        ("relais.example", "must look like smtp://"),
        ("http://relais.example", "must look like smtp://"),
        ("smtp://", "must look like smtp://"),
        ("smtp://relais.example/boite", "must look like smtp://"),
        ("smtp://relais.example:abc", "must look like smtp://"),
        ("smtp://relais.example:99999", "must look like smtp://"),
        ("smtp://relais.example?tls=oui", "must look like smtp://"),
        ("smtp://ada@relais.example?tls=1", "must look like smtp://"),
        ("console:", "must look like smtp://"),
        ("smtps://ada:s@relais.example?tls=1", "encrypted already"),
        ("smtp://ada:s@relais.example", "its password in clear"),
    ],
)
def test_mail_server_address_that_leads_nowhere_is_refused(url, motif):
    with pytest.raises(ImproperlyConfigured, match=motif):
        environnement.serveur_de_courriel(url, dev=False)


@pytest.mark.parametrize(
    ("valeur", "expediteur"),
    [
        ("", ""),
        ("portail@example.org", "Solutions solidaires <portail@example.org>"),
        (" Le Département <portail@example.org> ", "Le Département <portail@example.org>"),
    ],
)
def test_sender_has_a_name(valeur, expediteur):
    assert environnement.expediteur("EXPEDITEUR", env={"EXPEDITEUR": valeur}) == expediteur


@pytest.mark.parametrize(
    "valeur", ["Solutions solidaires", "portail@", "@example.org", "é@a.fr"]
)
def test_sender_without_an_address_is_refused(valeur):
    with pytest.raises(ImproperlyConfigured, match="EXPEDITEUR must look like Solutions"):
        environnement.expediteur("EXPEDITEUR", env={"EXPEDITEUR": valeur})
