"""Tache: what the portal does by itself at regular times, and what became of the last run."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q


class TacheQuerySet(models.QuerySet):
    """Due or idle at an instant that the caller gives."""

    def due(self, maintenant):
        """Those whose time has come, the one that waits longest first."""
        return self.filter(prochain_at__lte=maintenant).order_by("prochain_at", "nom")

    def idle(self, maintenant):
        """Those that no worker holds: never begun, ended, or their deadline passed."""
        return self.filter(
            Q(dernier_debut_at__isnull=True)
            | Q(fini_at__gte=F("dernier_debut_at"))
            | Q(prochain_at__lte=maintenant)
        )

    def bring_forward(self, maintenant):
        """Have the idle ones run at once; returns how many. One UPDATE: none is run twice at a time."""
        return self.idle(maintenant).update(prochain_at=maintenant)


class Tache(models.Model):
    """One periodic job of the code (see `courrier.taches`): when it runs, how it went.

    Written by the worker; the coordinator only reads it, or asks for a run at once.
    """

    # How long a worker may keep a job. Past it the worker is taken for dead (a power cut, an
    # update) and another one starts the job again: a job takes far less, or works in slices.
    DELAI = timedelta(minutes=5)

    class Statut(models.TextChoices):
        JAMAIS = "jamais", "Jamais lancée"
        EN_COURS = "en_cours", "En cours"
        OK = "ok", "En ordre"
        EN_ECHEC = "en_echec", "En échec"

    nom = models.CharField("nom", max_length=50, unique=True)
    libelle = models.CharField("tâche", max_length=150)
    periode_minutes = models.PositiveSmallIntegerField("toutes les (minutes)")

    # During a run: the deadline of the worker that holds the job.
    prochain_at = models.DateTimeField("prochain passage")
    # Also the name of a run: what ends it must still find its own instant here.
    dernier_debut_at = models.DateTimeField("dernier passage", null=True)
    fini_at = models.DateTimeField("fin du dernier passage", null=True)
    dernier_succes_at = models.DateTimeField("dernier passage réussi", null=True)
    duree_ms = models.PositiveIntegerField("durée (ms)", null=True)

    # The last run that had something to say: most have nothing to do, and say nothing.
    bilan = models.TextField("ce qui a été fait", blank=True)
    bilan_at = models.DateTimeField("fait le", null=True)
    erreur = models.TextField("erreur", blank=True)
    erreur_at = models.DateTimeField("dernier échec", null=True)
    echecs = models.PositiveIntegerField("échecs de suite", default=0)

    objects = TacheQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche automatique"
        verbose_name_plural = "travail automatique"
        default_permissions = ("view", "change")
        ordering = ["libelle", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(echecs=0, erreur="") | Q(echecs__gt=0) & ~Q(erreur=""),
                name="courrier_tache_echec_dit",
                violation_error_message="Un échec a un message, et un message un échec.",
            ),
            models.CheckConstraint(
                condition=Q(periode_minutes__gt=0),
                name="courrier_tache_periode_positive",
                violation_error_message="Une tâche revient au moins toutes les minutes : 1 ou plus.",
            ),
        ]

    def __str__(self):
        return self.libelle

    @property
    def statut(self):
        """Its state as one word for the coordinator; a run under way keeps the last failure."""
        if self.echecs:
            return self.Statut.EN_ECHEC
        if self.dernier_debut_at is None:
            return self.Statut.JAMAIS
        if self.fini_at is None or self.fini_at < self.dernier_debut_at:
            return self.Statut.EN_COURS
        return self.Statut.OK

    def claim(self, maintenant):
        """Take this run for the caller; False when another worker has it. One UPDATE decides."""
        prise = Tache.objects.filter(pk=self.pk).due(maintenant)
        if not prise.update(prochain_at=maintenant + self.DELAI, dernier_debut_at=maintenant):
            return False
        self.dernier_debut_at = maintenant
        return True

    def succeed(self, fini_at, *, duree_ms, bilan):
        """End the claimed run well. False when it lasted so long that another worker took it."""
        champs = {"dernier_succes_at": fini_at, "erreur": "", "echecs": 0}
        if bilan:
            champs |= {"bilan": bilan, "bilan_at": fini_at}
        prochain = self.dernier_debut_at + timedelta(minutes=self.periode_minutes)
        return self._end(fini_at, duree_ms, prochain_at=prochain, **champs)

    def fail(self, fini_at, *, duree_ms, erreur, attente):
        """End the claimed run badly; the next one `attente` (a timedelta) later. As `succeed`."""
        return self._end(
            fini_at,
            duree_ms,
            prochain_at=fini_at + attente,
            erreur=erreur,
            erreur_at=fini_at,
            echecs=self.echecs + 1,
        )

    def _end(self, fini_at, duree_ms, **champs):
        champs |= {"fini_at": fini_at, "duree_ms": duree_ms}
        mienne = Tache.objects.filter(pk=self.pk, dernier_debut_at=self.dernier_debut_at)
        return mienne.update(**champs) == 1
