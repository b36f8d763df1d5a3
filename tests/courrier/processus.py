"""Real processes for the tests of the mail and of the jobs: workers, and an SMTP server."""

import os
import subprocess
import sys
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default as lisible
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

EN_MARCHE = "Travail automatique\u00a0: en marche."


@contextmanager
def travailleur(*arguments, adresse=None, **environnement):
    """A worker that has the job of tests/courrier/reglages.py; killed at the end if still there."""
    with _processus(
        "manage.py",
        "travailleur",
        *arguments,
        SOLIDAIRES_DEV="1",
        DJANGO_SETTINGS_MODULE="tests.courrier.reglages",
        DATABASE_URL=adresse or base_des_tests(),
        **environnement,
    ) as processus:
        yield processus


def attendre(processus, morceau):
    """Read its output until a line that holds `morceau`; returns that line."""
    lues = []
    for ligne in processus.stdout:
        lues.append(ligne)
        if morceau in ligne:
            return ligne
    raise AssertionError(f"{morceau!r} never came: {lues}")


class ServeurDeCourriel:
    """tests/courrier/serveur_smtp.py, with what it was told and what it took."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.port = 0
        self.processus = None
        self.consigne("accepter")

    @contextmanager
    def en_marche(self, *arguments):
        """The server at work, on the port it had before."""
        with _processus(
            "-m", "tests.courrier.serveur_smtp", self.dossier, str(self.port), *arguments
        ) as self.processus:
            self.port = int(self.attendre("PORT").split()[1])
            yield self

    def url(self, compte="", suite=""):
        """Its EMAIL_URL."""
        return f"smtp://{compte}127.0.0.1:{self.port}{suite}"

    def consigne(self, mot):
        """How to behave from now on: a word of CONSIGNES."""
        # Moved into place: the server never reads half of it.
        brouillon = self.dossier / "consigne.nouvelle"
        brouillon.write_text(mot, encoding="ascii")
        brouillon.replace(self.dossier / "consigne")

    def attendre(self, morceau):
        return attendre(self.processus, morceau)

    def vider(self):
        for fichier in self.dossier.glob("*.eml"):
            fichier.unlink()

    def recus(self):
        """The messages it took, in order."""
        return [
            message_from_bytes(fichier.read_bytes(), policy=lisible)
            for fichier in sorted(self.dossier.glob("*.eml"))
        ]

    def objets(self):
        return [message["Subject"] for message in self.recus()]


@contextmanager
def _processus(*commande, **environnement):
    """This Python on `commande`, at the root of the project; killed at the end if still there."""
    with subprocess.Popen(  # noqa: S603
        [sys.executable, *commande],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environnement},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as processus:
        try:
            yield processus
        finally:
            processus.kill()


def base_des_tests():
    """DATABASE_URL of the database that the tests write to."""
    reglages = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{reglages['NAME']}"
    hote = {"host": reglages["HOST"]} if reglages["HOST"] else {}
    compte = quote(reglages["USER"])
    if reglages["PASSWORD"]:
        compte += f":{quote(reglages['PASSWORD'], safe='')}"
    port = f":{reglages['PORT']}" if reglages["PORT"] else ""
    options = urlencode({**hote, **reglages["OPTIONS"]})
    return f"postgres://{compte}@{port}/{reglages['NAME']}?{options}"
