"""What `make run` does once the packages are there: check the port, prepare the database, serve.

Everything before the server runs in this one process: starting Django once per step would
double the wait. The worker runs beside the server and ends with it.
"""

import argparse
import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
# What the loaders read, and the file that says what was last loaded.
SOURCES = ("content", "pages/contenu", "territoires/donnees", "territoires/cog.py")
TEMOIN = RACINE / "var" / "contenu-charge"


def port(texte):
    """A TCP port an ordinary account may open. Raises ArgumentTypeError otherwise."""
    if texte.isdecimal() and 1024 <= int(texte) <= 65535:
        return int(texte)
    raise argparse.ArgumentTypeError(f"PORT={texte} : un nombre de 1024 à 65535 est attendu.")


def verifier_port(numero):
    """Stop with what to type when another program already answers there."""
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", numero))
        except OSError:
            raise SystemExit(
                f"Le port {numero} est déjà pris par un autre programme. "
                f"Choisissez-en un autre : make run PORT={numero + 1}"
            ) from None


def empreinte():
    """Hex digest of everything the loaders read and of the address they load it to."""
    somme = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    for source in SOURCES:
        racine = RACINE / source
        for fichier in sorted(racine.rglob("*")) if racine.is_dir() else [racine]:
            if fichier.is_file() and fichier.suffix != ".pyc":
                somme.update(fichier.read_bytes())
    return somme.hexdigest()


def preparer_base(demonstration):
    """Tables, then the geography and the content unless this database already holds them.

    The loaders would find nothing to change the second time, but only after comparing every
    row: five seconds of each start.
    """
    from django.core.management import CommandError, call_command  # slow

    from pages.models import Page  # slow

    try:
        call_command("migrate", verbosity=0)
        a_jour = TEMOIN.exists() and TEMOIN.read_text() == empreinte()
        if not a_jour or not Page.objects.exists():
            call_command("charger_territoires")
            call_command("charger_contenu")
            TEMOIN.parent.mkdir(exist_ok=True)
            TEMOIN.write_text(empreinte())
        if demonstration:
            call_command("creer_coordination", demonstration=True)
    except CommandError as erreur:
        raise SystemExit(f"\n{erreur}") from erreur


def servir(numero):
    """Become the server on this port, the worker beside it. Does not return.

    The worker's standard input is a pipe that the server alone holds open and never writes to:
    however the server ends, even killed, the pipe closes and the worker stops.
    """
    manage = [sys.executable, str(RACINE / "manage.py")]
    lecture, ecriture = os.pipe()
    subprocess.Popen([*manage, "travailleur", "--jusqu-a-fermeture"], stdin=lecture)
    os.close(lecture)
    os.set_inheritable(ecriture, True)
    os.execv(sys.executable, [*manage, "runserver", f"127.0.0.1:{numero}"])


def main():
    parser = argparse.ArgumentParser(prog="make run", usage="make run [PORT=8000] [DEMO=1]")
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--demonstration", action="store_true")
    options = parser.parse_args()
    verifier_port(options.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidaires.settings")
    # For the links of its mails. By its name: browsers keep no passkey for a bare IP address.
    os.environ.setdefault("ADRESSE_DU_PORTAIL", f"http://localhost:{options.port}/")

    import django  # slow
    from django.conf import settings  # slow

    django.setup()
    print("Préparation de la base et du contenu…", flush=True)
    preparer_base(options.demonstration)
    if not settings.DEBUG:
        raise SystemExit(
            "« make run » sert au développement et DEBUG est désactivé. "
            "Pour la production, voir docs/exploitation.md."
        )
    print(
        f"\nLe portail : {settings.ADRESSE_DU_PORTAIL}\n"
        f"La coordination : {settings.ADRESSE_DU_PORTAIL}admin/\n"
        "Devenir coordinatrice ou coordinateur (dans un autre terminal) :\n"
        "    make coordination EMAIL=vous@example.org\n"
        "Arrêter : Ctrl-C\n",
        flush=True,
    )
    servir(options.port)


if __name__ == "__main__":
    main()
