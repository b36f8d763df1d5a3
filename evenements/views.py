"""Views (being written)."""

from django.http import Http404


def journees_list(request, **kwargs):
    raise Http404


def journees_detail(request, **kwargs):
    raise Http404


def citation_list(request, **kwargs):
    raise Http404


def rendezvous_list(request, **kwargs):
    raise Http404


def rendezvous_detail(request, **kwargs):
    raise Http404
