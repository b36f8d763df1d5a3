"""Courriel: one mail of the outbox, from the event that wrote it to its sending."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class CourrielQuerySet(models.QuerySet):
    def due(self, maintenant):
        """Those to send now, the oldest first."""
        return self.filter(
            etat=Courriel.Etat.A_ENVOYER, prochain_essai_at__lte=maintenant
        ).order_by("created_at", "pk")

    def needing_help(self):
        """Those that a person must look at: given up, or maybe sent."""
        return self.filter(etat__in=[Courriel.Etat.ECHEC, Courriel.Etat.INCERTAIN])


class Courriel(models.Model):
    """One mail to one person. Written with the event it tells (courrier/poste.py), sent by the worker.

    Never sent twice by the portal itself: what may have left is *incertain* until a person decides.
    """

    class Etat(models.TextChoices):
        A_ENVOYER = "a_envoyer", "À envoyer"
        PRIS = "pris", "Envoi commencé"
        REMIS = "remis", "Remis, réponse attendue"
        ENVOYE = "envoye", "Envoyé"
        INCERTAIN = "incertain", "Peut-être envoyé"
        ECHEC = "echec", "En échec"
        PERIME = "perime", "Périmé, non envoyé"
        ABANDONNE = "abandonne", "Abandonné"

    gabarit = models.CharField("modèle", max_length=50)
    # Names the event and the person; posting twice writes once.
    cle = models.CharField("événement", max_length=150, unique=True)
    # Emptied with the words once kept long enough: see courrier/expedition.py.
    destinataire = models.EmailField("à", blank=True)
    sujet = models.CharField("objet", max_length=250)
    texte = models.TextField("texte", blank=True)
    secret = models.BooleanField("contient un code ou un lien personnel", default=False)
    suivi = models.CharField("à propos de", max_length=250, blank=True)

    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.A_ENVOYER)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_at = models.DateTimeField("prochain essai")
    # Since when a worker holds it; past Tache.DELAI the worker is taken for dead.
    pris_at = models.DateTimeField("pris le", null=True, blank=True)
    envoye_at = models.DateTimeField("envoyé le", null=True, blank=True)
    expire_at = models.DateTimeField("inutile après le", null=True, blank=True)
    erreur = models.TextField("réponse du serveur", blank=True)
    # The local part of its Message-ID: the same whatever the number of attempts.
    identifiant = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now)

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        default_permissions = ("view", "change")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # The worker asks every few seconds for what is due.
            models.Index(
                fields=["prochain_essai_at"],
                condition=Q(etat="a_envoyer"),
                name="courrier_courriel_du",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat="envoye", envoye_at__isnull=False)
                | ~Q(etat="envoye") & Q(envoye_at__isnull=True),
                name="courrier_courriel_envoye_date",
                violation_error_message="Un courriel envoyé dit quand.",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=["pris", "remis"]) | Q(pris_at__isnull=False),
                name="courrier_courriel_pris_date",
                violation_error_message="Un courriel pris par le travailleur dit depuis quand.",
            ),
        ]

    def __str__(self):
        return self.sujet
