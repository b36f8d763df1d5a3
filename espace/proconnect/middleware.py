"""Signing out of the portal, by whatever button, ends the session at ProConnect that opened it."""

from django.conf import settings

from espace.proconnect.sessions import JETON, sortir


class SortieMiddleware:
    """Looks at POST requests only: nothing else signs out, and pages cost no query more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        id_token = None
        if settings.PROCONNECT and request.method == "POST":
            id_token = request.session.get(JETON)
        response = self.get_response(request)
        # Signing out empties the session; so does signing in as somebody else.
        sorti = id_token and JETON not in request.session and not request.user.is_authenticated
        return sortir(request, id_token, response) if sorti else response
