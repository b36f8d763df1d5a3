"""Amendement: what a territory proposes to change in a sheet that is online."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from fabrique.models import Initiative


class AmendementQuerySet(models.QuerySet):
    def waiting(self):
        """Those proposed, that the coordination has not decided."""
        return self.filter(etat=Amendement.Etat.PROPOSE).order_by("propose_at", "pk")


class Amendement(models.Model):
    """Changes proposed to a sheet online: a whole snapshot beside the one that it starts from.

    The live page does not move until the coordination accepts all or part of it.
    """

    class Etat(models.TextChoices):
        BROUILLON = "brouillon", "En préparation"
        PROPOSE = "propose", "Proposée"
        ACCEPTE = "accepte", "Acceptée"
        PARTIEL = "partiel", "Acceptée en partie"
        REFUSE = "refuse", "Refusée"
        ABANDONNE = "abandonne", "Abandonnée"

    OUVERTS = (Etat.BROUILLON, Etat.PROPOSE)
    DECIDES = (Etat.ACCEPTE, Etat.PARTIEL, Etat.REFUSE)

    # Not a part of the sheet: hidden from its versions (decision 0009).
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Snapshots (redaction/instantane.py): the sheet when the work began, and as proposed.
    base = models.JSONField()
    instantane = models.JSONField()
    resume = models.TextField("ce qui change, et pourquoi", blank=True, max_length=1000)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.BROUILLON)
    motif = models.TextField("réponse de la coordination", blank=True, max_length=2000)
    # Once decided: the names of the fields that went online, as in a snapshot.
    retenus = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField("commencé le", default=timezone.now)
    updated_at = models.DateTimeField("modifié le", auto_now=True)
    propose_at = models.DateTimeField("proposé le", null=True, blank=True)
    decide_at = models.DateTimeField("décidé le", null=True, blank=True)
    decide_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AmendementQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition de modification"
        verbose_name_plural = "propositions de modification"
        default_permissions = ("view", "change")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Two people of a territory work on two proposals; one person on one at a time.
            models.UniqueConstraint(
                fields=["initiative", "auteur"],
                condition=Q(etat="brouillon"),
                name="espace_amendement_un_brouillon",
                violation_error_message="Vous avez déjà une proposition en préparation sur cette fiche.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=["brouillon", "abandonne"]) | Q(propose_at__isnull=False),
                name="espace_amendement_propose_date",
                violation_error_message="Une proposition envoyée dit quand.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=["accepte", "partiel", "refuse"])
                | Q(decide_at__isnull=False),
                name="espace_amendement_decide_date",
                violation_error_message="Une proposition décidée dit quand.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=["partiel", "refuse"]) | ~Q(motif=""),
                name="espace_amendement_motif_donne",
                violation_error_message="Dites au territoire ce qui n’est pas retenu, et pourquoi.",
            ),
        ]

    def __str__(self):
        return (
            f"{self.initiative}, proposition du {timezone.localtime(self.created_at):%d/%m/%Y}"
        )
