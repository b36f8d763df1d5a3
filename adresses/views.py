"""Short addresses, and the page of what is gone."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from adresses import memoire
from adresses.models import Permanent


@require_safe
def courte(request, numero):
    """To the page of this number, wherever it is now."""
    permanent = get_object_or_404(Permanent.objects.select_related("content_type"), pk=numero)
    sort = memoire.sort_de(permanent)
    if sort is None:
        raise Http404
    if sort.partie:
        return partie(request, sort)
    return HttpResponsePermanentRedirect(sort.vers)


def partie(request, sort):
    """410: it was public and no longer is; where to go. Why is between the coordination and its author."""
    opts = sort.partie._meta
    try:
        liste = reverse(f"{opts.app_label}:{opts.model_name}_list")
    except NoReverseMatch:
        liste = ""
    contexte = {"genre": opts.verbose_name_plural, "liste": liste, "depuis": sort.depuis}
    return render(request, "adresses/partie.html", contexte, status=410)
