"""Placeholder of suivi."""

from django.http import Http404


def fiche(request, fiche):
    raise Http404
