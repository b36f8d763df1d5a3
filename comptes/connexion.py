"""Signing somebody in, from wherever they proved who they are."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout


def ouvrir(request, user, suite="", preuve="lien"):
    """Sign `user` in, as after a code received by e-mail; returns the response to give.

    The second factor is still asked of whoever has one, and a deactivated account is refused. The
    session of somebody else in this browser ends first. `suite`: address of this site to go to
    afterwards, else the person's own start page. `preuve`: what they proved it with (« lien »,
    « proconnect »), kept in the session.
    """
    if request.user.is_authenticated and request.user != user:
        logout(request)
    if not get_adapter(request).is_safe_url(suite):
        suite = None
    record_authentication(request, user, method=preuve)
    return perform_login(request, user, redirect_url=suite, email=user.email)
