"""Placeholder of verification."""

from django.http import Http404


def actualite(request, jeton):
    raise Http404
