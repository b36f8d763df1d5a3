"""Sending what the outbox holds, and forgetting what was sent long ago: the two jobs of the mail.

A mail goes through four committed states: *à envoyer*, *pris* by one worker, *remis* just before
its words are given to the server, then what the server answered. Whatever happens to the worker, a
mail is found in one of them: before *remis* it is sent again, after it never (decision 0011).
"""

import smtplib
import ssl
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.dummy import EmailBackend as AucunServeur
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.message import sanitize_address
from django.utils import timezone

from courrier.lettre import Impossible, composer
from courrier.models import Courriel
from courrier.poste import TACHE
from courrier.taches import attente, tache
from solidaires import texte

# Seconds of one run at most, beside the last mail: what is left waits for the next minute.
DUREE = 15
# Minutes at most between two attempts of one mail, and attempts of a mail that the server puts off
# each time: with pauses of 1, 2, 4… minutes, then an hour, three days.
PAUSE_MAX = 60
ESSAIS_MAX = 78
# How long address and words are kept once sent.
CONSERVATION = timedelta(days=90)

Etat = Courriel.Etat


class ServeurIndisponible(ValidationError):
    """Nothing can be sent now, whatever the mail; its words are for the coordinator."""


# A server that is back must not wait: a mail may be a code that serves for a quarter of an hour.
@tache(TACHE, "Envoyer le courrier", minutes=1, reessai_max=5)
def envoyer(maintenant):
    """Send what is due, one mail after the other. Raises ServeurIndisponible."""
    bilan = Counter()
    bilan[Etat.INCERTAIN] += Courriel.objects.recover(maintenant)
    bilan[Etat.PERIME] += Courriel.objects.expire(maintenant)
    fin = time.monotonic() + DUREE
    with closing(_expediteur()) as expediteur:
        while time.monotonic() < fin and (courriel := _prendre()):
            try:
                bilan[expediteur.remettre(courriel)] += 1
            except Impossible as erreur:
                courriel.fail(str(erreur))
                bilan[Etat.ECHEC] += 1
            except ServeurIndisponible:
                courriel.release()
                raise
    return _phrase(bilan)


@tache("effacer-les-courriels", "Effacer les courriels anciens", minutes=24 * 60)
def effacer(maintenant):
    """Address and words of the mails older than CONSERVATION; that they were sent stays."""
    nombre = Courriel.objects.forget(maintenant - CONSERVATION)
    return f"{nombre} courriel{_s(nombre)} vidé{_s(nombre)}." if nombre else ""


def _prendre():
    """The next mail that is due, held by this worker; None when there is none."""
    maintenant = timezone.now()
    while courriel := Courriel.objects.due(maintenant).first():
        if courriel.claim(maintenant):
            return courriel
    return None


def _phrase(bilan):
    """What a run did: « Courriels : 3 envoyés, 1 refusé. », or ""."""
    mots = {
        Etat.ENVOYE: "envoyé{s}",
        Etat.ECHEC: "refusé{s}",
        Etat.A_ENVOYER: "à essayer de nouveau",
        Etat.INCERTAIN: "peut-être envoyé{s}",
        Etat.PERIME: "périmé{s}",
    }
    faits = [
        f"{bilan[etat]} {mot.format(s=_s(bilan[etat]))}"
        for etat, mot in mots.items()
        if bilan[etat]
    ]
    return f"Courriels : {', '.join(faits)}." if faits else ""


def _s(nombre):
    return "s" if nombre > 1 else ""


# Ways to send. Each gives one mail that this worker holds, and returns its new state, or None when
# it was taken back meanwhile; raises Impossible, or ServeurIndisponible when it is not about it.


def _expediteur():
    connexion = get_connection()
    if isinstance(connexion, Smtp):
        return ServeurSmtp(connexion)
    return SansDialogue(connexion)


class SansDialogue:
    """A backend of Django that does not say what the server answered: screen, memory, none."""

    def __init__(self, connexion):
        self.connexion = connexion

    def close(self):
        self.connexion.close()

    def remettre(self, courriel):
        if isinstance(self.connexion, AucunServeur):
            raise ServeurIndisponible(
                "Aucun serveur de courriel n’est réglé (EMAIL_URL) : les courriels attendent."
            )
        message = composer(courriel, self.connexion)
        if not courriel.hand_over():
            return None
        message.send()
        courriel.succeed(timezone.now())
        return Etat.ENVOYE


class ServeurSmtp:
    """An SMTP server: one connection for a whole run, opened for the first mail."""

    def __init__(self, connexion):
        self.connexion = connexion

    def close(self):
        with suppress(OSError):
            self.connexion.close()

    def remettre(self, courriel):
        message = composer(courriel)
        contenu = message.message().as_bytes(linesep="\r\n")
        smtp = self._ouvrir()
        if refus := _annoncer(smtp, message):
            return _refuser(courriel, *refus, "cette adresse")
        if not courriel.hand_over():
            return None
        try:
            code, mots = smtp.data(contenu)
        except smtplib.SMTPDataError as refus:
            # Refused before a word of it was given.
            return _refuser(courriel, refus.smtp_code, refus.smtp_error, "ce courriel")
        except OSError:
            code, mots = 0, b""
        if code // 100 == 2:
            courriel.succeed(timezone.now())
            return Etat.ENVOYE
        if code // 100 in {4, 5}:
            return _refuser(courriel, code, mots, "ce courriel")
        courriel.doubt(
            "La liaison s’est coupée avant la réponse du serveur\u00a0: il l’a peut-être envoyé."
        )
        return Etat.INCERTAIN

    def _ouvrir(self):
        """The smtplib.SMTP, ready for a mail: the one of the mail before if it still answers."""
        with suppress(OSError):
            if self.connexion.connection and self.connexion.connection.rset()[0] == 250:
                return self.connexion.connection
        self.close()
        try:
            self.connexion.open()
            self.connexion.connection.ehlo_or_helo_if_needed()
        except OSError as erreur:
            raise ServeurIndisponible(_panne(erreur)) from erreur
        return self.connexion.connection


def _annoncer(smtp, message):
    """Tell the server from whom and to whom; returns (code, words) if it refuses the latter.

    A refusal of the portal's own address, or a connection that drops, is not about this mail.
    """
    expediteur, destinataire = (
        sanitize_address(adresse, "utf-8") for adresse in (message.from_email, message.to[0])
    )
    options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
    try:
        code, mots = smtp.mail(expediteur, options)
        if code // 100 != 2:
            raise ServeurIndisponible(
                f"Le serveur de courriel refuse l’adresse d’expédition du portail : {_cite(code, mots)}"
            )
        code, mots = smtp.rcpt(destinataire)
    except smtplib.SMTPException as erreur:
        raise ServeurIndisponible(_panne(erreur)) from erreur
    if code // 100 == 2:
        return None
    if code == 421 or code // 100 not in {4, 5}:
        raise ServeurIndisponible(
            f"Le serveur de courriel ferme la liaison : {_cite(code, mots)}"
        )
    return code, mots


def _refuser(courriel, code, mots, quoi):
    """Note that the server does not want this mail: for now (4xx), or for good."""
    reponse = _cite(code, mots)
    if code // 100 == 5:
        courriel.fail(f"Le serveur refuse {quoi}\u00a0: {reponse}")
        return Etat.ECHEC
    essais = courriel.essais + 1
    if essais >= ESSAIS_MAX:
        courriel.fail(f"Le serveur demande d’attendre depuis trois jours\u00a0: {reponse}")
        return Etat.ECHEC
    quand = timezone.now() + attente(essais, PAUSE_MAX)
    courriel.postpone(quand, f"Le serveur demande d’attendre\u00a0: {reponse}")
    return Etat.A_ENVOYER


def _panne(erreur):
    """In French, why there is no connection to the server."""
    if isinstance(erreur, smtplib.SMTPAuthenticationError):
        reponse = _cite(erreur.smtp_code, erreur.smtp_error)
        return f"Le serveur de courriel refuse l’identifiant du portail : {reponse}"
    if isinstance(erreur, smtplib.SMTPNotSupportedError):
        return f"Le serveur de courriel n’offre pas ce que demande EMAIL_URL : {erreur}"
    if isinstance(erreur, ssl.SSLError):
        return f"Le chiffrement avec le serveur de courriel échoue : {erreur}"
    if isinstance(erreur, smtplib.SMTPResponseException):
        reponse = _cite(erreur.smtp_code, erreur.smtp_error)
        return f"Le serveur de courriel n’accepte pas la liaison : {reponse}"
    ou = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return f"Le serveur de courriel ({ou}) ne répond pas : {erreur.strerror or erreur}"


def _cite(code, mots):
    """The server's answer as one reads it: « 550 5.1.1 No such user »."""
    if isinstance(mots, bytes):
        mots = mots.decode("utf-8", "replace")
    return texte.une_ligne(f"{code} {mots}")[:500]
