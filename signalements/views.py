"""Placeholder."""

from django.http import Http404


def signaler(request):
    raise Http404


def merci(request):
    raise Http404
