"""The index follows what is online: same transaction, same hours."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from recherche.models import Entree, Valeur
from recherche.taches import suivre_les_heures, verifier
from redaction import versions
from redaction.instantane import prendre
from solidaires.publication import dire_change
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_idee,
    make_initiative,
    make_reprise,
    make_territoire,
    make_theme,
)
from tests.index import indexer

pytestmark = pytest.mark.django_db


def _trouves(client, q, adresse="/recherche/"):
    reponse = client.get(adresse, {"q": q})
    return [r["url"] for r in reponse.context.get("resultats", [])]


def _brouillon(**champs):
    return make_idee("Épicerie itinérante", etat="brouillon", published_at=None, **champs)


def test_a_page_is_found_from_its_publication_to_its_withdrawal(client):
    idee = _brouillon()
    avant = _trouves(client, "epicerie")

    idee.publish()
    en_ligne = _trouves(client, "epicerie")
    idee.retire("Trop vieille.")

    assert avant == []
    assert en_ligne == [idee.get_absolute_url()]
    assert _trouves(client, "epicerie") == []
    assert not Entree.objects.exists()


def test_a_page_put_online_at_an_hour_is_found_from_that_hour(client):
    idee = _brouillon()
    demain = timezone.now() + timedelta(days=1)
    idee.publish(when=demain, until=demain + timedelta(days=1))

    assert _trouves(client, "epicerie") == []
    with time_machine.travel(demain + timedelta(minutes=1)):
        assert _trouves(client, "epicerie") == [idee.get_absolute_url()]
    with time_machine.travel(demain + timedelta(days=1, minutes=1)):
        assert _trouves(client, "epicerie") == []


def test_an_applied_version_is_found_at_once_and_the_old_words_no_more(client, coordinatrice):
    idee = make_idee("Épicerie itinérante")
    indexer()
    instantane = prendre(idee)
    instantane["champs"]["titre"] = "Camion gourmand"

    revision = versions.enregistrer(idee, instantane, auteur=coordinatrice.user, resume="")
    attendant = _trouves(client, "epicerie"), _trouves(client, "camion")
    versions.appliquer(revision)

    assert attendant == ([idee.get_absolute_url()], [])
    assert _trouves(client, "epicerie") == []
    assert _trouves(client, "camion") == [idee.get_absolute_url()]


def test_a_change_undone_is_undone_in_the_index_too(client):
    idee = _brouillon()
    with transaction.atomic():
        idee.publish()
        transaction.set_rollback(True)

    assert _trouves(client, "epicerie") == []


def test_a_binned_page_is_not_found(client):
    idee = make_idee("Épicerie itinérante")
    indexer()

    idee.jeter()

    assert _trouves(client, "epicerie") == []


def test_a_theme_renamed_in_the_back_office_is_found_by_its_new_name(client, coordinatrice):
    theme = make_theme("Alimentation")
    idee = make_idee("Épicerie itinérante", themes=[theme])
    indexer()

    coordinatrice.post(
        f"/admin/chantiers/theme/{theme.pk}/change/",
        {"nom": "Bien manger", "slug": theme.slug, "description": "", "ordre": 0},
    )

    assert idee.get_absolute_url() in _trouves(client, "manger")
    assert idee.get_absolute_url() not in _trouves(client, "alimentation")
    assert Valeur.objects.get(facette="theme", valeur=theme.slug).libelle == "Bien manger"


def test_a_reprise_published_counts_on_the_sheet_taken_up():
    initiative = make_initiative()
    indexer()
    reprise = make_reprise(
        initiative, make_territoire("40", "Landes"), etat="brouillon", published_at=None
    )

    reprise.publish()

    entree = Entree.objects.get(type="initiative")
    assert entree.poids == 1
    assert "reprise=oui" in entree.facettes.split()


def test_a_chantier_to_come_is_not_named_before_its_hour(client):
    demain = timezone.now() + timedelta(days=1)
    chantier = make_chantier("Chantier secret", etat="programmee", published_at=demain)
    idee = make_idee("Épicerie itinérante", chantiers=[chantier])
    indexer()

    assert _trouves(client, "secret") == []
    assert not Valeur.objects.filter(facette="chantier").exists()
    with time_machine.travel(demain + timedelta(minutes=4)):
        suivre_les_heures(timezone.now())
        assert set(_trouves(client, "secret")) == {
            chantier.get_absolute_url(),
            idee.get_absolute_url(),
        }


@pytest.mark.parametrize("champs", ETATS_CACHES.values(), ids=ETATS_CACHES)
def test_what_is_not_online_is_neither_found_nor_suggested_nor_corrected(client, champs):
    make_idee("Confidentiel absolu", **champs)
    visible = make_idee("Visible par tous")
    indexer()

    assert _trouves(client, "confidentiel") == []
    assert _trouves(client, "confidentel") == []
    suggestions = client.get("/recherche/suggestions.json", {"q": "confi"}).json()
    assert suggestions == {"suggestions": []}
    assert "onfidentiel" not in client.get("/recherche/", {"q": "confidentel"}).content.decode()
    assert _trouves(client, "visible") == [visible.get_absolute_url()]


def test_the_worker_catches_up_with_what_was_written_behind(client):
    idee = make_idee("Épicerie itinérante")

    bilan = verifier(timezone.now())

    assert bilan == "1 page remise à jour."
    assert verifier(timezone.now()) == ""
    assert _trouves(client, "epicerie") == [idee.get_absolute_url()]


def test_the_command_rebuilds_and_says_how_many(capsys):
    make_idee("Épicerie itinérante")
    make_initiative("Caisse commune", territoire=make_territoire("33", "Gironde"))

    call_command("reindexer")
    call_command("reindexer")
    call_command("reindexer", "--tout")

    bilans = [ligne for ligne in capsys.readouterr().out.splitlines() if "réécrite" in ligne]
    assert bilans == [
        "3 page(s) réécrite(s) dans l’index.",
        "0 page(s) réécrite(s) dans l’index.",
        "3 page(s) réécrite(s) dans l’index.",
    ]


def test_a_row_deleted_leaves_the_index():
    idee = make_idee()
    indexer()
    pk = idee.pk
    idee.delete()
    idee.pk = pk

    dire_change(idee)

    assert not Entree.objects.exists()
