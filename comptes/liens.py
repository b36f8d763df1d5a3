"""Links that sign a person in once, given by a command: before any mail can leave, or when none comes.

Nothing is stored but a counter: signed, good for 15 minutes, spent by the first use.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.crypto import get_random_string

from comptes.models import User
from courrier.poste import absolue
from protection.quotas import Limite, consommer

DUREE = timedelta(minutes=15)
# A counter outlives the link that it closes.
UNE_FOIS = Limite(1, 2 * DUREE)


def creer(user):
    """The whole address of a new link for this person. Ending their sessions cancels it."""
    jeton = _signataire(user).sign(f"{user.pk}.{get_random_string(12)}")
    return absolue(reverse("compte_lien", args=[jeton]))


def presenter(user):
    """The link and what to know of it, for the terminal of whoever runs a command."""
    return (
        f"Lien de connexion de {user.email}, pour une seule fois dans les "
        f"{DUREE.seconds // 60} minutes :\n  {creer(user)}"
    )


def lire(jeton):
    """Whom a link signs in, used or not; None when it is false, too old, or for nobody any more."""
    pk = jeton.partition(".")[0]
    user = pk.isdecimal() and User.objects.filter(pk=pk[:18], is_active=True).first()
    if not user:
        return None
    try:
        _signataire(user).unsign(jeton, max_age=DUREE)
    except BadSignature:
        return None
    return user


def depenser(jeton):
    """Use a link up. Whether this was its first use: of two at the same instant, one."""
    return consommer("connexion.lien", jeton, UNE_FOIS)


def _signataire(user):
    """Signs for one person, until their sessions are ended (User.close_sessions)."""
    return TimestampSigner(salt=f"comptes.lien.{user.password}", sep=".")
