"""Who may act for a territory: invitations, establishments, requests that nobody had foreseen."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from territoires.models import Agent, Territoire

DUREE_INVITATION = timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    def open(self, at=None):
        """Those whose link still serves."""
        return self.filter(
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at or timezone.now(),
        )


def _expiration():
    return timezone.now() + DUREE_INVITATION


class Invitation(models.Model):
    """An invitation to act for a territory, sent to one address by the coordination or a référent."""

    territoire = models.ForeignKey(
        Territoire, verbose_name="territoire", on_delete=models.PROTECT, related_name="+"
    )
    email = models.EmailField("adresse électronique")
    nom = models.CharField("prénom et nom", max_length=150, blank=True)
    role = models.CharField("rôle", max_length=10, choices=Agent.Role, default=Agent.Role.AGENT)
    invite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="invitation de",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField("envoyée le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("valable jusqu’au", default=_expiration, editable=False)
    accepted_at = models.DateTimeField("acceptée le", null=True, editable=False)
    revoked_at = models.DateTimeField("annulée le", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        default_permissions = ("add", "change", "view")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "territoire",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="espace_invitation_une_ouverte",
                violation_error_message="Une invitation attend déjà cette personne pour ce territoire.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="espace_invitation_acceptee_ou_annulee",
                violation_error_message="Une invitation acceptée ne s’annule plus.",
            ),
        ]

    def __str__(self):
        return f"{self.email} pour {self.territoire}"

    @property
    def is_open(self):
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and self.expires_at > timezone.now()
        )


class Etablissement(models.Model):
    """The SIREN number of a territory, so that ProConnect's SIRET leads to it."""

    siren = models.CharField(
        "SIREN",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^\d{9}$", "Un numéro SIREN a neuf chiffres.")],
        help_text="Les neuf premiers chiffres du SIRET.",
    )
    territoire = models.ForeignKey(
        Territoire, verbose_name="territoire", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "établissement"
        ordering = ["siren"]

    def __str__(self):
        return f"{self.siren} ({self.territoire})"


class DemandeAcces(models.Model):
    """Somebody whom ProConnect vouches for and whom no invitation awaited: the coordination decides.

    Decided, it stays: with the invitation that answered it, or without when it was set aside.
    """

    class Etat(models.TextChoices):
        EN_ATTENTE = "en_attente", "En attente"
        INVITEE = "invitee", "Invitation envoyée"
        ENTREE = "entree", "Invitation acceptée"
        SANS_SUITE = "sans_suite", "Sans suite"

    emetteur = models.CharField("fournisseur", max_length=200)
    sub = models.CharField(max_length=255)
    email = models.EmailField("adresse électronique")
    nom = models.CharField("prénom et nom", max_length=150, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    created_at = models.DateTimeField("demandé le", default=timezone.now)
    traitee_at = models.DateTimeField("traitée le", null=True, blank=True)
    # What links the identity to the account once it is accepted (espace/proconnect/rattachement.py).
    invitation = models.ForeignKey(
        Invitation,
        verbose_name="invitation",
        null=True,
        on_delete=models.SET_NULL,
        related_name="demandes_acces",
        editable=False,
    )

    class Meta:
        verbose_name = "demande d’accès"
        verbose_name_plural = "demandes d’accès"
        default_permissions = ("view", "change")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["emetteur", "sub"],
                condition=Q(traitee_at__isnull=True),
                name="espace_demandeacces_une_par_personne",
                violation_error_message="Cette personne a déjà une demande en attente.",
            )
        ]

    def __str__(self):
        return f"{self.personne} (SIRET {self.siret or 'inconnu'})"

    @property
    def personne(self):
        """How the person is called."""
        return self.nom or self.email

    @property
    def etat(self):
        if self.traitee_at is None:
            return self.Etat.EN_ATTENTE
        if self.invitation is None:
            return self.Etat.SANS_SUITE
        return self.Etat.ENTREE if self.invitation.accepted_at else self.Etat.INVITEE

    @property
    def siren(self):
        """Of the employer; "" when ProConnect did not say."""
        return self.siret[:9]

    def traiter(self, invitation=None):
        """Decide, with the invitation sent or without any; whether nobody had decided meanwhile."""
        attendues = DemandeAcces.objects.filter(pk=self.pk, traitee_at=None)
        return bool(attendues.update(traitee_at=timezone.now(), invitation=invitation))
