"""The one rule of visibility and the verbs between states, on a real publishable type."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from fabrique.models import Initiative
from solidaires.publication import Etat, TransitionImpossible
from tests.factories import ETATS_CACHES, make_initiative

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cas", ETATS_CACHES)
def test_published_hides_what_is_not_online(cas):
    visible = make_initiative("Visible")
    cachee = make_initiative("Cachée", **ETATS_CACHES[cas])

    assert list(Initiative.objects.published()) == [visible]
    assert visible.is_published
    assert not cachee.is_published


def test_published_follows_the_clock_without_any_job():
    now = timezone.now()
    initiative = make_initiative(
        etat=Etat.PROGRAMMEE,
        published_at=now + timedelta(hours=1),
        retired_at=now + timedelta(hours=3),
    )

    assert not Initiative.objects.published(now).exists()
    assert Initiative.objects.published(now + timedelta(hours=1)).get() == initiative
    assert Initiative.objects.published(now + timedelta(hours=2)).get() == initiative
    assert not Initiative.objects.published(now + timedelta(hours=3)).exists()


def test_visible_to_a_visitor_is_the_public_rule():
    make_initiative("Brouillon", etat=Etat.BROUILLON, published_at=None)
    visible = make_initiative("Visible")

    assert list(Initiative.objects.visible_to(AnonymousUser())) == [visible]


def test_publish_then_retire_then_publish_keeps_the_first_date():
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)

    initiative.publish()
    parution = initiative.published_at
    initiative.retire("Chiffres à revoir.")
    assert initiative.etat_effectif == Etat.RETIREE
    initiative.publish()

    initiative.refresh_from_db()
    assert initiative.etat == Etat.PUBLIEE
    assert initiative.published_at == parution
    assert initiative.retired_at is None
    assert initiative.motif == ""


def test_publish_at_a_future_hour_schedules():
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)
    demain = timezone.now() + timedelta(days=1)

    initiative.publish(when=demain)

    assert initiative.etat == Etat.PROGRAMMEE
    assert not initiative.is_published
    initiative.retire()
    initiative.refresh_from_db()
    assert (initiative.etat, initiative.published_at) == (Etat.RETIREE, None)


def test_publish_until_an_hour_ends_by_itself():
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)
    demain = timezone.now() + timedelta(days=1)

    initiative.publish(until=demain)

    assert initiative.is_published
    assert not Initiative.objects.published(demain).exists()


def test_review_goes_back_and_forth():
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)

    initiative.submit()
    initiative.ask_changes("Précisez le coût.")
    assert (initiative.etat, initiative.motif) == (Etat.A_COMPLETER, "Précisez le coût.")
    initiative.submit()
    assert (initiative.etat, initiative.motif) == (Etat.A_RELIRE, "Précisez le coût.")
    initiative.refuse("Hors des solidarités.")
    assert initiative.etat == Etat.REFUSEE
    initiative.back_to_draft()
    assert initiative.etat == Etat.BROUILLON


@pytest.mark.parametrize(
    ("verbe", "depuis"),
    [
        ("submit", "publiee_demain"),
        ("retire", "brouillon"),
        ("refuse", "retiree"),
        ("publish", "refusee"),
        ("ask_changes", "brouillon"),
    ],
)
def test_a_verb_refuses_the_wrong_state_and_changes_nothing(verbe, depuis):
    initiative = make_initiative(**ETATS_CACHES[depuis])
    avant = Initiative.objects.values().get()
    arguments = ["Un motif."] if verbe in {"refuse", "ask_changes"} else []

    with pytest.raises(TransitionImpossible, match="n’est pas possible"):
        getattr(initiative, verbe)(*arguments)

    assert Initiative.objects.values().get() == avant


@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"etat": Etat.PUBLIEE, "published_at": None}, "en_ligne_datee"),
        ({"etat": Etat.REFUSEE, "motif": ""}, "motif_donne"),
        (
            {"retired_at": timezone.now() - timedelta(days=9999)},
            "retrait_apres_publication",
        ),
    ],
)
def test_the_database_refuses_an_impossible_state(champs, contrainte):
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        make_initiative(**champs)

    assert not Initiative.objects.exists()


def test_a_verb_saves_only_the_fields_of_the_state():
    initiative = make_initiative("Titre d’origine", etat=Etat.BROUILLON, published_at=None)
    Initiative.objects.update(titre="Titre changé ailleurs")

    initiative.publish()

    initiative.refresh_from_db()
    assert initiative.titre == "Titre changé ailleurs"
    assert initiative.etat == Etat.PUBLIEE
