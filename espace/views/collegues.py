"""Placeholder of collegues."""

from django.http import Http404


def collegues(request, territoire):
    raise Http404


def collegue_fin(request, territoire, agent):
    raise Http404


def invitation_annuler(request, territoire, invitation):
    raise Http404


def invitation(request, jeton):
    raise Http404
