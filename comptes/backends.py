"""How accounts are found and what they may do: by their key, never with a password."""

from django.contrib.auth.backends import ModelBackend


class SansMotDePasseBackend(ModelBackend):
    """Sessions and permissions as Django's own; no password opens anything.

    Who signs in proved it elsewhere: a code, a passkey, a link (comptes/connexion.py).
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        return None
