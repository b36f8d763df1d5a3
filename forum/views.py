"""Views (being written)."""

from django.http import Http404


def idee_list(request, **kwargs):
    raise Http404


def idee_detail(request, **kwargs):
    raise Http404
