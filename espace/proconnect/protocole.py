"""OpenID Connect with ProConnect: where to send somebody, and who comes back.

Speaks to the provider and knows nothing of accounts. Whatever is wrong raises Refus.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare

from espace.proconnect.appels import Refus, lire, lire_json
from solidaires import texte

DECOUVERTE = "/.well-known/openid-configuration"
# What the portal asks to be told, no more.
DONNEES = "openid given_name usual_name email siret"
# Signed with a key that only the provider has; never with a secret that both know, nor unsigned.
ALGORITHMES = ["ES256", "RS256"]
# What the provider says of itself and its keys is asked again after this long, in seconds.
CONSERVATION = 60 * 60
# Clocks differ a little, in seconds.
ECART_D_HORLOGE = 60


@dataclass(frozen=True)
class Personne:
    """Who the provider says that somebody is. `siret`: 14 digits, "" when it does not say."""

    emetteur: str
    sub: str
    email: str
    nom: str
    siret: str


def depart(retour):
    """(address to send the person to, what their session must remember until they come back).

    `retour`: the address they come back to, declared at the provider letter for letter.
    """
    fournisseur = _fournisseur()
    attente = {"state": token_urlsafe(32), "nonce": token_urlsafe(32)}
    demande = {
        "response_type": "code",
        "client_id": settings.PROCONNECT["client_id"],
        "redirect_uri": retour,
        "scope": DONNEES,
        **attente,
    }
    # ProConnect refuses a request that holds a parameter it does not know (its error Y000400).
    methodes = fournisseur.get("code_challenge_methods_supported")
    if isinstance(methodes, list) and "S256" in methodes:
        attente["code_verifier"] = token_urlsafe(48)
        empreinte = sha256(attente["code_verifier"].encode()).digest()
        demande["code_challenge"] = urlsafe_b64encode(empreinte).decode().rstrip("=")
        demande["code_challenge_method"] = "S256"
    return _adresse(fournisseur["authorization_endpoint"], demande), attente


def arrivee(code, attente, retour):
    """(Personne, ID token) for the code that the person came back with.

    `attente` is what `depart` returned, `retour` what it was given.
    """
    fournisseur = _fournisseur()
    echange = {
        "grant_type": "authorization_code",
        "client_id": settings.PROCONNECT["client_id"],
        "client_secret": settings.PROCONNECT["secret"],
        "redirect_uri": retour,
        "code": code,
    }
    if "code_verifier" in attente:
        echange["code_verifier"] = attente["code_verifier"]
    jetons = lire_json(fournisseur["token_endpoint"], formulaire=echange)
    id_token = _texte(jetons, "id_token")
    identite = _verifie(
        id_token, fournisseur, requis=["iss", "aud", "exp", "iat", "sub", "nonce"]
    )
    if not constant_time_compare(_texte(identite, "nonce"), attente["nonce"]):
        raise Refus("the ID token answers another request")
    dit = _verifie(
        lire(fournisseur["userinfo_endpoint"], porteur=_texte(jetons, "access_token")),
        fournisseur,
        requis=["iss", "aud", "sub"],
    )
    if dit["sub"] != identite["sub"]:
        raise Refus("userinfo is about somebody else")
    return _personne(dit), id_token


def sortie(id_token, state, retour):
    """The address that ends the person's session at the provider, then sends them to `retour`."""
    fin = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": retour}
    return _adresse(_fournisseur()["end_session_endpoint"], fin)


def _fournisseur():
    """What the provider says of itself: its addresses, checked, and what it supports."""
    emetteur = settings.PROCONNECT["emetteur"]
    cle = f"proconnect.decouverte.{emetteur}"
    if (connu := cache.get(cle)) is not None:
        return connu
    fournisseur = lire_json(emetteur + DECOUVERTE)
    if fournisseur.get("issuer") != emetteur:
        raise Refus("the provider says that it is another one")
    for nom in (
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "end_session_endpoint",
        "jwks_uri",
    ):
        if not _texte(fournisseur, nom).startswith(f"{urlsplit(emetteur).scheme}://"):
            raise Refus(f"{nom} is not as safe as the provider")
    cache.set(cle, fournisseur, CONSERVATION)
    return fournisseur


def _verifie(jeton, fournisseur, *, requis):
    """The claims of a token, once everything that can be checked without a nonce has been."""
    client = settings.PROCONNECT["client_id"]
    try:
        dit = jwt.decode(
            jeton,
            _cle(jwt.get_unverified_header(jeton), fournisseur),
            algorithms=ALGORITHMES,
            issuer=settings.PROCONNECT["emetteur"],
            audience=client,
            leeway=ECART_D_HORLOGE,
            options={"require": requis},
        )
    except jwt.PyJWTError as erreur:
        raise Refus(f"token refused: {type(erreur).__name__}") from erreur
    if dit["aud"] not in (client, [client]):
        raise Refus("token meant for others too")
    return dit


def _cle(entete, fournisseur):
    """The key that a token names; the provider is asked again when it may have changed them."""
    for conserve in (True, False):
        for cle in _cles(fournisseur["jwks_uri"], conserve=conserve):
            if cle.key_id == entete.get("kid") and cle.algorithm_name == entete.get("alg"):
                return cle
    raise Refus("signed with a key that is not the provider's")


def _cles(adresse, *, conserve):
    cle_de_cache = f"proconnect.cles.{adresse}"
    connu = cache.get(cle_de_cache) if conserve else None
    jeu = connu or lire_json(adresse)
    cles = jwt.PyJWKSet.from_dict(jeu).keys
    if not connu:
        cache.set(cle_de_cache, jeu, CONSERVATION)
    return cles


def _personne(dit):
    """What the portal keeps of the claims, which come from hundreds of identity providers."""
    sub, email = _texte(dit, "sub"), _texte(dit, "email")
    if len(sub) > 255 or not (sub.isascii() and sub.isprintable()):
        raise Refus("sub is not an identifier")
    try:
        validate_email(email)
    except ValidationError as erreur:
        raise Refus("email is not an address") from erreur
    nom = f"{dit.get('given_name') or ''} {dit.get('usual_name') or ''}"
    # Some write it with spaces, some do not know it.
    siret = re.sub(r"\s", "", str(dit.get("siret")))
    return Personne(
        emetteur=dit["iss"],
        sub=sub,
        email=email,
        nom=texte.une_ligne(nom)[:150],
        siret=siret if re.fullmatch(r"[0-9]{14}", siret) else "",
    )


def _texte(donnees, nom):
    valeur = donnees.get(nom)
    if not isinstance(valeur, str) or not valeur:
        raise Refus(f"{nom} is missing")
    return valeur


def _adresse(base, parametres):
    return f"{base}{'&' if '?' in base else '?'}{urlencode(parametres)}"
