"""What `make run` and `make test` do when the machine is not as they would like it."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from outils import demarrer, logiciels


def test_port_taken_by_another_program_is_refused_with_one_to_try():
    with socket.create_server(("127.0.0.1", 0)) as prise:
        numero = prise.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"{numero} est déjà pris.*PORT={numero + 1}"):
            demarrer.verifier_port(numero)

    assert demarrer.verifier_port(numero) is None


@pytest.mark.parametrize("texte", ["", "huit mille", "80", "65536", "-8000", "8000.0"])
def test_port_that_is_none_is_refused(texte):
    with pytest.raises(argparse.ArgumentTypeError, match="un nombre de 1024 à 65535"):
        demarrer.port(texte)


def test_port_is_a_number():
    assert demarrer.port("8001") == 8001


@pytest.mark.parametrize(
    ("numero", "groupe"),
    [(signal.SIGINT, True), (signal.SIGTERM, False)],
    ids=["ctrl-c", "server-ended"],
)
def test_run_starts_the_worker_and_leaves_none_behind(tmp_path, numero, groupe):
    base = tmp_path / "base.sqlite3"
    environnement = {
        **os.environ,
        "SOLIDAIRES_DEV": "1",
        "SOLIDAIRES_SANS_DEBUG": "",
        "DATABASE_URL": f"sqlite:///{base}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    environnement.pop("DJANGO_SETTINGS_MODULE", None)
    a_lire = {"Travail automatique : en marche.", "Quit the server"}
    # Started in the background, the suite hands down a Ctrl-C that is ignored; a terminal does not.
    programme = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "from outils import demarrer; demarrer.servir(0)"
    )

    with subprocess.Popen(  # noqa: S603  # written above
        [sys.executable, "-c", programme],
        cwd=settings.BASE_DIR,
        env=environnement,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    ) as processus:
        while a_lire and (ligne := processus.stdout.readline()):
            a_lire -= {morceau for morceau in a_lire if morceau in ligne}
        (os.killpg if groupe else os.kill)(processus.pid, numero)
        # The output ends when whoever could write to it has ended: no orphan is left.
        suite = processus.stdout.read()

    assert a_lire == set()
    assert "Travail automatique : arrêté." in suite


def test_missing_software_that_may_not_be_installed_is_a_failure(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)

    code = logiciels.main()

    assert code == 1
    assert "Il manque le navigateur Chromium" in capsys.readouterr().err


def test_postgresql_of_one_command_leaves_nothing_behind():
    programme = (
        "import os, sys, pathlib;"
        "dossier = os.environ['DATABASE_URL'].partition('host=')[2];"
        "print(dossier, (pathlib.Path(dossier) / '.s.PGSQL.5432').is_socket());"
        "sys.exit(3)"
    )

    resultat = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "outils.postgres_ephemere", sys.executable, "-c", programme],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )

    dossier, ecoutait = resultat.stdout.split()
    assert (resultat.returncode, ecoutait, resultat.stderr) == (3, "True", "")
    assert not Path(dossier).exists()
