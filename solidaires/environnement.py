"""Readers of environment variables that refuse nonsense at start-up; used by settings.py only."""

import os
from collections.abc import Mapping
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_VRAI = {"1", "true", "yes", "on", "oui"}
_FAUX = {"", "0", "false", "no", "off", "non"}


def booleen(nom: str, *, env: Mapping[str, str] = os.environ) -> bool:
    """The variable as a boolean, False when absent. Raises ImproperlyConfigured otherwise."""
    valeur = env.get(nom, "").strip().lower()
    if valeur in _VRAI:
        return True
    if valeur in _FAUX:
        return False
    raise ImproperlyConfigured(f"{nom} must be 1 or 0, not {valeur!r}.")


def liste(nom: str, *, env: Mapping[str, str] = os.environ) -> list[str]:
    """The variable split on commas, without blanks; [] when absent."""
    return [mot.strip() for mot in env.get(nom, "").split(",") if mot.strip()]


def entier(nom: str, defaut: int, *, env: Mapping[str, str] = os.environ) -> int:
    """The variable as a whole number, `defaut` when absent. Raises ImproperlyConfigured otherwise."""
    valeur = env.get(nom, "").strip()
    if not valeur:
        return defaut
    if not valeur.isdecimal():
        raise ImproperlyConfigured(f"{nom} must be a whole number, not {valeur!r}.")
    return int(valeur)


def adresse(nom: str, *, env: Mapping[str, str] = os.environ) -> str:
    """The variable as the address of a site, ending in "/"; "" when absent.

    Raises ImproperlyConfigured when it is not http:// or https:// with a host.
    """
    valeur = env.get(nom, "").strip()
    if not valeur:
        return ""
    morceaux = urlsplit(valeur)
    if morceaux.scheme not in {"http", "https"} or not morceaux.hostname:
        raise ImproperlyConfigured(f"{nom} must look like https://portail.example.org/.")
    return valeur.rstrip("/") + "/"


def proconnect(*, env: Mapping[str, str] = os.environ) -> dict[str, str] | None:
    """The provider ("emetteur") and what it knows the portal by ("client_id", "secret").

    None when ProConnect is not set up. PROCONNECT_URL is the issuer, or the address of its
    discovery document. Raises ImproperlyConfigured when a part is missing, or when the secret
    would travel in clear (http:// is accepted on this machine only).
    """
    noms = ["PROCONNECT_URL", "PROCONNECT_CLIENT_ID", "PROCONNECT_CLIENT_SECRET"]
    url, client_id, secret = (env.get(nom, "").strip() for nom in noms)
    if not (url or client_id or secret):
        return None
    if not (url and client_id and secret):
        raise ImproperlyConfigured(f"{', '.join(noms)} go together: set all three, or none.")
    morceaux = urlsplit(url)
    local = morceaux.scheme == "http" and morceaux.hostname in {"127.0.0.1", "localhost"}
    if not morceaux.hostname or not (morceaux.scheme == "https" or local):
        raise ImproperlyConfigured(
            "PROCONNECT_URL must look like https://auth.agentconnect.gouv.fr/api/v2."
        )
    emetteur = url.removesuffix("/.well-known/openid-configuration").rstrip("/")
    return {"emetteur": emetteur, "client_id": client_id, "secret": secret}


def serveur_de_courriel(url: str, *, dev: bool) -> dict[str, str | int | bool]:
    """Django's EMAIL_BACKEND, EMAIL_HOST… for EMAIL_URL.

    `url`: "smtp://user:password@host:587?tls=1" (STARTTLS), "smtps://…" (encrypted from the first
    byte), "console:" (mails are printed: on a developer's machine only, where it is the default).
    "" elsewhere: no server, mails wait in the outbox. Raises ImproperlyConfigured for anything
    else, and when the password would travel in clear to another machine.
    """
    url = url.strip()
    if dev and url in {"", "console:"}:
        return _courriel("console")
    if not url:
        return _courriel("dummy")
    try:
        morceaux = urlsplit(url)
        hote, port = morceaux.hostname or "", morceaux.port
    except ValueError:
        hote = ""
    if (
        not hote
        or morceaux.scheme not in {"smtp", "smtps"}
        or morceaux.path.strip("/")
        or morceaux.query not in {"", "tls=0", "tls=1"}
        or bool(morceaux.username) != bool(morceaux.password)
    ):
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp://user:password@host:587?tls=1 or "
            "smtps://user:password@host:465, user and password percent-encoded."
        )
    ssl, tls = morceaux.scheme == "smtps", morceaux.query == "tls=1"
    if ssl and tls:
        raise ImproperlyConfigured("EMAIL_URL: smtps:// is encrypted already, without tls=1.")
    if morceaux.password and not (ssl or tls) and hote not in {"127.0.0.1", "localhost"}:
        raise ImproperlyConfigured(
            "EMAIL_URL would send its password in clear: add ?tls=1, or use smtps://."
        )
    return _courriel("smtp") | {
        "EMAIL_HOST": hote,
        "EMAIL_PORT": port or (465 if ssl else 587 if tls else 25),
        "EMAIL_HOST_USER": unquote(morceaux.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(morceaux.password or ""),
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
    }


def _courriel(backend: str) -> dict[str, str | int | bool]:
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend",
        "EMAIL_HOST": "",
        "EMAIL_PORT": 0,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


def expediteur(nom: str, *, env: Mapping[str, str] = os.environ) -> str:
    """The variable as the sender of mails, « Solutions solidaires <portail@example.org> ».

    An address alone is given the name of the portal; "" when absent. Raises ImproperlyConfigured
    when it holds no address.
    """
    valeur = env.get(nom, "").strip()
    if not valeur:
        return ""
    affiche, adresse = parseaddr(valeur)
    local, _, domaine = adresse.rpartition("@")
    if not local or not domaine or not adresse.isascii() or set(adresse) & set(" <>\r\n"):
        raise ImproperlyConfigured(
            f"{nom} must look like Solutions solidaires <portail@example.org>."
        )
    return valeur if affiche else f"Solutions solidaires <{adresse}>"


def requis(nom: str, *, env: Mapping[str, str] = os.environ) -> str:
    """The variable, never empty. Raises ImproperlyConfigured with what to do."""
    valeur = env.get(nom, "").strip()
    if not valeur:
        raise ImproperlyConfigured(
            f"{nom} is not set. Set it, or set SOLIDAIRES_DEV=1 on a developer's machine."
        )
    return valeur


def base_de_donnees(url: str, *, defaut_sqlite: str) -> dict:
    """Django's DATABASES["default"] for DATABASE_URL.

    `url`: "" (SQLite in the file `defaut_sqlite`), "sqlite:///path" or
    "postgres://user:password@host:port/name?sslmode=require". A PostgreSQL socket folder goes
    in the query: "postgres:///name?host=/run/postgresql". Raises ImproperlyConfigured for any
    other scheme or a PostgreSQL address without a database name.
    """
    if not url:
        return _sqlite(defaut_sqlite)
    morceaux = urlsplit(url)
    nom = unquote(morceaux.path.removeprefix("/"))
    if morceaux.scheme == "sqlite" and nom:
        return _sqlite(nom)
    if morceaux.scheme in {"postgres", "postgresql"} and nom:
        options = dict(parse_qsl(morceaux.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": nom,
            "USER": unquote(morceaux.username or ""),
            "PASSWORD": unquote(morceaux.password or ""),
            "HOST": options.pop("host", morceaux.hostname or ""),
            "PORT": str(morceaux.port or ""),
            # Measured: opening a connection per request costs six sevenths of the throughput.
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        "DATABASE_URL must look like postgres://user:password@host:port/name or sqlite:///path."
    )


def _sqlite(nom: str) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": nom,
        "OPTIONS": {
            # Writers queue at BEGIN instead of failing half-way, readers never wait.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
