"""Placeholder of interets."""

from django.http import Http404


def interesser(request, slug):
    raise Http404


def interet(request, interet):
    raise Http404
