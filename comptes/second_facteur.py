"""Whether the second factor was given in this session, and who must have one."""

from time import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator

# A change to what one signs in with asks for the second factor again after this long, in seconds.
FRAICHEUR = 5 * 60
SUITE = "compte_suite"


def est_exige(user):
    """Whether they may do nothing without one: whoever opens the back office."""
    return user.is_staff


def est_donne(request, user):
    """Whether their session was opened with two factors. A passkey that checks its holder is both."""
    return bool(_preuves(request, user))


def est_recent(request, user):
    """The same, in the last five minutes."""
    return any(time() - preuve["at"] < FRAICHEUR for preuve in _preuves(request, user))


def noter(request, nature):
    """Write in the session that a second factor of this nature was just given."""
    record_authentication(request, request.user, "mfa", type=nature, reauthenticated=True)


def facteurs(user):
    """Their second factors: the passkeys and the application, not the recovery codes."""
    codes = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=codes).order_by("pk")


def retirer(user):
    """Take away everything they have, recovery codes included. Returns how many factors there were.

    Their sessions end: whoever opened them may be why this is done.
    """
    nombre = facteurs(user).count()
    Authenticator.objects.filter(user=user).delete()
    user.close_sessions()
    return nombre


def _preuves(request, user):
    return [
        preuve
        for preuve in get_authentication_records(request, user)
        if preuve.get("method") == "mfa"
    ]
