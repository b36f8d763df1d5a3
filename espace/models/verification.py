"""Verification: « Toujours d’actualité ? », asked once a year about a sheet online."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fabrique.models import Initiative


class VerificationQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(reponse="")


class Verification(models.Model):
    """One yearly question to the territory of a sheet, and its answer.

    The link of the mail names this row (protection/jetons.py) and serves once.
    """

    class Reponse(models.TextChoices):
        OUI = "oui", "Oui, rien n’a changé"
        MODIFIER = "modifier", "Oui, mais des choses ont changé"
        ARRETEE = "arretee", "Non, l’initiative est arrêtée"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    demandee_at = models.DateTimeField("demandée le", default=timezone.now)
    relancee_at = models.DateTimeField("relancée le", null=True, blank=True)
    reponse = models.CharField("réponse", max_length=10, choices=Reponse, blank=True)
    precision = models.TextField("précision", blank=True, max_length=2000)
    repondue_at = models.DateTimeField("répondue le", null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification annuelle"
        verbose_name_plural = "vérifications annuelles"
        default_permissions = ("view",)
        ordering = ["-demandee_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(reponse=""),
                name="espace_verification_une_ouverte",
                violation_error_message="Une question attend déjà sa réponse.",
            ),
            models.CheckConstraint(
                condition=Q(reponse="", repondue_at__isnull=True)
                | ~Q(reponse="") & Q(repondue_at__isnull=False),
                name="espace_verification_repondue_date",
                violation_error_message="Une réponse dit quand.",
            ),
        ]

    def __str__(self):
        return f"{self.initiative}, {self.demandee_at:%Y}"
