"""Placeholder of amendements."""

from django.http import Http404


def commencer(request, fiche):
    raise Http404


def amendement(request, amendement):
    raise Http404
