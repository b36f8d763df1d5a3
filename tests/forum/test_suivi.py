"""What a citizen receives by mail as their idea goes, and what is forgotten of them in time."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from courrier.models import Courriel
from forum import suivi, taches
from forum.models import Idee, Proposition
from solidaires.publication import Etat
from tests.factories import make_idee
from tests.forum.citoyenne import confirmee, proposer

pytestmark = pytest.mark.django_db

SIX_MOIS = timedelta(days=183)


@pytest.fixture
def proposition(visitor, today):
    """Confirmed a moment ago; the mails of before are put aside."""
    proposition, _ = confirmee(visitor)
    Courriel.objects.all().delete()
    return proposition


def _idee(proposition):
    return Idee.objects.get(pk=proposition.idee_id)


def _courriels():
    return [(c.gabarit, c.destinataire) for c in Courriel.objects.order_by("pk")]


def _repondre(idee):
    """An answer put in the rows, as a version applied does."""
    Idee.objects.filter(pk=idee.pk).update(reponse="<p>Oui.</p>", date_reponse="2026-03-10")


# Told once


def test_publishing_tells_its_author_with_the_address(proposition):
    _idee(proposition).publish()

    courriel = Courriel.objects.get()
    assert _courriels() == [("proposition_publiee", "Ada@Example.org")]
    assert courriel.sujet == "Votre idée est publiée"
    assert "http://127.0.0.1:8000/forum/idees/des-bancs-partout/" in courriel.texte.split()
    assert f"«\u00a0Des bancs partout\u00a0!\u00a0» ({proposition.numero})" in courriel.texte
    assert courriel.suivi == proposition.idee.get_admin_url()


@pytest.mark.parametrize(
    ("verbe", "gabarit"),
    [("refuse", "proposition_refusee"), ("ask_changes", "proposition_a_completer")],
)
def test_a_reason_is_sent_with_the_personal_link(proposition, verbe, gabarit):
    getattr(_idee(proposition), verbe)("Où cela ? Dites-le.")

    courriel = Courriel.objects.get()
    assert courriel.gabarit == gabarit
    assert "Où cela\u00a0? Dites-le." in courriel.texte
    assert f"/forum/propositions/{proposition.pk}." in courriel.texte
    assert courriel.secret


def test_asked_twice_it_is_told_twice_published_twice_once(proposition, today):
    for heures, motif in enumerate(["Où ?", "Quand ?"]):
        idee = _idee(proposition)
        with time_machine.travel(today + timedelta(hours=heures), tick=False):
            idee.ask_changes(motif)
            idee.submit()
    idee.publish()
    idee.retire("Doublon.")
    idee.publish()

    assert [gabarit for gabarit, _ in _courriels()] == ["proposition_a_completer"] * 2 + [
        "proposition_publiee"
    ]


def test_other_states_and_other_ideas_write_nothing(proposition):
    make_idee(etat=Etat.A_RELIRE, published_at=None).publish()
    idee = _idee(proposition)
    idee.back_to_draft()
    idee.submit()
    Proposition.objects.update(email="", anonymisee_at=proposition.created_at)
    idee.publish()

    assert _courriels() == []


def test_what_undoes_the_change_undoes_its_mail(proposition):
    idee = _idee(proposition)
    Proposition.objects.update(confirmee_at=proposition.created_at)
    idee.refuse("Non.")
    with pytest.raises(Exception, match="n’est pas possible"):
        idee.refuse("Encore non.")

    assert [gabarit for gabarit, _ in _courriels()] == ["proposition_refusee"]


def test_a_scheduled_idea_is_told_when_it_is_online(proposition, today):
    _idee(proposition).publish(when=today + timedelta(days=1))
    assert taches.annoncer_les_reponses(today) == ""
    assert _courriels() == []

    with time_machine.travel(today + timedelta(days=1), tick=False):
        assert taches.annoncer_les_reponses(today) == "1 annonce écrite."
        assert taches.annoncer_les_reponses(today) == ""

    assert [gabarit for gabarit, _ in _courriels()] == ["proposition_publiee"]


def test_a_public_answer_is_told_once_when_it_is_online(proposition, today):
    idee = _idee(proposition)
    _repondre(idee)
    assert taches.annoncer_les_reponses(today) == ""
    Idee.objects.filter(pk=idee.pk).update(reponse="", date_reponse=None)
    _idee(proposition).publish()
    assert taches.annoncer_les_reponses(today) == ""
    _repondre(idee)

    assert taches.annoncer_les_reponses(today) == "1 annonce écrite."
    assert taches.annoncer_les_reponses(today) == ""

    assert [gabarit for gabarit, _ in _courriels()] == [
        "proposition_publiee",
        "proposition_reponse",
    ]
    assert "/forum/idees/des-bancs-partout/#titre-reponse" in (
        Courriel.objects.order_by("pk").last().texte
    )
    proposition.refresh_from_db()
    assert proposition.reponse_annoncee_at == today


def test_published_with_its_answer_one_mail_tells_both(proposition, today):
    _repondre(_idee(proposition))
    _idee(proposition).publish()
    taches.annoncer_les_reponses(today)

    assert [gabarit for gabarit, _ in _courriels()] == ["proposition_reponse"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_looking_for_what_to_tell_is_one_query(
    visitor, today, django_assert_num_queries, nombre
):
    for n in range(nombre):
        proposition, _ = confirmee(visitor, texte=f"Idée {n}", email=f"a{n}@example.org")
        _idee(proposition).publish()

    with django_assert_num_queries(1):
        assert taches.annoncer_les_reponses(today) == ""


# Forgotten


def test_what_is_never_confirmed_is_deleted_after_seven_days(visitor, today):
    proposer(visitor)
    gardee, _ = confirmee(visitor, texte="Confirmée à temps.")

    assert taches.oublier(today + timedelta(days=7, minutes=-1)) == ""
    assert taches.oublier(today + timedelta(days=7, minutes=1)) == "1 proposition supprimée."
    assert list(Proposition.objects.all()) == [gardee]


@pytest.mark.parametrize(
    ("fin", "attente"),
    [
        ("refusee", SIX_MOIS),
        ("retiree", SIX_MOIS),
        ("repondue", SIX_MOIS),
        ("jetee", SIX_MOIS),
        ("detruite", timedelta()),
        ("sans_reponse", timedelta(days=730)),
        ("en_relecture", timedelta(days=730)),
    ],
)
def test_the_address_is_erased_in_time_and_only_then(proposition, today, fin, attente):
    idee = _idee(proposition)
    if fin == "refusee":
        idee.refuse("Non.")
    elif fin == "jetee":
        idee.jeter()
    elif fin == "detruite":
        idee.delete()
    elif fin != "en_relecture":
        if fin == "repondue":
            _repondre(idee)
            idee = _idee(proposition)
        idee.publish()
        if fin == "retiree":
            with time_machine.travel(today + timedelta(seconds=1), tick=False):
                idee.retire()

    if attente:
        assert taches.oublier(today + attente - timedelta(minutes=1)) == ""
    assert taches.oublier(today + attente + timedelta(minutes=1)) == "1 adresse effacée."
    assert taches.oublier(today + attente + timedelta(minutes=2)) == ""


def test_exactly_these_columns_are_left(visitor, today, proposition):
    _idee(proposition).refuse("Non.")
    avant = Proposition.objects.values().get()

    taches.oublier(today + SIX_MOIS)

    apres = Proposition.objects.values().get()
    assert {cle for cle in apres if apres[cle] != avant[cle]} == {
        "email",
        "signature",
        "organisation",
        "anonymisee_at",
    }
    assert {cle: valeur for cle, valeur in apres.items() if valeur} == {
        "id": proposition.pk,
        "titre": "Des bancs partout !",
        "texte": proposition.texte,
        "idee_id": proposition.idee_id,
        "created_at": proposition.created_at,
        "confirmee_at": proposition.confirmee_at,
        "anonymisee_at": today,
    }


def test_the_page_still_answers_once_the_address_is_erased(visitor, today):
    proposition, page = confirmee(visitor)
    _idee(proposition).refuse("Hors sujet.")
    taches.oublier(today + SIX_MOIS)

    dite = visitor.get(page).content.decode()

    assert "Votre adresse et votre signature ont été effacées" in dite
    assert "Hors sujet." in dite
    assert "Ada" not in dite


# Together


def _ensemble(faire, fois=4):
    """Do it `fois` times at the same instant, each on a connection of its own."""
    depart = threading.Barrier(fois)

    def un():
        depart.wait()
        faire()
        connection.close()

    fils = [threading.Thread(target=un) for _ in range(fois)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()


@pytest.mark.django_db(transaction=True)
def test_pressed_many_times_at_once_it_is_one_proposal_then_one_idea():
    champs = {"titre": "Des bancs", "texte": "Partout.", "email": "ada@example.org"}

    _ensemble(lambda: suivi.recevoir(Proposition(**champs)))
    proposition = Proposition.objects.get()
    _ensemble(lambda: suivi.confirmer(proposition))

    assert [gabarit for gabarit, _ in _courriels()] == [
        "proposition_confirmer",
        "proposition_recue",
    ]
    assert Idee.objects.get().etat == Etat.A_RELIRE
    assert Proposition.objects.get().idee == Idee.objects.get()
