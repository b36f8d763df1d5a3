"""Signalement: what a reader reports of a page."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

# The commitment of the accessibility statement, kept for errors too.
DELAI = timedelta(days=7)


class Signalement(models.Model):
    """An error or an accessibility defect reported by a reader; answered within seven days."""

    class Genre(models.TextChoices):
        ERREUR = "erreur", "Erreur dans le contenu"
        ACCESSIBILITE = "accessibilite", "Défaut d’accessibilité"

    class Etat(models.TextChoices):
        RECU = "recu", "Reçu"
        TRAITE = "traite", "Traité"
        SANS_SUITE = "sans_suite", "Sans suite"

    genre = models.CharField("de quoi s’agit-il", max_length=15, choices=Genre)
    # The path of the page, never its query string.
    page = models.CharField("page concernée", max_length=500)
    texte = models.TextField("ce qui ne va pas", max_length=4000)
    technique = models.CharField(
        "matériel ou logiciel utilisé",
        max_length=300,
        blank=True,
        help_text="Par exemple un lecteur d’écran et son navigateur.",
    )
    # Only to answer; emptied with `technique` some time after the answer.
    email = models.EmailField("adresse électronique", blank=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.RECU)
    reponse = models.TextField("réponse", blank=True, max_length=4000)
    created_at = models.DateTimeField("reçu le", default=timezone.now)
    repondu_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement"
        default_permissions = ("view", "change")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat="recu", repondu_at__isnull=True)
                | ~Q(etat="recu") & Q(repondu_at__isnull=False),
                name="signalements_signalement_repondu_date",
                violation_error_message="Un signalement traité dit quand.",
            )
        ]

    def __str__(self):
        return f"{self.numero} · {self.get_genre_display()}"

    @property
    def numero(self):
        """The number on the receipt: « S-2026-00012 »."""
        return f"S-{timezone.localtime(self.created_at).year}-{self.pk:05d}"

    @property
    def echeance_at(self):
        """When it should be answered: the same hour in Paris, even when the clocks change."""
        return timezone.localtime(self.created_at) + DELAI

    def get_admin_url(self):
        """The page of the back office that answers it."""
        return reverse("admin:signalements_signalement_change", args=[self.pk])
