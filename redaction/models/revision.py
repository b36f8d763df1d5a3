"""Revision: one version of one publishable thing, whole."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class RevisionQuerySet(models.QuerySet):
    def of(self, objet):
        """The versions of one object, the latest first."""
        return self.of_type(type(objet)).filter(objet_pk=objet.pk).order_by("-numero")

    def of_type(self, model):
        """The versions of the objects of one type. No query to find the type."""
        return self.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
        )

    def waiting(self):
        """The versions that wait beside what is online."""
        return self.filter(statut=Revision.Statut.EN_ATTENTE)

    def due(self, at=None):
        """The waiting versions whose hour has come, the earliest first."""
        at = at or timezone.now()
        return self.waiting().filter(pour_le__lte=at).order_by("pour_le", "pk")


class Revision(models.Model):
    """One version of one publishable object: its words, relations, keywords and parts, as JSON.

    Written by the desk (redaction/versions.py), never edited. The relation is generic, as in the
    log of Django's admin: any publishable type has versions without a line of its own (decision
    0009).
    """

    class Statut(models.TextChoices):
        APPLIQUEE = "appliquee", "Appliquée"
        EN_ATTENTE = "en_attente", "En attente"
        ECARTEE = "ecartee", "Écartée"

    content_type = models.ForeignKey(
        ContentType, verbose_name="type", on_delete=models.CASCADE, related_name="+"
    )
    objet_pk = models.BigIntegerField("fiche")
    objet = GenericForeignKey("content_type", "objet_pk")
    numero = models.PositiveIntegerField("version")
    statut = models.CharField("statut", max_length=10, choices=Statut)
    pour_le = models.DateTimeField("à appliquer le", null=True, blank=True)
    # See redaction/instantane.py for its shape.
    instantane = models.JSONField("contenu")
    # Digest of the snapshot: tells in one comparison whether the rows still say this version.
    empreinte = models.CharField("empreinte", max_length=64)
    # The object's name at that time: the queue and the log need it without reading the object.
    titre = models.CharField("titre", max_length=300)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        on_delete=models.PROTECT,
        related_name="+",
    )
    resume = models.CharField("pourquoi", max_length=300)
    created_at = models.DateTimeField("enregistrée le", default=timezone.now)
    applied_at = models.DateTimeField("appliquée le", null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "objet_pk", "numero"],
                name="redaction_revision_numero_unique",
            ),
            models.UniqueConstraint(
                fields=["content_type", "objet_pk"],
                condition=Q(statut="en_attente"),
                name="redaction_revision_une_en_attente",
                violation_error_message="Une version attend déjà.",
            ),
            models.CheckConstraint(
                condition=Q(pour_le__isnull=True) | Q(statut="en_attente"),
                name="redaction_revision_datee_en_attente",
                violation_error_message="Seule une version en attente a une date d’application.",
            ),
            models.CheckConstraint(
                condition=~Q(statut="appliquee") | Q(applied_at__isnull=False),
                name="redaction_revision_appliquee_datee",
                violation_error_message="Une version appliquée dit quand.",
            ),
        ]
        indexes = [
            # The worker asks every minute for what is due.
            models.Index(
                fields=["pour_le"],
                condition=Q(pour_le__isnull=False),
                name="redaction_revision_due",
            )
        ]

    def __str__(self):
        return f"{self.titre}, version {self.numero}"
