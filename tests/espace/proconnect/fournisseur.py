"""A provider like ProConnect, in a process of its own: `python fournisseur.py` prints its address.

It obeys the protocol strictly, and misbehaves when told to. `POST /controle` says who signs in and
what goes wrong: {"personne": {…claims}, "algorithme": "RS256", "travers": "nonce", "ou": "token",
"pkce": false, "redirections": […]}; `GET /controle` tells what was asked of it.
"""

import hmac
import json
import secrets
import select
import sys
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT, SECRET = "portail", "un-secret-partagé"
CLES = {
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
AUTRE_CLE = ec.generate_private_key(ec.SECP256R1())
# Everything that ProConnect accepts; it answers an error to anything else.
PARAMETRES = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}
PKCE = {"code_challenge", "code_challenge_method"}


class Etat:
    """What the tests decide, and what happened."""

    reglages = {}
    codes = {}
    acces = {}
    journal = []


def cles_publiques():
    ecriture = {"ES256": ECAlgorithm.to_jwk, "RS256": RSAAlgorithm.to_jwk}
    return [
        {
            **ecriture[nom](cle.public_key(), as_dict=True),
            "kid": f"{nom}{Etat.reglages.get('rotation', '')}",
            "alg": nom,
            "use": "sig",
        }
        for nom, cle in CLES.items()
    ]


def signer(dit, travers):
    """The claims as a token: well signed, unless the fault is about the signature."""
    nom = Etat.reglages.get("algorithme", "ES256")
    entete = {"kid": f"{nom}{Etat.reglages.get('rotation', '')}"}
    if travers == "sans_signature":
        return jwt.encode(dit, None, algorithm="none", headers=entete)
    if travers == "hs256":
        pem = (
            CLES[nom].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        morceaux = [{"alg": "HS256", "typ": "JWT", **entete}, dit]
        corps = ".".join(_b64(json.dumps(morceau).encode()) for morceau in morceaux)
        return f"{corps}.{_b64(hmac.digest(pem, corps.encode(), 'sha256'))}"
    if travers == "cle_inconnue":
        entete = {"kid": "inconnue"}
    cle = AUTRE_CLE if travers in {"signature", "cle_inconnue"} else CLES[nom]
    return jwt.encode(dit, cle, algorithm="ES256" if cle is AUTRE_CLE else nom, headers=entete)


def deformer(dit, travers):
    """The claims with what is wrong in them."""
    maintenant = int(time.time())
    return dit | {
        "nonce": {"nonce": "n" * 43},
        "audience": {"aud": "un-autre-portail"},
        "audiences": {"aud": [CLIENT, "un-autre-portail"]},
        "expire": {"iat": maintenant - 900, "exp": maintenant - 600},
        "futur": {"iat": maintenant + 900},
        "emetteur": {"iss": "https://autre.example.org"},
        "sub": {"sub": "une-autre-personne"},
        "email": {"email": "pas une adresse"},
        "email_absent": {"email": None},
    }.get(travers, {})


def _b64(octets):
    return urlsafe_b64encode(octets).decode().rstrip("=")


class Reponses(BaseHTTPRequestHandler):
    def do_GET(self):
        adresse = urlsplit(self.path)
        self._repondre(adresse.path.strip("/"), dict(parse_qsl(adresse.query)))

    def do_POST(self):
        corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/controle":
            Etat.reglages, Etat.codes, Etat.acces, Etat.journal = json.loads(corps), {}, {}, []
            return self._envoyer("{}")
        return self._repondre(self.path.strip("/"), dict(parse_qsl(corps)))

    def _repondre(self, chemin, donnees):
        nom = chemin.rpartition("/")[2].replace("-", "_")
        if chemin == "controle":
            return self._envoyer(json.dumps(Etat.journal))
        Etat.journal.append([nom, donnees])
        if Etat.reglages.get("ou") == nom:
            return self._mal_repondre(Etat.reglages["travers"])
        page = getattr(self, f"_{nom}", None)
        return page(donnees) if page else self._envoyer("introuvable", "text/plain", 404)

    def _openid_configuration(self, donnees):
        ici = self._ici()
        faux = Etat.reglages.get("travers") == "decouverte"
        document = {
            "issuer": "https://autre.example.org" if faux else ici,
            **{
                f"{nom}_endpoint": f"{ici}/{nom}"
                for nom in ("authorization", "token", "userinfo", "end_session")
            },
            "jwks_uri": f"{ici}/jwks",
        }
        if Etat.reglages.get("travers") == "adresse":
            document["token_endpoint"] = "file:///etc/passwd"
        if Etat.reglages.get("pkce", True):
            document["code_challenge_methods_supported"] = ["S256"]
        self._envoyer(json.dumps(document))

    def _jwks(self, donnees):
        self._envoyer(json.dumps({"keys": cles_publiques()}))

    def _authorization(self, donnees):
        """Agrees at once, in the name of the person that the tests chose."""
        permis = PARAMETRES | (PKCE if Etat.reglages.get("pkce", True) else set())
        if (
            set(donnees) != permis
            or donnees["client_id"] != CLIENT
            or donnees["response_type"] != "code"
            or donnees["redirect_uri"] not in Etat.reglages["redirections"]
            or donnees["scope"].split()[0] != "openid"
            or min(len(donnees["state"]), len(donnees["nonce"])) < 32
        ):
            return self._envoyer("Y000400", "text/plain", 400)
        reponse = {"state": donnees["state"]}
        if erreur := Etat.reglages.get("erreur"):
            reponse["error"] = erreur
        else:
            reponse["code"] = secrets.token_urlsafe(20)
            Etat.codes[reponse["code"]] = donnees
        return self._rediriger(f"{donnees['redirect_uri']}?{urlencode(reponse)}")

    def _token(self, donnees):
        demande = Etat.codes.pop(donnees.get("code"), None)
        empreinte = _b64(sha256(donnees.get("code_verifier", "").encode()).digest())
        if (
            demande is None
            or donnees["grant_type"] != "authorization_code"
            or (donnees["client_id"], donnees["client_secret"]) != (CLIENT, SECRET)
            or donnees["redirect_uri"] != demande["redirect_uri"]
            or demande.get("code_challenge", empreinte) != empreinte
            or ("code_verifier" in donnees) != ("code_challenge" in demande)
        ):
            return self._envoyer('{"error": "invalid_grant"}', statut=400)
        acces = secrets.token_urlsafe(20)
        Etat.acces[acces] = True
        dit = {
            **self._dit(),
            "nonce": demande["nonce"],
            "sub": Etat.reglages["personne"]["sub"],
        }
        travers = Etat.reglages.get("travers") if "ou" not in Etat.reglages else None
        jetons = {
            "access_token": acces,
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": signer(deformer(dit, travers), travers),
        }
        if travers == "sans_jeton":
            del jetons["id_token"]
        return self._envoyer(json.dumps(jetons))

    def _userinfo(self, donnees):
        acces = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not Etat.acces.pop(acces, False):
            return self._envoyer('{"error": "invalid_token"}', statut=401)
        dit = {**self._dit(), **Etat.reglages["personne"]}
        travers = (Etat.reglages.get("travers") or "").removeprefix("userinfo_")
        if travers == Etat.reglages.get("travers"):
            travers = None
        if travers == "en_clair":
            return self._envoyer(json.dumps(dit))
        return self._envoyer(signer(deformer(dit, travers), travers), "application/jwt")

    def _end_session(self, donnees):
        jwt.decode(donnees["id_token_hint"], options={"verify_signature": False})
        if (
            set(donnees) != {"id_token_hint", "state", "post_logout_redirect_uri"}
            or donnees["post_logout_redirect_uri"] not in Etat.reglages["redirections"]
            or len(donnees["state"]) < 32
        ):
            return self._envoyer("Y030111", "text/plain", 400)
        retour = urlencode({"state": donnees["state"]})
        return self._rediriger(f"{donnees['post_logout_redirect_uri']}?{retour}")

    def _dit(self):
        maintenant = int(time.time())
        return {"iss": self._ici(), "aud": CLIENT, "iat": maintenant, "exp": maintenant + 60}

    def _ici(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def _mal_repondre(self, travers):
        """What a provider in trouble answers, whatever was asked."""
        if travers == "html":
            return self._envoyer("<!DOCTYPE html><title>Maintenance</title>", "text/html")
        if travers == "liste":
            return self._envoyer("[1, 2]")
        if travers == "vide":
            return self._envoyer("{}")
        if travers == "octets":
            return self._envoyer(b"\xff\xfe\xfd")
        if travers == "panne":
            return self._envoyer("{}", statut=500)
        if travers == "ailleurs":
            return self._rediriger(f"{self._ici()}/ailleurs")
        self.send_response(200)
        self.end_headers()
        if travers == "coupure":
            return None
        # Until the other side gives up: all at once, drop by drop, or nothing.
        morceau, pause = {
            "enorme": (b" " * 65536, 0),
            "goutte": (b" ", 0.05),
            "lent": (b"", 0.05),
        }[travers]
        try:
            while not select.select([self.connection], [], [], pause)[0]:
                self.wfile.write(morceau)
        except OSError:
            return None

    def _rediriger(self, adresse):
        self.send_response(303)
        self.send_header("Location", adresse)
        self.end_headers()

    def _envoyer(self, corps, genre="application/json", statut=200):
        self.send_response(statut)
        self.send_header("Content-Type", genre)
        self.end_headers()
        self.wfile.write(corps if isinstance(corps, bytes) else corps.encode())

    def log_message(self, *args):
        """The tests read /controle instead."""


if __name__ == "__main__":
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Reponses)
    sys.stdout.write(f"http://127.0.0.1:{serveur.server_port}\n")
    sys.stdout.flush()
    serveur.serve_forever()
