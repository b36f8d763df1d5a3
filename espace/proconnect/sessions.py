"""What a session remembers of ProConnect: the request under way, the ID token, the way out."""

import logging

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from espace.proconnect import protocole
from espace.proconnect.appels import Refus

# Keys of the session.
ATTENTE, JETON, SORTIE = "proconnect_attente", "proconnect_id_token", "proconnect_sortie"

journal = logging.getLogger("securite")


def partir(request, suite):
    """The page that leads to the provider; `suite` is where the person wanted to go. Raises Refus."""
    adresse, attente = protocole.depart(_ici(request, "retour"))
    request.session[ATTENTE] = {**attente, "suite": sure(request, suite)}
    return vers(request, adresse)


def revenir(request):
    """(Personne, ID token, where they wanted to go) for somebody whom the provider sends back.

    Raises Refus. Their request serves once.
    """
    attente = _prendre(request, ATTENTE)
    if attente is None:
        raise Refus("nobody was awaited")
    if "code" not in request.GET:
        raise Refus("the provider sent them back without a code")
    personne, id_token = protocole.arrivee(
        request.GET["code"], attente, _ici(request, "retour")
    )
    return personne, id_token, attente["suite"]


def sortir(request, id_token, response):
    """The page that leads to the provider, to end there too; `response`: what they had asked for."""
    state = get_random_string(43)
    try:
        adresse = protocole.sortie(id_token, state, _ici(request, "fin"))
    except Refus as refus:
        journal.warning("ProConnect: %s", refus)
        messages.warning(
            request,
            "Vous avez quitté le portail, mais ProConnect n’a pas répondu\u00a0: votre session y est "
            "peut-être encore ouverte. Sur un ordinateur partagé, fermez le navigateur.",
        )
        return response
    request.session[SORTIE] = {"state": state, "suite": sure(request, response.get("Location"))}
    return vers(request, adresse)


def fin(request):
    """Where somebody whom the provider sends back signed out was going; "" when nobody was awaited."""
    attente = _prendre(request, SORTIE)
    return attente["suite"] or reverse("accueil") if attente else ""


def vers(request, adresse):
    """A page that leads to the provider at once.

    Not a redirect: Chromium applies `form-action` to where a posted form is redirected, so that
    every page with a form would have to allow the provider.
    """
    # A page that nobody reads: what the portal had to say is said by the next one.
    contexte = {"adresse": adresse, "messages": []}
    reponse = render(request, "espace/proconnect_vers.html", contexte)
    reponse["Refresh"] = f"0; url={adresse}"
    return reponse


def sure(request, suite):
    """The address when it is one of this site, "" otherwise."""
    ici = url_has_allowed_host_and_scheme(
        suite, {request.get_host()}, require_https=request.is_secure()
    )
    return suite if ici else ""


def _prendre(request, cle):
    """What the session awaits under this key, once, for whoever brings back its `state`."""
    attente = request.session.get(cle)
    state = request.GET.get("state", "")
    if attente is None or not constant_time_compare(attente["state"], state):
        return None
    del request.session[cle]
    return attente


def _ici(request, nom):
    return request.build_absolute_uri(reverse(f"espace:proconnect_{nom}"))
