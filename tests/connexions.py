"""Sessions as sign-in leaves them, without going through its pages."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY


def se_connecter(client, user, *, second_facteur=True):
    """Sign `user` in on this client, with a second factor given just now unless told otherwise."""
    client.force_login(user)
    preuves = [{"method": "code", "at": time.time(), "email": user.email}]
    if second_facteur:
        preuves.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = preuves
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
