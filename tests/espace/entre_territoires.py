"""Two territories, the people who act for them, and what these do in the tests of their exchanges."""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from courrier.models import Courriel
from courrier.taches import REGISTRE
from fabrique.models import Reprise
from protection import jetons
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


# Reprises

DECLARER = "/espace/reprendre/caisse/"
REPONSES = {
    "statut": "effective",
    "date": "2026-03-01",
    "adaptation": "En plus petit.",
    "fiche": "",
    "source": "",
}


def declarer(client, url=DECLARER, **champs):
    """Post the form of a declaration, new or at its own address."""
    return client.post(url, {**REPONSES, **champs})


def declaree(voisins, **champs):
    """The declaration of Landes, as it left its hands."""
    declarer(voisins.lou, **champs)
    return Reprise.objects.get()


def page_de(reprise):
    return f"/espace/reprises/{reprise.pk}/"


# The yearly question


def demander(maintenant=None):
    """One run of the job; what it says it did."""
    return REGISTRE["demander-l-actualite"].fonction(maintenant or timezone.now())


def lien_de(verification):
    """The address that the mail gives."""
    return f"/actualite/{jetons.signer('actualite', verification.pk)}/"
