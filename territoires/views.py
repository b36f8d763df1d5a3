"""Views (being written)."""

from django.http import Http404


def territoire_list(request, **kwargs):
    raise Http404


def territoire_detail(request, **kwargs):
    raise Http404
