"""Views (being written)."""

from django.http import Http404


def vague_list(request, **kwargs):
    raise Http404


def vague_detail(request, **kwargs):
    raise Http404
