"""Somebody at the steps of a sheet: opens one, answers some of it, sends what a browser would."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from fabrique.models import Initiative
from tests.factories import make_territoire


def connecter(user):
    """A client signed in, on a machine of its own. `.user` is them."""
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def adresse(fiche, slug):
    return reverse("espace:etape", args=[fiche.pk, slug])


def lu(page):
    """The marks that the form of a page carries."""
    return unescape(re.search(r'name="lu" value="([^"]*)"', page.text)[1])


def champs(page):
    """What a browser would send of the form of a step, as it is shown."""
    saisie = page.context["saisie"]
    envoyes = {"lu": lu(page)}
    en_place = [f for f in getattr(saisie, "images", []) if not f.is_bound]
    for champ in [*saisie, *(champ for formulaire in en_place for champ in formulaire)]:
        valeur = champ.value()
        if valeur in (None, "", False):
            continue
        if isinstance(valeur, list | tuple) or hasattr(valeur, "values_list"):
            envoyes[champ.html_name] = [getattr(v, "pk", v) for v in valeur]
        else:
            envoyes[champ.html_name] = valeur
    for lignes in getattr(saisie, "lignes", []):
        for champ in lignes.management_form:
            envoyes[champ.html_name] = champ.value()
    return envoyes


def remplir(client, fiche, slug, bouton="", suivre=True, **reponses):
    """Open a step and answer some of it; the rest as it is shown, the way a browser does."""
    donnees = {**champs(client.get(adresse(fiche, slug))), **reponses}
    if bouton:
        donnees[bouton] = "1"
    return client.post(adresse(fiche, slug), donnees, follow=suivre)


def commencer(client, titre="Caisse commune", **suite):
    """Begin a sheet of Gironde. Returns the page that answers."""
    url = reverse("espace:nouvelle", args=[make_territoire().pk])
    return client.post(url, {"titre": titre, **suite}, follow=True)


def nouvelle_fiche(client, titre="Caisse commune"):
    """A sheet of Gironde just begun."""
    commencer(client, titre)
    return Initiative.objects.get()
