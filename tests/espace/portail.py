"""The portal as it runs: a real server and a real worker, that tests kill, and somebody at a browser."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.cookiejar import Cookie, CookieJar
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.conf import settings

from tests.courrier.processus import base_des_tests


class Portail:
    """gunicorn and the worker on the database of the tests; `couper` is a power cut."""

    def __init__(self, url_du_courriel):
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            self.port = prise.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environnement = {
            **os.environ,
            "SOLIDAIRES_DEV": "1",
            # Static files straight from their folder: nothing is collected for this.
            "SOLIDAIRES_SANS_DEBUG": "",
            "DJANGO_SETTINGS_MODULE": "solidaires.settings",
            "DATABASE_URL": base_des_tests(),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "ADRESSE_DU_PORTAIL": self.url,
            "EMAIL_URL": url_du_courriel,
            "PYTHONIOENCODING": "utf-8",
        }
        self.processus = []

    def demarrer(self):
        serveur = self._lancer(
            "-m", "gunicorn", "solidaires.wsgi", "--workers=1", f"--bind=127.0.0.1:{self.port}"
        )
        travailleur = self._lancer("manage.py", "travailleur")
        _attendre(serveur, "Booting worker")
        _attendre(travailleur, "en marche")

    def couper(self):
        """kill -9 of everything at once, whatever it is doing."""
        for processus in self.processus:
            os.killpg(processus.pid, signal.SIGKILL)
            processus.wait()
        self.processus = []

    def redemarrer(self):
        self.couper()
        self.demarrer()

    def _lancer(self, *commande):
        processus = subprocess.Popen(  # noqa: S603
            [sys.executable, *commande],
            cwd=settings.BASE_DIR,
            env=self.environnement,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.processus.append(processus)
        return processus


class Personne:
    """Somebody at a browser without scripts: cookies, forms, the pages that answer."""

    def __init__(self, portail, session=""):
        """`session`: the key of a session that is open already."""
        self.portail = portail
        self.bocal = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.bocal))
        if session:
            nom, hote = settings.SESSION_COOKIE_NAME, "127.0.0.1"
            self.bocal.set_cookie(
                Cookie(
                    *(0, nom, session, None, False, hote, False, False, "/", True),
                    *(False, None, True, None, None, {}),
                )
            )

    def ouvrir(self, chemin):
        """The words of a page."""
        with self.opener.open(self.portail.url + chemin, timeout=60) as reponse:
            return reponse.read().decode()

    def envoyer(self, chemin, donnees, *, page=None):
        """Post the form of `page` (`chemin` by default), what it hides included; returns the answer."""
        montree = self.ouvrir(page or chemin)
        caches = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', montree)
        )
        envoi = {nom: v.replace("&quot;", '"') for nom, v in caches.items()} | donnees
        requete = Request(  # noqa: S310 -- our own server
            self.portail.url + chemin,
            data=urlencode(envoi, doseq=True).encode(),
            headers={"Referer": self.portail.url + chemin},
        )
        try:
            with self.opener.open(requete, timeout=60) as reponse:
                return reponse.geturl().removeprefix(self.portail.url), reponse.read().decode()
        except HTTPError as erreur:
            return erreur.code, erreur.read().decode()


def _vider(sortie):
    with sortie:
        sortie.read()


def _attendre(processus, morceau):
    lues = []
    for ligne in processus.stdout:
        lues.append(ligne)
        if morceau in ligne:
            # Read on, so that it never waits for room to write.
            Thread(target=_vider, args=[processus.stdout], daemon=True).start()
            return
    raise AssertionError(f"{morceau!r} never came: {''.join(lues)}")
