"""What the tests of the follow-up make: a sheet of Gironde, its people, the mails they receive."""

from copy import deepcopy

import pytest
from django.utils import timezone

from courrier.models import Courriel
from espace import amendements
from espace.models import Amendement
from redaction import versions
from solidaires.publication import Etat
from tests.factories import make_agent, make_initiative, make_user


@pytest.fixture
def ada(db):
    """An agent of Gironde."""
    return make_agent(make_user("ada@gironde.example", nom="Ada Lovelace")).user


@pytest.fixture
def blaise(db):
    """Her colleague."""
    return make_agent(make_user("blaise@gironde.example", nom="Blaise Pascal")).user


@pytest.fixture
def a_relire(db):
    """A sheet of Gironde under review."""
    return make_initiative("Caisse commune", etat=Etat.A_RELIRE, published_at=None)


@pytest.fixture
def en_ligne(db):
    """A sheet of Gironde online."""
    return make_initiative(
        "Caisse commune",
        slug="caisse-en-ligne",
        chapo="Des foyers cotisent.",
        porteur="La Ville",
    )


def courriels():
    """[(who, template)] of the outbox, in order."""
    return list(Courriel.objects.order_by("pk").values_list("destinataire", "gabarit"))


def dernier_texte():
    """(subject, text) of the last mail, no-break spaces as spaces."""
    courriel = Courriel.objects.latest("pk")
    return tuple(dit.replace("\u00a0", " ") for dit in (courriel.sujet, courriel.texte))


def changer(instantane, **champs):
    """A copy of a snapshot with other columns, relations, keywords or parts."""
    change = deepcopy(instantane)
    for nom, valeur in champs.items():
        famille = next(f for f in ("champs", "relations", "parties") if nom in change[f])
        change[famille][nom] = valeur
    return change


def proposer(fiche, auteur, *, base=None, resume="", **champs):
    """A proposal sent by `auteur`, changing `champs` of what is online."""
    base = base or versions.actuelle(fiche).instantane
    return Amendement.objects.create(
        initiative=fiche,
        auteur=auteur,
        base=base,
        instantane=changer(base, **champs),
        resume=resume,
        etat=Amendement.Etat.PROPOSE,
        propose_at=timezone.now(),
    )


def accepter(amendement, par, retenus=None, motif=""):
    """Decide as somebody who has just read the page; everything by default."""
    examen = amendements.examiner(amendement)
    retenus = {point.nom for point in examen.points} if retenus is None else retenus
    return amendements.accepter(amendement, par, retenus, motif, empreinte=examen.empreinte)


def attendre(fiche, auteur, pour_le=None, **champs):
    """A version of hers that waits beside the page."""
    instantane = changer(versions.actuelle(fiche).instantane, **champs)
    revision = versions.enregistrer(fiche, instantane, auteur=auteur, resume="Pour mars")
    if pour_le:
        versions.programmer(revision, pour_le)
    return revision


def contestes(amendement):
    """{point: [who contests it]}."""
    return {
        point.nom: [conflit.source for conflit in point.conflits]
        for point in amendements.examiner(amendement).points
    }
