"""What the portal decides in place of django-allauth: words, mails, where to go, what is secret."""

import base64
import secrets
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from comptes import second_facteur
from comptes.models import User
from courrier.poste import absolue, poster

PORTAIL = "Solutions solidaires"
CODE_REFUSE = "Ce code n’est pas le bon, ou il a déjà servi ou expiré."
# What is said on the next page, by the template that allauth names; of the rest, nothing is said.
PHRASES = {
    "account/messages/logged_out.txt": "Votre session est fermée.",
    "mfa/messages/totp_activated.txt": "L’application de codes est ajoutée à votre compte.",
    "mfa/messages/totp_deactivated.txt": "L’application de codes est retirée de votre compte.",
    "mfa/messages/webauthn_added.txt": "La clé d’accès est ajoutée à votre compte.",
    "mfa/messages/webauthn_removed.txt": "La clé d’accès est retirée de votre compte.",
}
# What the person is told by mail, whoever did it.
EVENEMENTS = {
    "mfa/email/totp_activated": "une application de codes a été ajoutée à votre compte",
    "mfa/email/totp_deactivated": "l’application de codes a été retirée de votre compte",
    "mfa/email/webauthn_added": "une clé d’accès a été ajoutée à votre compte",
    "mfa/email/webauthn_removed": "une clé d’accès a été retirée de votre compte",
    "mfa/email/recovery_codes_generated": "de nouveaux codes de secours remplacent les anciens",
}


class CompteAdapter(DefaultAccountAdapter):
    """Sign-in by code or passkey, for accounts that exist already."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": CODE_REFUSE,
        "too_many_login_attempts": (
            "Trop de codes faux\u00a0: celui-ci ne sert plus. Demandez-en un autre."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    # Where to go

    def is_safe_url(self, url):
        """Whether to go to `url` after signing in: a page of this host, and of no other."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request):
        return resolve_url(
            "admin:index" if request.user.is_staff else settings.LOGIN_REDIRECT_URL
        )

    def respond_user_inactive(self, request, user):
        messages.error(
            request, "Ce compte est désactivé. La coordination peut vous dire pourquoi."
        )
        return redirect("account_login")

    # What is asked again before a change

    def is_reauthentication_required(self, *, app, **kwargs):
        """Of whoever has a second factor and did not just give it."""
        user = self.request.user
        return second_facteur.facteurs(user).exists() and not second_facteur.est_recent(
            self.request, user
        )

    def get_reauthentication_methods(self, user):
        """A second factor; never a password."""
        methodes = super().get_reauthentication_methods(user)
        return [methode for methode in methodes if methode["id"] != "reauthenticate"]

    # What is said

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        phrase = message or PHRASES.get(message_template)
        if phrase:
            messages.add_message(request, level, phrase)

    def send_mail(self, template_prefix, email, context):
        """The code, the one mail that allauth sends here: to the address as registered.

        What was typed may only look like it.
        """
        user = User.objects.get(email__iexact=email, is_active=True)
        _poster_le_code(user.email, context["code"])

    def feindre_l_envoi(self, email):
        """For an address without account: the same work as for another, and nothing is kept of it."""
        with transaction.atomic():
            _poster_le_code(email, self.generate_login_code())
            transaction.set_rollback(True)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        prevenir(user, EVENEMENTS[template_prefix])


class SecondFacteurAdapter(DefaultMFAAdapter):
    """Passkeys and application of codes under the portal's name; their secrets are encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": CODE_REFUSE,
        "cannot_delete_authenticator": (
            "Ce compte ouvre la coordination\u00a0: il lui faut au moins un second facteur. "
            "Ajoutez-en un autre avant de retirer celui-ci."
        ),
    }

    def get_totp_issuer(self):
        return PORTAIL

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": PORTAIL}

    def generate_authenticator_name(self, user, type):
        return "Clé d’accès"

    def can_delete_authenticator(self, authenticator):
        """Whoever must have a second factor keeps one."""
        user = authenticator.user
        autres = second_facteur.facteurs(user).exclude(pk=authenticator.pk)
        return not second_facteur.est_exige(user) or autres.exists()

    def encrypt(self, text):
        return _coffre().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret; another one, which no code matches, when SECRET_KEY has changed since."""
        try:
            return _coffre().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def prevenir(user, evenement):
    """Tell them by mail what changed in how they sign in: if they did not do it, they must know."""
    poster(
        "securite",
        user.email,
        {
            "evenement": evenement,
            "quand": timezone.localtime(),
            "lien": absolue(resolve_url("mfa_index")),
        },
        cle=f"securite:{user.pk}:{get_random_string(32)}",
    )


def _poster_le_code(email, code):
    duree = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    poster(
        "code",
        email,
        {"code": code, "minutes": duree.seconds // 60},
        cle=f"code:{get_random_string(32)}",
        secret=True,
        expire_at=timezone.now() + duree,
    )


def _coffre():
    """What encrypts the secrets in the database: a stolen copy of it opens nothing by itself."""
    cles = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_cle(cle)) for cle in cles])


def _cle(secret):
    condense = salted_hmac("comptes.second_facteur", "", secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(condense)
