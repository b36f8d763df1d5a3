"""Posting a mail: written to the outbox in the transaction of the event, sent later by the worker.

    poster("invitation", email, {"territoire": …}, cle=f"invitation:{pk}")

A mail is one text template, `templates/courriels/<gabarit>.txt`: its subject on the first line, then
paragraphs. A paragraph that is only an address becomes the link of the HTML part.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.text import Truncator

from courrier.models import Courriel, Tache
from solidaires import texte

# The job that sends: see courrier/expedition.py.
TACHE = "envoyer-le-courrier"


def poster(gabarit, destinataire, contexte, *, cle, secret=False, expire_at=None, suivi=""):
    """Write one mail to the outbox; it leaves if and only if the transaction around is committed.

    `cle` names the event and the person (« depot:12:recu:3 »): posting it again does nothing, so
    that a job or a request done twice sends once. `secret`: its words open something (a code, a
    link), they are erased once it has left and shown to nobody; its subject is, and must not say
    it. `expire_at`: not sent after it. `suivi`: address of the back office where what it is about
    is handled. Returns the Courriel.
    """
    sujet, corps = _composer(gabarit, contexte)
    courriel, cree = Courriel.objects.get_or_create(
        cle=cle,
        defaults={
            "gabarit": gabarit,
            "destinataire": destinataire,
            "sujet": sujet,
            "texte": corps,
            "secret": secret,
            "expire_at": expire_at,
            "suivi": suivi,
            "prochain_essai_at": timezone.now(),
        },
    )
    if cree:
        transaction.on_commit(reveiller, robust=True)
    return courriel


def absolue(chemin):
    """The whole address of a path of the portal, for a mail."""
    return urljoin(settings.ADRESSE_DU_PORTAIL, chemin)


def reveiller():
    """Have the worker look at once instead of at its next minute."""
    Tache.objects.filter(nom=TACHE).bring_forward(timezone.now())


def _composer(gabarit, contexte):
    """(subject, text) of a template, typeset. Nothing is escaped: this is plain text."""
    modele = get_template(f"courriels/{gabarit}.txt").template
    contexte = {"portail": settings.ADRESSE_DU_PORTAIL, **contexte}
    ecrit = modele.render(Context(contexte, autoescape=False))
    sujet, _, corps = ecrit.strip().partition("\n")
    lignes = [texte.typographier(ligne) for ligne in corps.strip().splitlines()]
    return _sujet(sujet), "\n".join(lignes)


def _sujet(ligne):
    """On one line, and no longer than its column: a title alone may fill it."""
    longueur = Courriel._meta.get_field("sujet").max_length
    return Truncator(texte.typographier(texte.une_ligne(ligne))).chars(longueur)
