"""The desk's job: scheduled changes go online at their hour, with no one signed in."""

from datetime import timedelta

import pytest
import time_machine

from courrier import taches
from courrier.models import Tache
from courrier.taches import Passage, executer_dues
from redaction import instantane, versions
from redaction.models import Revision
from tests.conftest import AUJOURD_HUI
from tests.factories import make_initiative, make_user

pytestmark = pytest.mark.django_db

LIBELLE = "Mettre en ligne les modifications programmées"
HEURE = timedelta(hours=1)


@pytest.fixture
def clock():
    """The clock stopped at ten; `.shift(timedelta)` moves it."""
    with time_machine.travel(AUJOURD_HUI, tick=False) as horloge:
        yield horloge


@pytest.fixture(autouse=True)
def _seule(monkeypatch):
    """No other job of the portal runs."""
    seule = {nom: d for nom, d in taches.REGISTRE.items() if d.libelle == LIBELLE}
    monkeypatch.setattr(taches, "REGISTRE", seule)


def _programmer(initiative, **champs):
    """A new title or slug that waits beside the online initiative, to be applied in an hour."""
    pris = instantane.prendre(initiative)
    pris["champs"] |= champs
    auteur = make_user(f"{initiative.slug}@example.org")
    revision = versions.enregistrer(initiative, pris, auteur=auteur, resume="Modification")
    versions.programmer(revision, AUJOURD_HUI + HEURE)
    return revision


def test_scheduled_change_goes_online_at_its_hour_and_not_before(clock, visitor):
    initiative = make_initiative("Épicerie")
    _programmer(initiative, titre="Épicerie solidaire")

    avant = list(executer_dues())
    page_avant = visitor.get(initiative.get_absolute_url()).content.decode()
    clock.shift(HEURE)
    apres = list(executer_dues())
    page_apres = visitor.get(initiative.get_absolute_url()).content.decode()

    assert avant == [Passage(LIBELLE, True, "")]
    assert "Épicerie solidaire" not in page_avant
    assert apres == [
        Passage(LIBELLE, True, "1 modification mise en ligne : « Épicerie solidaire ».")
    ]
    assert "Épicerie solidaire" in page_apres


def test_several_changes_are_counted(clock):
    for nom in ("Four", "Gîte"):
        _programmer(make_initiative(nom), titre=f"{nom} commun")
    clock.shift(HEURE)

    [passage] = executer_dues()

    assert passage.phrase.startswith("2 modifications mises en ligne : « ")
    assert "« Four commun »" in passage.phrase
    assert "« Gîte commun »" in passage.phrase


def test_change_that_cannot_be_applied_waits_and_makes_no_other_late(clock, caplog):
    bloquee = _programmer(make_initiative("Four"), titre="Four commun")
    Revision.objects.filter(pk=bloquee.pk).update(
        instantane=bloquee.instantane
        | {"champs": bloquee.instantane["champs"] | {"titre": ""}},
    )
    suivante = _programmer(make_initiative("Gîte"), titre="Gîte commun")
    clock.shift(HEURE)

    [passage] = executer_dues()

    bloquee.refresh_from_db()
    suivante.refresh_from_db()
    assert passage.ok is False
    assert bloquee.statut == Revision.Statut.EN_ATTENTE
    assert suivante.statut == Revision.Statut.APPLIQUEE
    ligne = Tache.objects.get()
    assert ligne.erreur == passage.phrase
    # The next try is for the others: a minute later, however often this one fails.
    for _essai in range(3):
        assert ligne.prochain_at - ligne.fini_at == timedelta(minutes=1)
        clock.shift(timedelta(minutes=1))
        list(executer_dues())
        ligne.refresh_from_db()
