"""The system programs that the tests drive: where they are, and how to get them when missing.

`python -m outils.logiciels` installs what is missing from the distribution (Debian, Ubuntu) when
it may: as root or with a sudo that asks nothing. Otherwise it says what to install and fails, for a
test that is silently left out proves nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def postgresql():
    """Folder of PostgreSQL's server programs, the newest version first; None when absent.

    Debian and Red Hat keep them off the PATH, one folder per version.
    """
    par_version = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
    ]
    initdb = shutil.which("initdb")
    candidats = [
        *filter(None, [os.environ.get("POSTGRES_BIN")]),
        *sorted(par_version, key=_version, reverse=True),
        *([Path(initdb).resolve().parent] if initdb else []),
    ]
    for dossier in map(Path, candidats):
        if (dossier / "initdb").exists() and (dossier / "postgres").exists():
            return dossier
    return None


def _version(dossier):
    return int("".join(filter(str.isdigit, dossier.parent.name)) or 0)


def chromium():
    """Path of a Chromium (or Chrome) of this machine; None when absent."""
    candidats = [os.environ.get("CHROMIUM") or "", *NAVIGATEURS]
    return next(filter(None, map(shutil.which, candidats)), None)


# What a person calls it: (how to find it, Debian packages, variable that says where it is).
LOGICIELS = {
    "le serveur PostgreSQL": (postgresql, ["postgresql"], "POSTGRES_BIN=/dossier/bin"),
    "le navigateur Chromium": (
        chromium,
        ["chromium", "fonts-liberation"],
        "CHROMIUM=/chemin/du/programme",
    ),
}


def _absents():
    return [nom for nom, (trouver, *_) in LOGICIELS.items() if trouver() is None]


def _apt_get():
    """The apt-get command that needs no password, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def _installer(noms):
    """Try to install them from the distribution; apt-get's own output tells what went wrong."""
    apt_get = _apt_get()
    if apt_get is None:
        return
    paquets = [paquet for nom in noms for paquet in LOGICIELS[nom][1]]
    print(f"Installation depuis la distribution : {', '.join(paquets)}…", flush=True)
    environnement = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commande in (
        ["update", "-qq"],
        ["install", "-yqq", "--no-install-recommends", *paquets],
    ):
        subprocess.run(
            [*apt_get, *commande], env=environnement, stdin=subprocess.DEVNULL, check=False
        )


def main():
    noms = _absents()
    if noms:
        _installer(noms)
    for nom in (restants := _absents()):
        _, paquets, variable = LOGICIELS[nom]
        print(
            f"\nIl manque {nom}, dont les tests ont besoin, et l’installer n’est pas permis ici "
            f"ou a échoué.\nDebian, Ubuntu : sudo apt install {' '.join(paquets)}\n"
            f"S’il est déjà installé ailleurs : make test {variable}",
            file=sys.stderr,
        )
    return 1 if restants else 0


if __name__ == "__main__":
    sys.exit(main())
