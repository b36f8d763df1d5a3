"""What answers nothing may have answered before: the last word before « page introuvable »."""

from django.http import HttpResponsePermanentRedirect

from adresses import anciennes, memoire
from adresses.views import partie


class AdressesMiddleware:
    """Turns a 404 on a known address into a 301 to where it leads now, or a 410 when it is gone.

    Pages that answer cost nothing. It stands after CommonMiddleware, which would add a slash first.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        if hasattr(request, "apercu"):
            return response
        sort = memoire.retrouver(request.path_info)
        if sort and sort.partie:
            return partie(request, sort)
        vers = sort.vers if sort else anciennes.traduire(request.path_info)
        if not vers or vers == request.path_info:
            return response
        return HttpResponsePermanentRedirect(_avec_requete(vers, request))


def _avec_requete(vers, request):
    """The query string follows, before the fragment."""
    requete = request.META.get("QUERY_STRING", "")
    if not requete:
        return vers
    page, croisillon, ancre = vers.partition("#")
    return f"{page}?{requete}{croisillon}{ancre}"
