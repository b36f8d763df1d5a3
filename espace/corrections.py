"""Corrections asked field by field, and what the territory made of them."""

from dataclasses import dataclass

from django.db import transaction

from espace.models import Demande, Message
from fabrique.models import Initiative
from redaction import versions
from redaction.lecture import Changement, comparer, labels
from redaction.models import Revision
from solidaires.publication import Etat


@dataclass(frozen=True)
class Correction:
    """One correction asked. `changement`: how its field differs since, None when it does not."""

    demande: Demande
    label: str
    changement: Changement | None

    @property
    def is_faite(self):
        return self.changement is not None or self.demande.faite_at is not None


@dataclass(frozen=True)
class Bilan:
    """What was asked last about a sheet, what was done of it, and what changed beside."""

    message: Message
    corrections: list[Correction]
    autres: list[Changement]

    @property
    def faites(self):
        return sum(correction.is_faite for correction in self.corrections)


def demander(initiative, auteur, motif, demandes):
    """Send a sheet back with what is asked of each field ({name: words}); one mail tells it all.

    Raises TransitionImpossible when it is not under review.
    """
    with transaction.atomic():
        # What the fields said then is compared with what they will say.
        versions.saisir(initiative, auteur)
        # Read by the witness (espace/suivi.py), which tells the change in this transaction.
        initiative.demandes = demandes
        try:
            initiative.ask_changes(motif)
        finally:
            del initiative.demandes


def faire_le_bilan(initiative, *, ordre=()):
    """The Bilan of the corrections asked last, None when none waits or comes back."""
    if initiative.etat not in {Etat.A_COMPLETER, Etat.A_RELIRE}:
        return None
    passages = Message.objects.filter(initiative=initiative).exclude(etat="")
    if initiative.etat == Etat.A_RELIRE:
        # Sent again: what counts is what was asked just before, not for a former round.
        passages = passages.exclude(etat=Etat.A_RELIRE)
    message = passages.prefetch_related("demandes").order_by("-created_at", "-pk").first()
    if message is None or message.etat != Etat.A_COMPLETER:
        return None
    avant = (
        Revision.objects.of(initiative)
        .filter(statut=Revision.Statut.APPLIQUEE, applied_at__lte=message.created_at)
        .order_by("-applied_at", "-pk")
        .first()
    )
    changements = []
    if avant:
        maintenant = versions.actuelle(initiative).instantane
        changements = comparer(Initiative, avant.instantane, maintenant, ordre=ordre)
    par_nom = {changement.nom: changement.abrege for changement in changements}
    noms = labels(Initiative)
    corrections = [
        Correction(d, noms.get(d.champ, d.champ), par_nom.pop(d.champ, None))
        for d in message.demandes.all()
    ]
    return Bilan(message, corrections, list(par_nom.values()))
