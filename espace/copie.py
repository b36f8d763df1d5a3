"""The working copy of a sheet: what the steps of the form fill, whether it is online or not.

Offline, the copy is the sheet itself and each step makes a version of it. Online, the copy is an
Amendement beside it, and the page that the public reads does not move. Both are snapshots, read and
written through `redaction.versions`: forms and pages work on rows as usual, inside `montrer`.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone

from comptes.models import User
from espace import marques
from espace.models import Amendement, Demande, Depot, Message
from fabrique.models import Initiative
from redaction import instantane as contenu
from redaction import versions
from redaction.models import Revision
from solidaires.publication import EN_LIGNE, Etat, TransitionImpossible

# States in which the territory holds the pen; then, the coordination does.
SAISISSABLES = (Etat.BROUILLON, Etat.A_COMPLETER)


class SaisieConcurrente(Exception):
    """Somebody else saved other words in the same fields: nothing was kept, a person decides.

    `formulaire` holds what was typed; `champs` names the fields.
    """

    def __init__(self, formulaire, champs):
        super().__init__(", ".join(sorted(champs)))
        self.formulaire = formulaire
        self.champs = champs


@dataclass
class Copie:
    """The copy of one initiative that one person fills; `amendement` is None when it is offline."""

    initiative: Initiative
    amendement: Amendement | None
    # How the form that filled it last was brought together with what others had saved.
    conciliation: marques.Conciliation | None = None
    # Who had saved the copy before that; None when nobody had.
    auteur_avant: User | None = None

    @cached_property
    def _version(self):
        """The version that an offline sheet says."""
        return versions.courante(self.initiative)

    @property
    def instantane(self):
        """What the copy says now, as a snapshot."""
        if self.amendement:
            return self.amendement.instantane
        return self._version.instantane

    @property
    def revision(self):
        """The copy as a version that is not recorded, to be shown (redaction/apercus.py)."""
        return Revision(
            objet=self.initiative,
            numero=0,
            instantane=self.instantane,
            empreinte=contenu.empreinte(self.instantane),
        )

    def _dernier_auteur(self):
        if self.amendement:
            return self.amendement.auteur
        return self._version.auteur if self._version.auteur_id else None

    @contextmanager
    def montrer(self):
        """The rows as the copy says, inside the block only: yields the Initiative, read again.

        A page about the copy is rendered inside the block. Nothing is written when the rows
        already say it, which is the case of most sheets offline.
        """
        if self.amendement or self._version.statut == Revision.Statut.EN_ATTENTE:
            with versions.materialiser(self.initiative, self.instantane) as initiative:
                yield initiative
        else:
            yield Initiative._base_manager.get(pk=self.initiative.pk)

    def remplir(self, construire, auteur, lu=None):
        """Fill the copy from a form, with every answer of it that is good. Returns the form.

        `construire(initiative)` makes the bound form on the rows of the copy. Then `is_valid()` is
        called, `preparer()`, which writes what outlives the trial (files, links), and `save()`,
        which keeps the good answers; `defaire()` when all is undone. A form that is not valid is to
        be shown again inside `montrer`.

        `lu`: the marks of the copy (espace/marques.py) when the form was shown. What somebody else
        changed since stays, unless this form changes it too: raises SaisieConcurrente. Raises
        ValidationError when the rows cannot say what was typed.
        """
        formulaire = None
        try:
            with transaction.atomic():
                self._relire()
                self.auteur_avant = self._dernier_auteur()
                avant = self.instantane
                with self.montrer() as initiative:
                    formulaire = construire(initiative)
                    formulaire.is_valid()
                formulaire.preparer()
                apres = self._essayer(formulaire, avant)
                self.conciliation = marques.concilier(avant, apres, lu or {})
                if self.conciliation.disputes:
                    raise SaisieConcurrente(formulaire, self.conciliation.disputes)
                if self.conciliation.instantane != avant:
                    self.garder(self.conciliation.instantane, auteur)
        except Exception:
            if formulaire is not None:
                formulaire.defaire()
            raise
        return formulaire

    def _essayer(self, formulaire, avant):
        """The snapshot of the copy once the form is saved on its rows, which stay as they are."""
        connus = contenu.cles(Initiative, avant)
        try:
            with versions.materialiser(self.initiative, avant) as initiative:
                formulaire.save()
                return contenu.prendre(initiative, connus)
        except IntegrityError as erreur:
            raise TransitionImpossible(
                "Deux de vos réponses se contredisent : relisez-les, puis enregistrez."
            ) from erreur

    def garder(self, instantane, auteur):
        """Make `instantane` what the copy says, inside a transaction; what had been asked is done."""
        changes = marques.differences(self.instantane, instantane)
        if self.amendement:
            self.amendement.instantane = instantane
            self.amendement.save(update_fields=["instantane", "updated_at"])
        else:
            versions.enregistrer(
                self.initiative,
                instantane,
                auteur=auteur,
                resume="Saisie dans l’espace territoire",
            )
            self.__dict__.pop("_version", None)
        demandes_ouvertes(self.initiative).filter(champ__in=changes).update(
            faite_at=timezone.now()
        )

    def envoyer(self, *, resume=""):
        """Hand the copy over to the coordination. Raises TransitionImpossible when it is not theirs.

        Offline: the sheet is to review, its Depot dated; returns that Depot. Online: the amendment
        is proposed, with `resume`, which says what changes and why; returns None.
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
                return None
            # A sheet begun in the back office has none yet.
            depot, _ = Depot.objects.get_or_create(initiative=self.initiative)
            if depot.depose_at is None:
                depot.depose_at = timezone.now()
                depot.save(update_fields=["depose_at"])
            self.initiative.submit()
            return depot

    def _relire(self):
        """Lock the sheet and read the copy again; it may have left their hands meanwhile."""
        self.initiative = versions.verrouiller(self.initiative)
        self.__dict__.pop("_version", None)
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


def demandes_ouvertes(initiative):
    """What the coordination asked last about this sheet and that has not changed since, in order."""
    if initiative.etat != Etat.A_COMPLETER:
        return Demande.objects.none()
    dernier = (
        Message.objects.filter(
            initiative=initiative,
            cote=Message.Cote.COORDINATION,
            etat=Etat.A_COMPLETER,
        )
        .order_by("-created_at", "-pk")
        .values("pk")[:1]
    )
    return Demande.objects.filter(message__in=dernier, faite_at=None).order_by("pk")
