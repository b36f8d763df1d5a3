"""Placeholder of reprises."""

from django.http import Http404


def reprises(request, territoire):
    raise Http404


def reprendre(request, slug):
    raise Http404


def reprise(request, reprise):
    raise Http404
