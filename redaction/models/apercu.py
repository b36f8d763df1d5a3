"""Preview links given to outsiders, and what they answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from redaction.models.revision import Revision


class LienApercu(models.Model):
    """A link that shows one version to somebody without an account, until it expires or is revoked.

    The token itself is not stored: who reads the database cannot open the link.
    """

    revision = models.ForeignKey(
        Revision, verbose_name="version", on_delete=models.CASCADE, related_name="liens"
    )
    destinataire = models.CharField(
        "pour qui",
        max_length=150,
        help_text="Un nom pour vous y retrouver : « Service communication des Landes ».",
    )
    # SHA-256 of the token, in hexadecimal.
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="créé par",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("créé le", default=timezone.now)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    acces = models.PositiveIntegerField("ouvertures", default=0)
    dernier_acces_at = models.DateTimeField("dernière ouverture", null=True, blank=True)

    class Meta:
        verbose_name = "lien d’aperçu"
        verbose_name_plural = "liens d’aperçu"
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="redaction_lienapercu_expire_apres",
                violation_error_message="Le lien expire après avoir été créé.",
            )
        ]

    def __str__(self):
        return f"{self.revision}, pour {self.destinataire}"

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()


class ReponseApercu(models.Model):
    """What the person who received a preview link answers."""

    class Verdict(models.TextChoices):
        BON = "bon", "C’est bon"
        REMARQUES = "remarques", "J’ai des remarques"

    lien = models.ForeignKey(
        LienApercu, verbose_name="lien", on_delete=models.CASCADE, related_name="reponses"
    )
    verdict = models.CharField("réponse", max_length=10, choices=Verdict)
    texte = models.TextField("remarques", blank=True, max_length=5000)
    created_at = models.DateTimeField("reçue le", default=timezone.now)
    traitee_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "réponse à un aperçu"
        verbose_name_plural = "réponses aux aperçus"
        default_permissions = ()
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="remarques") | ~Q(texte=""),
                name="redaction_reponseapercu_remarques_dites",
                violation_error_message="Écrivez vos remarques.",
            )
        ]

    def __str__(self):
        return f"{self.get_verdict_display()} ({self.lien})"
