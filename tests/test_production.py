"""The portal as the image runs it: the real gunicorn, the real settings, the real static files."""

import json
import re
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from django.conf import settings as reglages

RACINE = Path(reglages.BASE_DIR)
PROGRAMMES = Path(sys.executable).parent


def _commande_du_dockerfile(instruction):
    """The exec form of `CMD` or `HEALTHCHECK … CMD`, its program found in this environment."""
    motif = rf"^{instruction}.*?(\[.*\])$"
    texte = (RACINE / "Dockerfile").read_text(encoding="utf-8")
    programme, *arguments = json.loads(re.search(motif, texte, re.MULTILINE)[1])
    return [str(PROGRAMMES / programme), *arguments]


@pytest.fixture(scope="module")
def portail(production, fichiers_statiques, tmp_path_factory):
    """Start the image's command on a free port; `.demander(path, **headers)` sends one request."""
    manage = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
    subprocess.run(manage, cwd=RACINE, env=production, check=True)
    journal = tmp_path_factory.mktemp("gunicorn") / "journal"
    # The socket is open before the server is: a request waits in its queue, no port is guessed.
    with socket.create_server(("127.0.0.1", 0)) as prise, journal.open("w") as sortie:
        port = prise.getsockname()[1]
        processus = subprocess.Popen(
            [*_commande_du_dockerfile("CMD"), f"--bind=fd://{prise.fileno()}"],
            cwd=RACINE,
            env=production,
            pass_fds=[prise.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=sortie,
            stderr=subprocess.STDOUT,
        )

        def demander(chemin, **en_tetes):
            connexion = HTTPConnection("127.0.0.1", port, timeout=60)
            en_tetes = {nom.replace("_", "-"): valeur for nom, valeur in en_tetes.items()}
            connexion.request(
                "GET",
                chemin,
                headers={
                    "Host": "portail.example",
                    "X-Forwarded-Proto": "https",
                    "Connection": "close",
                    **en_tetes,
                },
            )
            reponse = connexion.getresponse()
            reponse.corps = reponse.read()
            connexion.close()
            return reponse

        yield SimpleNamespace(demander=demander, port=port, journal=journal)
        processus.terminate()
        assert processus.wait(timeout=30) == 0
    assert "Internal Server Error" not in journal.read_text()


def test_style_sheet_is_hashed_immutable_and_compressed(portail, fichiers_statiques):
    accueil = portail.demander("/")
    adresse = re.search(
        r'href="(/static/css/tokens\.[0-9a-f]{12}\.css)"', accueil.corps.decode()
    )

    feuille = portail.demander(adresse[1], Accept_Encoding="gzip, br")

    assert (accueil.status, feuille.status) == (200, 200)
    assert feuille.headers["Content-Encoding"] == "br"
    assert feuille.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    fichier = fichiers_statiques / adresse[1].removeprefix("/static/")
    assert brotli.decompress(feuille.corps) == fichier.read_bytes()


def test_page_carries_every_security_header(portail):
    en_tetes = portail.demander("/").headers

    politique = dict(
        directive.strip().partition(" ")[::2]
        for directive in en_tetes["Content-Security-Policy"].split(";")
    )
    assert politique["default-src"] == "'none'"
    assert politique["script-src"].split()[0] == "'self'"
    assert politique["style-src"] == "'self'"
    assert "unsafe" not in en_tetes["Content-Security-Policy"]
    assert en_tetes["Strict-Transport-Security"] == "max-age=31536000"
    assert en_tetes["X-Content-Type-Options"] == "nosniff"
    assert en_tetes["X-Frame-Options"] == "DENY"
    assert en_tetes["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert en_tetes["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in en_tetes["Permissions-Policy"]


def test_unknown_page_answers_404_in_french_without_any_debugging(portail):
    reponse = portail.demander("/cette-page-n-existe-pas/")

    texte = reponse.corps.decode()
    assert reponse.status == 404
    assert '<html lang="fr">' in texte
    assert "DEBUG" not in texte
    assert "Traceback" not in texte
    assert "solidaires/" not in texte


def test_plain_http_is_sent_to_https(portail):
    reponse = portail.demander("/fabrique/initiatives/", X_Forwarded_Proto="http")

    assert reponse.status == 301
    assert reponse.headers["Location"] == "https://portail.example/fabrique/initiatives/"


def test_another_host_name_is_refused(portail):
    assert portail.demander("/", Host="autre.example").status == 400


def test_sign_in_cookies_never_travel_in_the_clear(portail):
    temoin = portail.demander("/compte/connexion/").headers["Set-Cookie"]

    assert temoin.startswith("csrftoken=")
    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(temoin.split("; "))


def test_health_check_of_the_image_says_whether_the_portal_serves(portail, production):
    commande = _commande_du_dockerfile("HEALTHCHECK")
    verifier = {"cwd": RACINE, "capture_output": True, "text": True}

    en_vie = subprocess.run(commande, env={**production, "PORT": str(portail.port)}, **verifier)
    # Port 1 is reserved: nobody answers there.
    absent = subprocess.run(commande, env={**production, "PORT": "1"}, **verifier)

    assert (en_vie.returncode, json.loads(en_vie.stdout)) == (0, {"etat": "ok"})
    assert absent.returncode == 1
    assert "ne répond pas" in absent.stderr


@pytest.mark.parametrize("absente", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_start_without_a_required_setting_fails_with_what_to_do(production, absente):
    resultat = subprocess.run(
        [*_commande_du_dockerfile("CMD"), "--bind=127.0.0.1:0"],
        cwd=RACINE,
        env={nom: valeur for nom, valeur in production.items() if nom != absente},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert resultat.returncode != 0
    assert f"{absente} is not set. Set it, or set SOLIDAIRES_DEV=1" in resultat.stderr
