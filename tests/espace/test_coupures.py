"""Power cuts, for real: kill -9 of the server and of the worker all along the way of a sheet.

What was answered is there, what was not can be asked again, and no mail leaves twice.
"""

import re
import threading
from collections import Counter
from contextlib import suppress
from http.client import HTTPException

import pytest
from django.conf import settings as reglages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courrier.models import Courriel, Tache
from espace.copie import commencer_fiche
from espace.models import Amendement, Depot, Invitation, Message
from fabrique.models import Initiative, Reprise
from solidaires.publication import Etat
from tests.connexions import se_connecter
from tests.courrier.processus import ServeurDeCourriel
from tests.espace.portail import Personne, Portail
from tests.factories import make_agent, make_territoire, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "ada@gironde.example"


@pytest.fixture
def boite(tmp_path):
    """A real SMTP server that takes everything."""
    with ServeurDeCourriel(tmp_path).en_marche() as serveur:
        yield serveur


@pytest.fixture
def portail(boite):
    portail = Portail(boite.url())
    portail.demarrer()
    yield portail
    portail.couper()


def _au_bureau(portail, user):
    """Somebody signed in, with two factors."""
    client = Client()
    se_connecter(client, user)
    return Personne(portail, client.cookies[reglages.SESSION_COOKIE_NAME].value)


def _couper(portail):
    """A cut, then five minutes later: what a dead worker held is free again."""
    portail.couper()
    avant = timezone.now() - Tache.DELAI
    pris = Courriel.objects.filter(etat__in=[Courriel.Etat.PRIS, Courriel.Etat.REMIS])
    pris.update(pris_at=avant)
    Tache.objects.update(prochain_at=timezone.now())
    portail.demarrer()


def _attendre_envois(boite, nombre):
    """Until so many mails in all have left."""
    while len(boite.recus()) < nombre:
        boite.attendre("MOTS")


def test_cut_after_each_answer_loses_nothing_and_sends_nothing_twice(
    portail, boite, coordinatrice
):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    bureau = _au_bureau(portail, coordinatrice.user)

    bureau.envoyer(
        "/admin/espace/invitation/add/",
        {"territoire": gironde.pk, "email": ADA, "nom": "Ada", "role": "agent"},
    )
    _couper(portail)
    assert Invitation.objects.get().email == ADA
    _attendre_envois(boite, 1)
    (recu,) = boite.recus()
    chemin = re.search(r"/invitation/\S+", recu.get_body(["plain"]).get_content())[0]
    ada = Personne(portail)
    ada.envoyer(chemin, {"nom": "Ada Lovelace"})
    _couper(portail)

    suite, _ = ada.envoyer(
        f"/espace/{gironde.pk}/fiches/nouvelle/", {"titre": "Caisse commune"}
    )
    fiche = Initiative.objects.get()
    assert suite == reverse("espace:etape", args=[fiche.pk, "essentiel"])
    _couper(portail)
    ada.envoyer(
        reverse("espace:etape", args=[fiche.pk, "probleme-solution"]),
        {"probleme": "Manger bien coûte cher."},
    )
    _couper(portail)
    assert "Manger bien coûte cher." in ada.ouvrir(
        reverse("espace:etape", args=[fiche.pk, "relecture"])
    )
    envoi = reverse("espace:envoyer", args=[fiche.pk])
    relecture = reverse("espace:etape", args=[fiche.pk, "relecture"])
    ada.envoyer(envoi, {}, page=relecture)
    _couper(portail)
    assert (Depot.objects.count(), Initiative.objects.get().etat) == (1, Etat.A_RELIRE)

    bureau.envoyer(
        reverse("admin:fabrique_initiative_corrections", args=[fiche.pk]),
        {"motif": "Presque prêt.", "porteur": "Qui la mène ?"},
    )
    _couper(portail)
    ada.envoyer(
        reverse("espace:etape", args=[fiche.pk, "essentiel"]),
        {"titre": "Caisse commune", "porteur": "La Ville"},
    )
    ada.envoyer(envoi, {}, page=relecture)
    fiche.refresh_from_db()
    fiche.publish()
    _couper(portail)

    ada.envoyer(
        reverse("espace:amender", args=[fiche.pk]),
        {},
        page=reverse("espace:fiche", args=[fiche.pk]),
    )
    ada.envoyer(
        reverse("espace:etape", args=[fiche.pk, "essentiel"]),
        {"titre": "Caisse commune", "porteur": "Le Département"},
    )
    ada.envoyer(envoi, {"resume": "Le Département prend le relais."}, page=relecture)
    amendement = Amendement.objects.get()
    _couper(portail)
    bureau.envoyer(
        reverse("admin:espace_amendement_change", args=[amendement.pk]), {"_tout": "1"}
    )
    _couper(portail)
    fiche.refresh_from_db()
    amendement.refresh_from_db()
    assert (fiche.porteur, amendement.etat) == ("Le Département", Amendement.Etat.ACCEPTE)

    blaise = _au_bureau(
        portail, make_agent(make_user("blaise@landes.example", nom="Blaise"), landes).user
    )
    blaise.envoyer(reverse("espace:reprendre", args=[fiche.slug]), {"statut": "effective"})
    _couper(portail)
    assert (Reprise.objects.get().territoire, Reprise.objects.get().etat) == (
        landes,
        Etat.A_RELIRE,
    )

    certains = Courriel.objects.exclude(etat=Courriel.Etat.INCERTAIN)
    _attendre_envois(boite, certains.count())
    recus = Counter(message["Message-ID"] for message in boite.recus())
    assert set(recus.values()) == {1}
    # What was in the hands of the server at the cut is left to a person; all the rest has left.
    assert {str(c.identifiant) for c in certains} <= {
        identifiant.strip("<>").partition("@")[0] for identifiant in recus
    }


def test_cut_while_a_sheet_is_sent_leaves_all_or_nothing_and_it_is_sent_again(portail, boite):
    ada = make_agent(make_user(ADA, nom="Ada")).user
    moi = _au_bureau(portail, ada)

    for rang, delai in enumerate([0.0, 0.02, 0.05, 0.1, 0.2]):
        copie = commencer_fiche(
            make_territoire(), ada, titre=f"Fiche {rang}", slug=f"fiche-{rang}"
        )
        pk = copie.initiative.pk
        relecture = reverse("espace:etape", args=[pk, "relecture"])
        envoi = reverse("espace:envoyer", args=[pk])
        moi.ouvrir(relecture)
        coupure = threading.Timer(delai, portail.couper)

        def deposer():
            # The browser says that the page does not answer.
            with suppress(OSError, HTTPException):
                moi.envoyer(envoi, {}, page=relecture)  # noqa: B023 -- joined just below

        essai = threading.Thread(target=deposer)
        coupure.start()
        essai.start()
        coupure.join()
        essai.join()

        assert _traces(pk) in {(False, 0, 0), (True, 1, 1)}
        portail.demarrer()
        moi.envoyer(envoi, {}, page=reverse("espace:fiche", args=[pk]))
        assert _traces(pk) == (True, 1, 1)


def _traces(pk):
    """(sent, lines of the exchange, receipts) of one sheet: together, or not at all."""
    return (
        Initiative.objects.get(pk=pk).etat == Etat.A_RELIRE
        and Depot.objects.get(initiative=pk).depose_at is not None,
        Message.objects.filter(initiative=pk, etat=Etat.A_RELIRE).count(),
        Courriel.objects.filter(
            gabarit="depot_recu", cle__startswith=f"recu:{Depot.objects.get(initiative=pk).pk}:"
        ).count(),
    )
