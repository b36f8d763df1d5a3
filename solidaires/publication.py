"""Publication: the states of a publishable object, the verbs between them, the one rule of visibility.

A leaf: every content app builds on it and it imports none of them.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from solidaires import texte


class TexteRicheField(ProseEditorField):
    """Rich text typed in the admin's editor and sanitised by `texte.assainir` on every clean."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs["extensions"] = {
            "Bold": True,
            "Italic": True,
            "Heading": {"levels": [2, 3]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "HardBreak": True,
            "Link": {"enableTarget": False},
            "History": True,
            "SpecialCharacters": True,
        }
        kwargs["sanitize"] = texte.assainir
        super().__init__(*args, **kwargs)


class Etat(models.TextChoices):
    """Where an object stands on its way to the public."""

    BROUILLON = "brouillon", "Brouillon"
    A_RELIRE = "a_relire", "À relire"
    A_COMPLETER = "a_completer", "À compléter"
    PROGRAMMEE = "programmee", "Programmée"
    PUBLIEE = "publiee", "Publiée"
    RETIREE = "retiree", "Retirée"
    REFUSEE = "refusee", "Refusée"


EN_LIGNE = (Etat.PROGRAMMEE, Etat.PUBLIEE)
EN_PREPARATION = (Etat.BROUILLON, Etat.A_RELIRE, Etat.A_COMPLETER)


class TransitionImpossible(ValidationError):
    """A verb was called from a state that does not allow it; the message is for the coordinator."""


@dataclass(frozen=True)
class Manque:
    """One thing that forbids publishing: what to do, worded as help, and the field it is about."""

    message: str
    champ: str


# Called after each change of state; filled by `au_passage` when the apps are ready.
_TEMOINS = []


def au_passage(temoin):
    """Have `temoin(objet, avant, motif)` called after each change of state, in its transaction.

    `objet` has its new state, `avant` is the Etat it left as the public experienced it. What the
    witness raises undoes the change.
    """
    _TEMOINS.append(temoin)
    return temoin


# Called after each change of what an object says or of its state; filled by `au_changement`.
_SUIVEURS = []


def au_changement(suiveur):
    """Have `suiveur(objet)` called when what the public reads of an object may have changed.

    In the transaction of the change, the rows already written: an index or a cache that follows
    there is never ahead nor behind.
    """
    _SUIVEURS.append(suiveur)
    return suiveur


def dire_change(objet):
    """Tell the followers: whoever writes the rows of what may be online calls it, in its transaction."""
    for suiveur in _SUIVEURS:
        suiveur(objet)


class PubliableQuerySet(models.QuerySet):
    """The one rule of visibility: lists, details, feeds, sitemaps, search and exports call it."""

    def published(self, at=None):
        """What the public sees at the instant `at` (now by default): the clock decides, not a job."""
        at = at or timezone.now()
        return self.filter(
            Q(retired_at__isnull=True) | Q(retired_at__gt=at),
            etat__in=EN_LIGNE,
            published_at__lte=at,
        )

    def visible_to(self, user):
        """`published()`, and everything but the bin for staff who may change this type."""
        return self.kept() if peut_relire(user, self.model) else self.published()

    def kept(self):
        """What is not in the bin: what the back office lists and offers."""
        return self.filter(jetee_at__isnull=True)

    def newest(self):
        """The most recently published first; stable."""
        return self.order_by("-published_at", "-pk")


class Publiable(models.Model):
    """One thing the portal can publish: its address, its state and its dates, nothing else."""

    slug = models.SlugField(
        "adresse",
        max_length=120,
        unique=True,
        help_text="Fin de l’adresse de la page : lettres sans accent, chiffres et tirets. "
        "Évitez de la changer une fois la page publiée.",
        error_messages={"unique": "Cette adresse est déjà prise : ajoutez un mot."},
    )
    etat = models.CharField(
        "état", max_length=12, choices=Etat, default=Etat.BROUILLON, editable=False
    )
    motif = models.TextField(
        "motif",
        blank=True,
        editable=False,
        help_text="Pourquoi la fiche est à compléter, retirée ou refusée.",
    )
    published_at = models.DateTimeField("mise en ligne", null=True, blank=True, editable=False)
    retired_at = models.DateTimeField("retrait", null=True, blank=True, editable=False)
    jetee_at = models.DateTimeField(
        "mise à la corbeille", null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField("création", auto_now_add=True)
    updated_at = models.DateTimeField("dernière modification", auto_now=True)

    # How the database writes the title, for lists that mix types.
    TITRE = models.F("titre")

    objects = PubliableQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = [
            # Every public list filters on the state and sorts on the date of publication.
            models.Index(fields=["etat", "-published_at"], name="%(class)s_en_ligne"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(etat__in=EN_LIGNE),
                name="%(app_label)s_%(class)s_en_ligne_datee",
                violation_error_message="Une fiche publiée ou programmée a une date de mise en ligne.",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(retired_at__gt=models.F("published_at")),
                name="%(app_label)s_%(class)s_retrait_apres_publication",
                violation_error_message="La date de retrait suit la date de mise en ligne.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[Etat.A_COMPLETER, Etat.REFUSEE]) | ~Q(motif=""),
                name="%(app_label)s_%(class)s_motif_donne",
                violation_error_message="Un motif est nécessaire : il est transmis au territoire.",
            ),
            models.CheckConstraint(
                condition=Q(jetee_at__isnull=True) | ~Q(etat__in=EN_LIGNE),
                name="%(app_label)s_%(class)s_corbeille_hors_ligne",
                violation_error_message="Une fiche en ligne n’est pas dans la corbeille.",
            ),
        ]

    @property
    def is_published(self):
        """Whether the public sees it now: the same rule as `published()`, on one object."""
        now = timezone.now()
        return (
            self.etat in EN_LIGNE
            and self.published_at is not None
            and self.published_at <= now
            and (self.retired_at is None or self.retired_at > now)
        )

    @property
    def etat_effectif(self):
        """The state as the public experiences it: the clock counts, and a verb starts from it."""
        if self.is_published:
            return Etat.PUBLIEE
        if self.etat in EN_LIGNE and self.published_at > timezone.now():
            return Etat.PROGRAMMEE
        if self.etat in EN_LIGNE and self.retired_at and self.retired_at <= timezone.now():
            return Etat.RETIREE
        return Etat(self.etat)

    def _pass_to(self, etat, *, depuis, motif="", **dates):
        """Change state when the present one is in `depuis`, saving only the fields of the state.

        One UPDATE decides: of two people who do it together, the second is refused.
        """
        if self.jetee_at is not None:
            raise TransitionImpossible(f"« {self} » est dans la corbeille : sortez-la d’abord.")
        if self.etat_effectif not in depuis:
            raise TransitionImpossible(
                f"« {self} » est à l’état « {self.etat_effectif.label} » : "
                f"le passage à « {Etat(etat).label} » n’est pas possible."
            )
        avant = self.etat_effectif
        champs = {"etat": etat, "motif": motif, **dates, "updated_at": timezone.now()}
        with transaction.atomic():
            ligne = type(self)._base_manager.filter(pk=self.pk, etat=self.etat, jetee_at=None)
            if not ligne.update(**champs):
                raise TransitionImpossible(
                    f"L’état de « {self} » vient de changer : rechargez la page."
                )
            for champ, valeur in champs.items():
                setattr(self, champ, valeur)
            for temoin in _TEMOINS:
                temoin(self, avant, motif)
            dire_change(self)

    def submit(self):
        """Hand it over for review; what had been asked stays written until the answer."""
        demande = self.motif if self.etat == Etat.A_COMPLETER else ""
        self._pass_to(Etat.A_RELIRE, depuis=[Etat.BROUILLON, Etat.A_COMPLETER], motif=demande)

    def ask_changes(self, motif):
        """Send it back to its author with what is missing."""
        self._pass_to(Etat.A_COMPLETER, depuis=[Etat.A_RELIRE], motif=motif)

    def publish(self, *, when=None, until=None):
        """Put it online now, or at the future instant `when`; offline again at `until` if given.

        Republished without `when`, it keeps the date of its first publication. Refused, with what
        to do, as long as something is missing.
        """
        if manques := self.manques():
            raise TransitionImpossible(" ".join(manque.message for manque in manques))
        now = timezone.now()
        if when is None:
            deja_parue = self.published_at is not None and self.published_at <= now
            when = self.published_at if deja_parue else now
        if until is not None and until <= when:
            raise TransitionImpossible("Le retrait doit suivre la mise en ligne.")
        self._pass_to(
            Etat.PUBLIEE if when <= now else Etat.PROGRAMMEE,
            depuis=[etat for etat in Etat if etat != Etat.REFUSEE],
            published_at=when,
            retired_at=until,
        )

    def retire(self, motif="", *, when=None):
        """Take it offline now, or at the future instant `when`; a publication to come is cancelled."""
        now = timezone.now()
        if when is not None and when > now:
            self._pass_to(Etat.PUBLIEE, depuis=[Etat.PUBLIEE], motif=motif, retired_at=when)
            return
        parue = self.published_at is not None and self.published_at < now
        self._pass_to(
            Etat.RETIREE,
            depuis=EN_LIGNE,
            motif=motif,
            published_at=self.published_at if parue else None,
            retired_at=now if parue else None,
        )

    def refuse(self, motif):
        """Turn it down, with the reason that its author receives."""
        self._pass_to(Etat.REFUSEE, depuis=EN_PREPARATION, motif=motif)

    def back_to_draft(self):
        """Take it up again from a dead end."""
        self._pass_to(
            Etat.BROUILLON, depuis=[Etat.RETIREE, Etat.REFUSEE, Etat.A_RELIRE, Etat.A_COMPLETER]
        )

    def jeter(self):
        """Put it in the bin: offline, out of every list, until somebody takes it out."""
        if self.etat in EN_LIGNE:
            self.retire()
        self.jetee_at = timezone.now()
        self.save(update_fields=["jetee_at", "updated_at"])

    def sortir_de_la_corbeille(self):
        """Take it out of the bin, as it was but offline."""
        self.jetee_at = None
        self.save(update_fields=["jetee_at", "updated_at"])

    def manques(self):
        """What forbids publishing it, as a list of Manque; empty when it may go online."""
        if str(self).strip():
            return []
        return [Manque("Donnez un titre : c’est ce que le public lit d’abord.", "titre")]

    def get_admin_url(self):
        """The page of the back office that edits it."""
        return reverse(
            f"admin:{self._meta.app_label}_{self._meta.model_name}_change", args=[self.pk]
        )


def types_publiables():
    """Every model that the portal can publish."""
    return [model for model in apps.get_models() if issubclass(model, Publiable)]


def peut_relire(user, model):
    """Whether `user` sees the unpublished objects of `model`: staff who may change them."""
    return bool(
        user.is_authenticated
        and user.is_staff
        and user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    )


def get_visible_or_404(queryset, request, **criteres):
    """The one object of `queryset` that this visitor may see; a draft only for its editors.

    A draft marks the request (`request.apercu`), which makes the page say so and keeps it out of
    every cache and index (see `ApercuMiddleware`).
    """
    objet = queryset.visible_to(request.user).filter(**criteres).first()
    if objet is None:
        raise Http404
    if not objet.is_published:
        request.apercu = objet
    return objet
