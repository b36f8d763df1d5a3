"""Two territories and the people who act for them, as the tests of their exchanges see them."""

from dataclasses import dataclass

from django.test import Client

from courrier.models import Courriel
from tests.factories import make_agent, make_territoire, make_user
from tests.lecteur import mots

LANDES = ("40", "Landes")
NIEVRE = ("58", "Nièvre")


def personne(email, territoire=None, *, nom="", **champs):
    """A signed-in client, agent of `territoire` when given; `.user` is them."""
    user = make_user(email, nom=nom)
    if territoire:
        make_agent(user, territoire, **champs)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@dataclass
class Voisins:
    """Gironde owns sheets, Landes is interested; `camille` and `lou` act for them."""

    gironde: object
    landes: object
    camille: Client
    lou: Client


def voisins():
    gironde, landes = make_territoire(), make_territoire(*LANDES)
    return Voisins(
        gironde,
        landes,
        personne("camille@gironde.example", gironde, nom="Camille Durand"),
        personne("lou@landes.example", landes, nom="Lou Petit"),
    )


def lettres():
    """[(to, subject)] of every mail written, in order."""
    return list(Courriel.objects.order_by("pk").values_list("destinataire", "sujet"))


def lire(client, url, **options):
    """The words of a page."""
    return mots(client.get(url, **options).content.decode())
