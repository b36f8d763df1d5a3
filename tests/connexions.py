"""Signing in: sessions as the pages leave them, or through the pages, with what the person received."""

import re
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt

from tests.courriels import courriels


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


def ajouter_une_application(user):
    """Give them a second factor: an application of codes."""
    TOTP.activate(user, generate_totp_secret())


def code_de_l_application(user, *, dans=0):
    """What the application of `user` shows, `dans` steps of thirty seconds from now."""
    application = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_du_secret(decrypt(application.data["secret"]), dans=dans)


def code_du_secret(secret, *, dans=0):
    """What an application set with this secret shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + dans))


def code_recu(email):
    """The last code sent to this address: « 1234-5678 »."""
    return re.search(r"\d{4}-\d{4}", courriels(gabarit="code", destinataire=email)[-1].texte)[0]


def passer_la_connexion(page, user):
    """Go through the pages of sign-in, the second factor included."""
    if not Authenticator.objects.filter(user=user).exists():
        ajouter_une_application(user)
    page.get_by_label("Votre adresse électronique").fill(user.email)
    page.get_by_role("button", name="Recevoir un code").click()
    champ = page.get_by_label("Code reçu par courriel")
    champ.wait_for()
    champ.fill(code_recu(user.email))
    page.get_by_role("button", name="Me connecter").click()
    page.get_by_label("Code", exact=True).fill(code_de_l_application(user))
    page.get_by_role("button", name="Me connecter").click()
