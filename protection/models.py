"""Quota: how many times something was asked lately, by whom being a digest."""

from django.db import models


class Quota(models.Model):
    """One counter: the requests of one sort by one person or network since `depuis_at`.

    `cle` is a keyed digest: neither the address nor the sort can be read from it. Purged by the
    worker once its time is over.
    """

    cle = models.CharField(max_length=64, unique=True)
    nombre = models.PositiveIntegerField(default=0)
    depuis_at = models.DateTimeField()
    # Counted anew from here on.
    jusqu_a = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "compteur"
        default_permissions = ()

    def __str__(self):
        return f"{self.nombre} depuis {self.depuis_at:%d/%m/%Y %H:%M}"
