"""What calendars were told."""

from django.db import models


class Annonce(models.Model):
    """How many times an event or a séance changed for the calendars that hold it. Written by `agenda`.

    Known by name and not by key: a séance taken out of a programme and put back goes on counting,
    without which calendars would take it for an old message.
    """

    cle = models.CharField(
        "clé", max_length=40, unique=True
    )  # « seance-12 »: its UID, host aside
    empreinte = models.CharField("empreinte", max_length=64)  # "" when it is not known
    sequence = models.PositiveIntegerField("numéro", default=0)

    class Meta:
        verbose_name = "annonce aux agendas"
        verbose_name_plural = "annonces aux agendas"
        ordering = ["cle"]
        default_permissions = ()

    def __str__(self):
        return f"{self.cle}, {self.sequence}"
