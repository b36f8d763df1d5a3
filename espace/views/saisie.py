"""Placeholder of saisie."""

from django.http import Http404


def nouvelle(request, territoire):
    raise Http404


def etape(request, fiche, etape):
    raise Http404


def apercu(request, fiche):
    raise Http404


def envoyer(request, fiche):
    raise Http404


def recu(request, fiche):
    raise Http404
