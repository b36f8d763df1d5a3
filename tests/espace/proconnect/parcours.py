"""A provider in its own process, and the way of a browser through it and the portal."""

import json
import subprocess
import sys
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlsplit

ICI = "http://testserver"
AGENT = {
    "sub": "f3b1-personne",
    "email": "agent@example.org",
    "given_name": "Camille",
    "usual_name": "Dupont",
    "siret": "22330001300016",
}


class Fournisseur:
    """The process, told what to do and asked what happened."""

    def __init__(self, url):
        self.url = url

    def reglages(self):
        """What the portal must be told to trust it."""
        return {"emetteur": self.url, "client_id": "portail", "secret": "un-secret-partagé"}

    def regler(self, portail=ICI, **reglages):
        """Start afresh: who signs in there (`personne`), what goes wrong (`travers`, `ou`)."""
        redirections = [f"{portail}/connexion/proconnect/{page}/" for page in ("retour", "fin")]
        reglages = {"personne": AGENT, "redirections": redirections, **reglages}
        corps = json.dumps(reglages).encode()
        self._demander(corps).close()

    def journal(self):
        """[[page, what it was sent], …] since it was last told what to do."""
        with self._demander() as reponse:
            return json.loads(reponse.read())

    def pages(self):
        return [page for page, _ in self.journal()]

    def _demander(self, corps=None):
        return request.urlopen(f"{self.url}/controle", corps)  # noqa: S310 -- on this machine

    def visiter(self, adresse):
        """Where it sends the browser that opens this address."""
        ouvreur = request.build_opener(_SansRedirection)
        try:
            ouvreur.open(adresse).close()
        except HTTPError as reponse:
            with reponse:
                return reponse.headers["Location"] or reponse.read().decode()
        return ""


class _SansRedirection(request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@contextmanager
def demarrer():
    """The provider, listening, until the end of the block."""
    programme = Path(__file__).with_name("fournisseur.py")
    with subprocess.Popen(  # noqa: S603
        [sys.executable, programme], stdout=subprocess.PIPE, text=True
    ) as processus:
        yield Fournisseur(processus.stdout.readline().strip())
        processus.terminate()


def vers(reponse):
    """The address of the provider that a page leads to, at once and by its link."""
    adresse = reponse["Refresh"].partition("url=")[2]
    assert f'href="{adresse}"' in unescape(reponse.content.decode())
    return adresse


def partir(client, suite=""):
    """Press the button; returns the address of the provider."""
    return vers(client.post("/connexion/proconnect/", {"next": suite}))


def revenir(client, adresse):
    """Follow the provider back to the portal."""
    morceaux = urlsplit(adresse)
    assert adresse.startswith(ICI)
    return client.get(f"{morceaux.path}?{morceaux.query}")


def aller_retour(client, fournisseur, suite=""):
    """Press the button, agree there, come back."""
    return revenir(client, fournisseur.visiter(partir(client, suite)))
