"""What becomes of a declaration: the decisions, the mails, the updates that wait for review."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from courrier.models import Courriel
from fabrique.models import Reprise
from mediatheque.models import Lien
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from territoires.models import Agent
from tests.espace.entre_territoires import declaree, declarer, lettres, lire, page_de, voisins
from tests.factories import (
    ETATS_CACHES,
    FUTUR,
    make_agent,
    make_initiative,
    make_reprise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _jour(today):
    """Ten o'clock, on 10 March 2026."""


@pytest.fixture
def deux():
    """Gironde owns « Caisse », Landes takes it up and owns « Épicerie »."""
    v = voisins()
    v.caisse = make_initiative("Caisse", territoire=v.gironde)
    v.epicerie = make_initiative("Épicerie", territoire=v.landes)
    return v


# What becomes of it


def test_published_it_shows_everywhere_and_both_are_told(deux):
    make_agent("max@landes.example", deux.landes)
    reprise = declaree(deux, fiche=deux.epicerie.pk)
    reprise.publish()

    visiteur = Client()
    assert "Qui la reprend Landes Effective, 1er mars 2026 En plus petit." in lire(
        visiteur, "/fabrique/initiatives/caisse/"
    )
    assert "Ce qu’elle reprend d’un autre territoire Caisse, Gironde" in lire(
        visiteur, "/fabrique/initiatives/epicerie/"
    )
    assert "Ce que d’autres lui reprennent Caisse, par Landes" in lire(
        visiteur, deux.gironde.get_absolute_url()
    )
    assert "Ce qu’il reprend d’ailleurs Caisse, Gironde" in lire(
        visiteur, deux.landes.get_absolute_url()
    )
    assert lettres() == [
        (
            "lou@landes.example",
            "Votre déclaration sur «\u00a0Caisse\u00a0» est en ligne",
        ),
        (
            "max@landes.example",
            "Votre déclaration sur «\u00a0Caisse\u00a0» est en ligne",
        ),
        ("camille@gironde.example", "Landes reprend «\u00a0Caisse\u00a0»"),
    ]
    for lettre in Courriel.objects.all():
        assert "/fabrique/initiatives/caisse/#reprise-caisse-landes" in lettre.texte


@pytest.mark.parametrize(
    ("statut", "sujet"),
    [
        ("preparation", "Landes reprend «\u00a0Caisse\u00a0»"),
        ("interesse", "Landes s’intéresse à «\u00a0Caisse\u00a0»"),
        ("abandonnee", "Landes a cessé de reprendre «\u00a0Caisse\u00a0»"),
    ],
)
def test_the_owner_reads_what_is_really_declared(deux, statut, sujet):
    declaree(deux, statut=statut).publish()

    assert lettres()[-1] == ("camille@gironde.example", sujet)


def test_scheduled_it_says_when(deux):
    declaree(deux).publish(when=timezone.now() + timedelta(days=3))

    (preneur, proprietaire) = Courriel.objects.order_by("pk")
    assert preneur.sujet == "Votre déclaration sur «\u00a0Caisse\u00a0» est programmée"
    for lettre in (preneur, proprietaire):
        assert "13\u00a0mars\u00a02026 à 10\u00a0h\u00a000 (heure de Paris)" in lettre.texte
    assert "Elle paraîtra le 13 mars 2026" in lire(deux.lou, page_de(Reprise.objects.get()))


@pytest.mark.parametrize(
    ("verbe", "sujet", "mots"),
    [
        ("ask_changes", "est à compléter", "demande un complément"),
        ("refuse", "n’est pas retenue", "n’a pas retenu"),
    ],
)
def test_the_taker_reads_the_reason(deux, verbe, sujet, mots):
    reprise = declaree(deux)
    getattr(reprise, verbe)("Dites ce qui a changé.")

    assert lettres() == [
        ("lou@landes.example", f"Votre déclaration sur «\u00a0Caisse\u00a0» {sujet}")
    ]
    lettre = Courriel.objects.get()
    assert mots in lettre.texte
    assert "Dites ce qui a changé." in lettre.texte
    assert "La coordination écrit : Dites ce qui a changé." in lire(deux.lou, page_de(reprise))


def test_withdrawn_it_tells_the_taker_only(deux):
    reprise = declaree(deux)
    reprise.publish()
    Courriel.objects.all().delete()
    reprise.retire("Doublon.")

    assert lettres() == [
        ("lou@landes.example", "Votre déclaration sur «\u00a0Caisse\u00a0» est retirée du site")
    ]
    assert "Doublon." in Courriel.objects.get().texte


def test_published_again_it_is_told_again(deux):
    reprise = declaree(deux)
    reprise.publish()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        reprise.retire("Doublon.")
        reprise.publish()

    assert [sujet.rpartition("»")[2] for a, sujet in lettres() if a.startswith("lou")] == [
        " est en ligne",
        " est retirée du site",
        " est en ligne",
    ]


def test_published_while_its_initiative_is_offline_it_says_so(deux):
    reprise = declaree(deux)
    deux.caisse.retire("Le temps d’une correction.")
    Courriel.objects.exclude(gabarit__startswith="reprise").delete()
    Reprise.objects.get().publish()

    assert [a for a, _ in lettres()] == ["lou@landes.example"]
    assert "qui n’est pas en ligne aujourd’hui" in Courriel.objects.get().texte
    assert reprise.pk


def test_nobody_left_to_write_to_stops_nothing(deux):
    reprise = declaree(deux)
    Agent.objects.all().delete()

    reprise.publish()

    assert lettres() == []
    assert Reprise.objects.published().get() == reprise


# Correcting, updating


def test_asked_for_more_the_territory_completes_and_sends_again(deux):
    reprise = declaree(deux)
    reprise.ask_changes("Depuis quand ?")

    page = deux.lou.get(page_de(reprise)).content.decode()
    assert 'value="2026-03-01"' in page
    assert "En plus petit." in page
    declarer(deux.lou, page_de(reprise), date="2026-02-01")

    reprise.refresh_from_db()
    assert (reprise.etat, reprise.date) == (Etat.A_RELIRE, date(2026, 2, 1))
    assert Revision.objects.of(reprise).first().auteur == deux.lou.user


def test_online_an_update_waits_beside_the_page(deux):
    reprise = declaree(deux, source="https://landes.example/1")
    reprise.publish()

    declarer(
        deux.lou,
        page_de(reprise),
        statut="abandonnee",
        adaptation="Nous avons arrêté.",
        source="https://landes.example/2",
    )

    reprise.refresh_from_db()
    assert (reprise.etat, reprise.statut) == (Etat.PUBLIEE, "effective")
    assert "Nous avons arrêté" not in lire(Client(), deux.caisse.get_absolute_url())
    attente = versions.en_attente(reprise)
    assert (attente.auteur, attente.pour_le) == (deux.lou.user, None)
    page = lire(deux.lou, page_de(reprise))
    assert "votre mise à jour attend que la coordination la relise" in page
    assert "Nous avons arrêté." in page

    versions.appliquer(attente)
    reprise.refresh_from_db()
    assert (reprise.statut, reprise.adaptation) == ("abandonnee", "<p>Nous avons arrêté.</p>")
    assert [lien.url for lien in reprise.sources.all()] == ["https://landes.example/2"]


def test_a_second_update_starts_from_the_first(deux):
    reprise = declaree(deux)
    reprise.publish()
    declarer(deux.lou, page_de(reprise), adaptation="Première retouche.")

    page = deux.lou.get(page_de(reprise)).content.decode()
    declarer(deux.lou, page_de(reprise), adaptation="Première retouche.", date="2026-01-01")

    assert "Première retouche." in page
    attente = versions.en_attente(reprise)
    assert attente.instantane["champs"]["adaptation"] == "<p>Première retouche.</p>"
    assert attente.instantane["champs"]["date"] == "2026-01-01"


def test_an_update_that_changes_nothing_makes_no_version(deux):
    reprise = declaree(deux)
    reprise.publish()

    reponse = declarer(deux.lou, page_de(reprise))

    assert versions.en_attente(reprise) is None
    assert "Rien n’a changé" in deux.lou.get(reponse.url).content.decode()


def test_what_the_coordination_formatted_is_kept_when_the_text_is_left_alone(deux):
    riche = '<p>En <strong>plus</strong> petit.</p><ul><li><a href="https://a.fr">Lieu</a></li></ul>'
    reprise = make_reprise(deux.caisse, deux.landes, adaptation=riche)
    page = deux.lou.get(page_de(reprise)).content.decode()
    saisie = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]

    declarer(deux.lou, page_de(reprise), adaptation=saisie, statut="abandonnee")

    assert versions.en_attente(reprise).instantane["champs"]["adaptation"] == riche


def test_other_sources_stay_when_the_one_shown_is_replaced(deux):
    reprise = declaree(deux, source="https://landes.example/1")
    reprise.sources.add(Lien.objects.create(url="https://landes.example/presse"))
    reprise.publish()

    declarer(deux.lou, page_de(reprise), source="")
    versions.appliquer(versions.en_attente(reprise))

    assert [lien.url for lien in reprise.sources.all()] == ["https://landes.example/presse"]


def test_a_change_of_the_coordination_that_waits_is_not_put_aside(coordinatrice, deux):
    reprise = declaree(deux)
    reprise.publish()
    instantane = versions.courante(reprise).instantane
    instantane["champs"]["adaptation"] = "<p>Relu.</p>"
    attente = versions.enregistrer(
        reprise, instantane, auteur=coordinatrice.user, resume="Relecture"
    )

    page = lire(deux.lou, page_de(reprise))
    declarer(deux.lou, page_de(reprise), adaptation="Le mien.")

    assert "La coordination prépare elle-même une modification" in page
    assert versions.en_attente(reprise) == attente


def test_a_scheduled_change_never_takes_an_unread_one_with_it(deux):
    reprise = declaree(deux)
    reprise.publish()
    declarer(deux.lou, page_de(reprise), adaptation="Relu et programmé.")
    versions.programmer(versions.en_attente(reprise), FUTUR)

    declarer(deux.lou, page_de(reprise), adaptation="Jamais relu.")

    attente = versions.en_attente(reprise)
    assert attente.instantane["champs"]["adaptation"] == "<p>Relu et programmé.</p>"


@pytest.mark.parametrize("etat", ["a_relire", "programmee", "retiree", "refusee"])
def test_in_other_hands_it_is_read_only(deux, etat):
    reprise = make_reprise(deux.caisse, deux.landes, adaptation="<p>Tel quel.</p>")
    Reprise.objects.update(**ETATS_CACHES[etat])

    page = deux.lou.get(page_de(reprise)).content.decode()
    reponse = declarer(deux.lou, page_de(reprise), adaptation="Autre chose.")

    assert "<textarea" not in page
    assert "Tel quel." in page
    assert "elle ne se modifie plus ici" in deux.lou.get(reponse.url).content.decode()
    assert Reprise.objects.get().adaptation == "<p>Tel quel.</p>"


def test_an_invalid_update_keeps_what_was_typed(deux):
    reprise = declaree(deux)
    reprise.publish()

    page = declarer(
        deux.lou, page_de(reprise), date="2027-01-01", adaptation="Ce qui est tapé"
    ).content.decode()

    assert "pas encore passée" in page
    assert "Ce qui est tapé" in page
    assert versions.en_attente(reprise) is None


def test_an_update_may_not_close_a_circle_either(deux):
    reprise = declaree(deux)
    reprise.publish()
    make_reprise(deux.epicerie, deux.gironde, fiche=deux.caisse)

    refusee = declarer(deux.lou, page_de(reprise), fiche=deux.epicerie.pk)

    assert "elle-même à l’origine" in refusee.content.decode()
