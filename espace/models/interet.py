"""Interet: a territory writes to another about its initiative, through the portal."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from fabrique.models import Initiative
from territoires.models import Territoire


class InteretQuerySet(models.QuerySet):
    def for_list(self):
        """With `dernier_cote` and `dernier_at`, of the last message, and what a line shows."""
        derniers = MessageInteret.objects.filter(interet=OuterRef("pk")).order_by("-pk")
        return self.select_related("initiative__territoire", "territoire").annotate(
            dernier_cote=Subquery(derniers.values("cote")[:1]),
            dernier_at=Subquery(derniers.values("created_at")[:1]),
        )


class Interet(models.Model):
    """« Ça intéresse notre territoire »: one conversation between two territories on one sheet.

    No address is shown to either side: each message is relayed by the portal.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    territoire = models.ForeignKey(
        Territoire,
        verbose_name="territoire intéressé",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("commencé le", default=timezone.now)

    objects = InteretQuerySet.as_manager()

    class Meta:
        verbose_name = "marque d’intérêt"
        verbose_name_plural = "marques d’intérêt"
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "territoire"],
                name="espace_interet_unique",
                violation_error_message="Votre territoire a déjà écrit à propos de cette initiative.",
            )
        ]

    def __str__(self):
        return f"{self.territoire.nom}, intéressé par {self.initiative}"


class MessageInteret(models.Model):
    """One message of such a conversation."""

    class Cote(models.TextChoices):
        DEMANDEUR = "demandeur", "Le territoire intéressé"
        PORTEUR = "porteur", "Le territoire porteur"

    interet = models.ForeignKey(Interet, on_delete=models.CASCADE, related_name="messages")
    cote = models.CharField("côté", max_length=10, choices=Cote)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="de",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    texte = models.TextField("message", max_length=5000)
    created_at = models.DateTimeField("envoyé le", default=timezone.now)

    class Meta:
        verbose_name = "message entre territoires"
        verbose_name_plural = "messages entre territoires"
        default_permissions = ("view",)
        ordering = ["created_at", "pk"]

    def __str__(self):
        return (
            f"{self.get_cote_display()}, {timezone.localtime(self.created_at):%d/%m/%Y %H:%M}"
        )
