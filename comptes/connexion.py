"""Signing somebody in, from wherever they proved who they are."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login


def ouvrir(request, user, suite="", preuve="lien"):
    """Sign `user` in, as after a code received by e-mail; returns the response to give.

    The second factor is still asked of whoever has one, and a deactivated account is refused.
    `suite`: address of this site to go to afterwards, else the person's own start page. `preuve`:
    what they proved it with (« lien », « proconnect »), kept in the session.
    """
    record_authentication(request, user, method=preuve)
    return perform_login(
        request, Login(user=user, redirect_url=suite or None, email=user.email)
    )
