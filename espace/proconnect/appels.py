"""Calls to the provider: short, bounded, never redirected elsewhere."""

import json
import time
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError
from urllib.parse import urlencode

# A call takes this long at most, in seconds: the person is waiting.
DELAI = 5
# Far above any answer of a provider, in bytes.
TAILLE = 256 * 1024


class Refus(Exception):
    """The provider cannot be trusted, or reached. The reason is for the log: no personal data."""


class _SansRedirection(request.HTTPRedirectHandler):
    """A secret goes to the address that was checked and to no other."""

    def redirect_request(self, *args):
        return None


def lire(adresse, *, formulaire=None, porteur=""):
    """The body of the answer, as text. `formulaire` makes a POST, `porteur` is an access token."""
    corps = urlencode(formulaire).encode() if formulaire else None
    entetes = {"Authorization": f"Bearer {porteur}"} if porteur else {}
    try:
        return _recevoir(request.Request(adresse, corps, entetes))  # noqa: S310 -- an address of the settings, or of what _fournisseur checked
    except HTTPError as erreur:
        erreur.close()
        raise Refus(f"the provider answered {erreur.code}") from erreur
    except (OSError, HTTPException, ValueError) as erreur:
        raise Refus(
            f"the provider did not answer properly: {type(erreur).__name__}"
        ) from erreur


def lire_json(adresse, **options):
    """The same, as a dict."""
    try:
        donnees = json.loads(lire(adresse, **options))
    except (ValueError, RecursionError) as erreur:
        raise Refus("the provider did not answer JSON") from erreur
    if not isinstance(donnees, dict):
        raise Refus("the provider did not answer a JSON object")
    return donnees


def _recevoir(demande):
    fin = time.monotonic() + DELAI
    recu = b""
    with request.build_opener(_SansRedirection).open(demande, timeout=DELAI) as reponse:
        # Piece by piece: an answer that trickles in would otherwise renew the delay each time.
        while morceau := reponse.read1(TAILLE):
            recu += morceau
            if len(recu) > TAILLE:
                raise Refus("the provider answered too much")
            if time.monotonic() > fin:
                raise Refus("the provider answered too slowly")
    return recu.decode()
