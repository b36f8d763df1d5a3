"""The second factor of those who open the back office: without it, their session opens nothing."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from comptes import second_facteur


class SecondFacteurMiddleware:
    """Leads to the second factor before the back office and the space of the territories.

    Elsewhere such a session counts as a visitor's (no draft is shown to it), except for one's own
    account, where the second factor is added. A visitor costs no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        bureau, espace = reverse("admin:index"), reverse("espace:accueil")
        if request.path.startswith((bureau, espace)):
            response = self._garder(request, bureau)
            return response or self.get_response(request)
        if not request.path.startswith(reverse("mfa_index")):
            personne = request.user
            request.user = SimpleLazyObject(
                lambda: AnonymousUser() if _incomplete(request, personne) else personne
            )
        return self.get_response(request)

    def _garder(self, request, bureau):
        """The answer that keeps them out; None when they may go on."""
        user = request.user
        if not _incomplete(request, user):
            return None
        suite = request.get_full_path() if request.method == "GET" else bureau
        methodes = get_adapter(request).get_reauthentication_methods(user)
        if methodes:
            return HttpResponseRedirect(f"{methodes[0]['url']}?{urlencode({'next': suite})}")
        request.session[second_facteur.SUITE] = suite
        return redirect("mfa_index")


def _incomplete(request, user):
    """Whether a second factor is missing in the session of `user`, whom `request.user` may hide."""
    if not (user.is_authenticated and second_facteur.est_exige(user)):
        return False
    return not second_facteur.est_donne(request, user)
