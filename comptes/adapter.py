"""What the portal decides in place of django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class CompteAdapter(DefaultAccountAdapter):
    """Sign-in by code or passkey, for accounts that exist already."""

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Whether to go to `url` after signing in: a page of this host, and of no other."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request):
        return resolve_url(
            "admin:index" if request.user.is_staff else settings.LOGIN_REDIRECT_URL
        )
