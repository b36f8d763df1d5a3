"""Placeholder of accueil."""

from django.http import Http404


def accueil(request):
    raise Http404


def tableau(request, territoire):
    raise Http404
