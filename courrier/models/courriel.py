"""Courriel: one mail of the outbox, from the event that wrote it to its sending."""

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from courrier.models.tache import Tache

# What is left of the words of a mail that will not be sent any more.
_SANS_SECRET = Case(
    When(secret=True, then=Value("")), default=F("texte"), output_field=models.TextField()
)


class CourrielQuerySet(models.QuerySet):
    """Those to send, to look at, to tidy up, at an instant that the caller gives."""

    def due(self, maintenant):
        """Those to send now: first what is soon of no use (a code), then the oldest."""
        return self.filter(
            Q(expire_at=None) | Q(expire_at__gt=maintenant),
            etat=Courriel.Etat.A_ENVOYER,
            prochain_essai_at__lte=maintenant,
        ).order_by(F("expire_at").asc(nulls_last=True), "created_at", "pk")

    def needing_help(self):
        """Those that a person must look at: given up, or maybe sent."""
        return self.filter(etat__in=[Courriel.Etat.ECHEC, Courriel.Etat.INCERTAIN])

    def resendable(self, maintenant):
        """Those that a person may have sent again: they still say something, to somebody, in time."""
        return (
            self.needing_help()
            .filter(Q(expire_at=None) | Q(expire_at__gt=maintenant))
            .exclude(texte="")
            .exclude(destinataire="")
        )

    def stoppable(self):
        """Those that a person may stop: they wait, or they failed."""
        attendent = [Courriel.Etat.A_ENVOYER, Courriel.Etat.ECHEC, Courriel.Etat.INCERTAIN]
        return self.filter(etat__in=attendent)

    def expire(self, maintenant):
        """Close those whose time has passed unsent, forget the secrets that open nothing more."""
        passes = self.filter(expire_at__lte=maintenant)
        passes.needing_help().filter(secret=True).exclude(texte="").update(texte="")
        return passes.filter(etat=Courriel.Etat.A_ENVOYER).update(
            etat=Courriel.Etat.PERIME, texte=_SANS_SECRET
        )

    def recover(self, maintenant):
        """Take back what a dead worker held. Given to the server, it may have left; else it waits.

        Returns how many became uncertain.
        """
        tenus = self.filter(pris_at__lte=maintenant - Tache.DELAI)
        tenus.filter(etat=Courriel.Etat.PRIS).update(etat=Courriel.Etat.A_ENVOYER)
        return tenus.filter(etat=Courriel.Etat.REMIS).update(
            etat=Courriel.Etat.INCERTAIN, essais=F("essais") + 1, erreur=Courriel.INTERROMPU
        )

    def send_again(self, maintenant):
        """A person asks for one more sending; returns how many. Those not `resendable` stay."""
        return self.resendable(maintenant).update(
            etat=Courriel.Etat.A_ENVOYER, essais=0, prochain_essai_at=maintenant
        )

    def give_up(self):
        """A person decides that these shall not be sent; returns how many. What has left stays."""
        return self.stoppable().update(etat=Courriel.Etat.ABANDONNE, texte=_SANS_SECRET)

    def forget(self, limite):
        """Empty address, words and answer of those that were sent, or written, before `limite`.

        Those still on their way are kept whole. Returns how many were emptied.
        """
        en_chemin = [Courriel.Etat.A_ENVOYER, Courriel.Etat.PRIS, Courriel.Etat.REMIS]
        return (
            self.exclude(etat__in=en_chemin)
            .exclude(destinataire="")
            .alias(fini_at=Coalesce("envoye_at", "created_at"))
            .filter(fini_at__lte=limite)
            .update(destinataire="", texte="", erreur="")
        )


class Courriel(models.Model):
    """One mail to one person. Written with the event it tells (courrier/poste.py), sent by the worker.

    Never sent twice by the portal itself: what may have left is *incertain* until a person decides.
    Each verb is one UPDATE that finds the mail as the caller knows it, or does nothing.
    """

    INTERROMPU = "Le portail s’est arrêté avant d’entendre la réponse du serveur."

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
    # Shown in the back office and kept: it never says the secret of a secret mail.
    sujet = models.CharField("objet", max_length=250)
    texte = models.TextField("texte", blank=True)
    secret = models.BooleanField("contient un code ou un lien personnel", default=False)
    suivi = models.CharField("à propos de", max_length=250, blank=True)

    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.A_ENVOYER)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_at = models.DateTimeField("prochain essai")
    # Since when a worker holds it; past Tache.DELAI the worker is taken for dead. Also the name of
    # this attempt: the verbs of a worker must still find its own instant here.
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

    def claim(self, maintenant):
        """Take it for one attempt; False when another worker has it, or a person has decided."""
        du = Courriel.objects.filter(pk=self.pk).due(maintenant).order_by()
        if not du.update(etat=self.Etat.PRIS, pris_at=maintenant):
            return False
        self.etat, self.pris_at = self.Etat.PRIS, maintenant
        return True

    def hand_over(self):
        """About to give its words to the server: from here on it is never sent again by itself.

        False when it was taken back meanwhile: it must then not be given.
        """
        return self._move({self.Etat.PRIS}, etat=self.Etat.REMIS)

    def release(self):
        """Nobody answered for this mail: it waits, and this attempt does not count."""
        return self._move({self.Etat.PRIS}, etat=self.Etat.A_ENVOYER)

    def postpone(self, quand, erreur):
        """The server refused it for now: to try again at `quand`."""
        return self._conclude(
            self.Etat.A_ENVOYER,
            prochain_essai_at=quand,
            erreur=erreur,
            depuis={self.Etat.PRIS, self.Etat.REMIS},
        )

    def fail(self, erreur):
        """The server refused it for good."""
        return self._conclude(
            self.Etat.ECHEC, erreur=erreur, depuis={self.Etat.PRIS, self.Etat.REMIS}
        )

    def doubt(self, erreur):
        """It was given, and no answer came."""
        return self._conclude(self.Etat.INCERTAIN, erreur=erreur, depuis={self.Etat.REMIS})

    def succeed(self, maintenant):
        """The server accepted it, even if so late that it was already taken for uncertain."""
        return self._conclude(
            self.Etat.ENVOYE,
            envoye_at=maintenant,
            texte=_SANS_SECRET,
            erreur="",
            depuis={self.Etat.REMIS, self.Etat.INCERTAIN},
        )

    def _conclude(self, etat, *, depuis, **champs):
        return self._move(depuis, etat=etat, essais=F("essais") + 1, **champs)

    def _move(self, depuis, **champs):
        mien = Courriel.objects.filter(pk=self.pk, etat__in=depuis, pris_at=self.pris_at)
        return mien.update(**champs) == 1
