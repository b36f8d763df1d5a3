"""Sommeil: a line of the queue put to sleep, with a reason."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SommeilQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Those that still hide their line on the date `on` (today by default)."""
        return self.filter(jusqu_au__gt=on or timezone.localdate())


class Sommeil(models.Model):
    """One line of the queue that the coordinator put off until a date, and why."""

    # What identifies the line in the queue: « source:type:pk ».
    cle = models.CharField("ligne", max_length=150, unique=True)
    titre = models.CharField("de quoi il s’agit", max_length=300)
    motif = models.CharField("motif", max_length=300)
    jusqu_au = models.DateField("revient le")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("mise en sommeil", default=timezone.now)

    objects = SommeilQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne en sommeil"
        verbose_name_plural = "lignes en sommeil"
        default_permissions = ()
        ordering = ["jusqu_au", "pk"]

    def __str__(self):
        return f"{self.titre}, jusqu’au {self.jusqu_au:%d/%m/%Y}"
