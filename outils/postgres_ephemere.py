"""Run one command with DATABASE_URL leading to a PostgreSQL made for it and removed after it.

`python -m outils.postgres_ephemere COMMAND…` exits with the command's code. The server lives in a
private folder and listens there only, on a socket that the folder protects: no port to find
free, nothing to reach from the network, several runs side by side.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from outils import logiciels

ROLE = "solidaires"
# Nothing outlives the run: what protects data from a power cut would only cost time.
REGLAGES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",  # compiling a query takes up to a second; the tables hold a few rows
    "listen_addresses": "",
    "port": "5432",  # the name of the socket, whatever PGPORT says
}


def _compte():
    """Arguments of `subprocess.run` for an ordinary account: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for nom in ("postgres", "nobody"):
        try:
            compte = pwd.getpwnam(nom)
        except KeyError:
            continue
        return {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": []}
    raise SystemExit(
        "PostgreSQL refuse root, et les comptes postgres et nobody n’existent pas."
    )


@contextmanager
def serveur():
    """A running server: yields its DATABASE_URL. Stopped and removed whatever happens inside."""
    programmes = logiciels.postgresql()
    if programmes is None:
        raise SystemExit("Le serveur PostgreSQL est introuvable : « make test » l’installe.")
    compte = _compte()
    # The path of a socket holds about a hundred characters: not under a long TMPDIR.
    dossier = Path(tempfile.mkdtemp(prefix="solidaires-pg-", dir="/tmp"))
    donnees = f"--pgdata={dossier}/donnees"

    def lancer(programme, *arguments, check=True):
        """Silent unless it fails; then its own words, and the server's."""
        # To a file, not a pipe: the server that pg_ctl leaves behind would keep the pipe open.
        with (dossier / "sortie").open("w+", encoding="utf-8") as sortie:
            code = subprocess.run(
                [programmes / programme, *arguments],
                cwd=dossier,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                **compte,
            ).returncode
            if check and code:
                sortie.seek(0)
                journal = dossier / "journal"
                print(sortie.read(), file=sys.stderr)
                print(journal.read_text() if journal.exists() else "", file=sys.stderr)
                raise SystemExit(f"PostgreSQL : {programme} a échoué.")

    try:
        if compte:
            os.chown(dossier, compte["user"], compte["group"])
        lancer(
            "initdb",
            donnees,
            f"--username={ROLE}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = [
            f"-k {dossier}",
            *(f"-c {nom}='{valeur}'" for nom, valeur in REGLAGES.items()),
        ]
        lancer(
            "pg_ctl",
            "start",
            donnees,
            "--wait",
            f"--log={dossier}/journal",
            f"--options={' '.join(options)}",
        )
        yield f"postgres://{ROLE}@:5432/postgres?host={dossier}"
    finally:
        lancer("pg_ctl", "stop", donnees, "--mode=immediate", check=False)
        shutil.rmtree(dossier, ignore_errors=True)


def main(commande):
    if not commande:
        raise SystemExit("Usage : python -m outils.postgres_ephemere COMMANDE…")
    # The end of the job, or of the terminal, unwinds the context like any other exception.
    for nom in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(nom, lambda numero, _cadre: sys.exit(128 + numero))
    with serveur() as adresse:
        return subprocess.run(commande, env={**os.environ, "DATABASE_URL": adresse}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
