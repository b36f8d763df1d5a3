"""The file of a submitted sheet: its number, the exchange of messages, what was asked field by field."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from fabrique.models import Initiative
from solidaires.publication import Etat


class Depot(models.Model):
    """The submission of one initiative by its territory, or on its behalf: who, when, its number.

    An initiative that the coordination wrote itself has none.
    """

    # Not a part of the sheet: hidden from its versions (decision 0009).
    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="+")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="commencé par",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    par_la_coordination = models.BooleanField("saisi par la coordination", default=False)
    created_at = models.DateTimeField("commencé le", default=timezone.now)
    depose_at = models.DateTimeField("déposé le", null=True, blank=True)

    class Meta:
        verbose_name = "dépôt"
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.numero} · {self.initiative}"

    @property
    def numero(self):
        """The number on the receipt: « F-2026-00012 »."""
        return f"F-{timezone.localtime(self.created_at).year}-{self.pk:05d}"


class Message(models.Model):
    """One line of the exchange about a sheet: words of a side, or a change of its state."""

    class Cote(models.TextChoices):
        TERRITOIRE = "territoire", "Le territoire"
        COORDINATION = "coordination", "La coordination"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    cote = models.CharField("côté", max_length=12, choices=Cote)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="de",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Set when the line tells a change of state; `texte` is then its reason, maybe "".
    etat = models.CharField("nouvel état", max_length=12, choices=Etat, blank=True)
    texte = models.TextField("message", blank=True, max_length=5000)
    created_at = models.DateTimeField("envoyé le", default=timezone.now)
    # When the other side opened it.
    lu_at = models.DateTimeField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "message"
        default_permissions = ("view",)
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(etat="") | ~Q(texte=""),
                name="espace_message_dit_quelque_chose",
                violation_error_message="Écrivez votre message.",
            )
        ]

    def __str__(self):
        return (
            f"{self.get_cote_display()}, {timezone.localtime(self.created_at):%d/%m/%Y %H:%M}"
        )


class Demande(models.Model):
    """A correction asked on one field, or one kind of part, of a sheet."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="demandes")
    # Name of the field or of the related parts, as in a snapshot (redaction/instantane.py).
    champ = models.CharField("champ", max_length=50)
    texte = models.TextField("à corriger", max_length=1000)
    # When the territory changed that field since.
    faite_at = models.DateTimeField("corrigé le", null=True, blank=True)

    class Meta:
        verbose_name = "correction demandée"
        verbose_name_plural = "corrections demandées"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "champ"],
                name="espace_demande_une_par_champ",
                violation_error_message="Une seule demande par champ.",
            )
        ]

    def __str__(self):
        return f"{self.champ} : {self.texte}"
