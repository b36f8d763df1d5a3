"""Placeholder."""

from django.http import Http404


def proposer(request):
    raise Http404


def merci(request):
    raise Http404


def proposition(request, jeton):
    raise Http404
