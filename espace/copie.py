"""The working copy of a sheet: what the steps of the form fill, whether it is online or not.

Offline, the copy is the sheet itself and each step makes a version of it. Online, the copy is an
Amendement beside it, and the page that the public reads does not move. Both are snapshots, read and
written through `redaction.versions`: forms and pages work on rows as usual, inside `montrer`.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from espace.models import Amendement, Depot
from fabrique.models import Initiative
from redaction import instantane as contenu
from redaction import versions
from solidaires.publication import EN_LIGNE, Etat, TransitionImpossible

# States in which the territory holds the pen; then, the coordination does.
SAISISSABLES = (Etat.BROUILLON, Etat.A_COMPLETER)


@dataclass
class Copie:
    """The copy of one initiative that one person fills; `amendement` is None when it is offline."""

    initiative: Initiative
    amendement: Amendement | None

    @property
    def instantane(self):
        """What the copy says now, as a snapshot."""
        if self.amendement:
            return self.amendement.instantane
        return versions.courante(self.initiative).instantane

    @contextmanager
    def montrer(self):
        """The rows as the copy says, inside the block only: yields the Initiative, read again.

        A page about the copy is rendered inside the block.
        """
        with versions.materialiser(self.initiative, self.instantane) as initiative:
            yield initiative

    def remplir(self, construire, auteur):
        """Fill the copy from a form. Returns the form; it is not valid when nothing was kept.

        `construire(initiative)` makes the bound form (or several behind `is_valid` and `save`) on
        the rows of the copy. An invalid form is to be shown inside `montrer`. Raises
        ValidationError when the rows cannot say what was typed.
        """
        with transaction.atomic():
            self._relire()
            avant = self.instantane
            connus = contenu.cles(Initiative, avant)
            apres = None
            with versions.materialiser(self.initiative, avant) as initiative:
                formulaire = construire(initiative)
                if formulaire.is_valid():
                    formulaire.save()
                    apres = contenu.prendre(initiative, connus)
            if apres is not None and apres != avant:
                self.garder(apres, auteur)
        return formulaire

    def garder(self, instantane, auteur):
        """Make `instantane` what the copy says; inside a transaction."""
        if self.amendement:
            self.amendement.instantane = instantane
            self.amendement.save(update_fields=["instantane", "updated_at"])
            return
        versions.enregistrer(
            self.initiative, instantane, auteur=auteur, resume="Saisie dans l’espace territoire"
        )

    def envoyer(self, *, resume=""):
        """Hand the copy over to the coordination. Raises TransitionImpossible when it is not theirs.

        Offline: the sheet is to review, its Depot dated. Online: the amendment is proposed, with
        `resume`, which says what changes and why.
        """
        with transaction.atomic():
            self._relire()
            if self.amendement:
                if self.amendement.instantane == self.amendement.base:
                    raise TransitionImpossible("Vous n’avez encore rien changé.")
                self.amendement.etat = Amendement.Etat.PROPOSE
                self.amendement.resume = resume
                self.amendement.propose_at = timezone.now()
                self.amendement.save(
                    update_fields=["etat", "resume", "propose_at", "updated_at"]
                )
                return
            Depot.objects.filter(initiative=self.initiative, depose_at=None).update(
                depose_at=timezone.now()
            )
            self.initiative.submit()

    def _relire(self):
        """Lock the sheet and read the copy again; it may have left their hands meanwhile."""
        self.initiative = versions.verrouiller(self.initiative)
        if self.amendement:
            self.amendement.refresh_from_db()
        if not _est_saisissable(self.initiative, self.amendement):
            raise TransitionImpossible(
                "La fiche a été envoyée entre-temps : elle ne se modifie plus ici."
            )


def ouvrir(initiative, auteur):
    """The Copie that `auteur` fills, or None: in review, refused, or online without a draft of theirs."""
    amendement = None
    if initiative.etat in EN_LIGNE:
        amendement = Amendement.objects.filter(
            initiative=initiative, auteur=auteur, etat=Amendement.Etat.BROUILLON
        ).first()
    if not _est_saisissable(initiative, amendement):
        return None
    return Copie(initiative, amendement)


def commencer_amendement(initiative, auteur):
    """The Copie that amends an online sheet: the draft of this person, begun when there is none."""
    with transaction.atomic():
        initiative = versions.verrouiller(initiative)
        if initiative.etat not in EN_LIGNE:
            raise TransitionImpossible("Seule une fiche en ligne reçoit une proposition.")
        base = contenu.prendre(initiative)
        amendement, _ = Amendement.objects.get_or_create(
            initiative=initiative,
            auteur=auteur,
            etat=Amendement.Etat.BROUILLON,
            defaults={"base": base, "instantane": base},
        )
    return Copie(initiative, amendement)


def commencer_fiche(territoire, auteur, *, titre, slug, par_la_coordination=False):
    """The Copie of a new sheet of this territory: a draft of theirs, with its Depot."""
    with transaction.atomic():
        initiative = Initiative.objects.create(titre=titre, slug=slug, territoire=territoire)
        Depot.objects.create(
            initiative=initiative, auteur=auteur, par_la_coordination=par_la_coordination
        )
        versions.saisir(initiative, auteur)
    return Copie(initiative, None)


def _est_saisissable(initiative, amendement):
    if amendement:
        return amendement.etat == Amendement.Etat.BROUILLON
    return initiative.jetee_at is None and initiative.etat in SAISISSABLES
