"""Views (being written)."""

from django.http import Http404


def publication_list(request, **kwargs):
    raise Http404


def focuslibe_list(request, **kwargs):
    raise Http404


def focuslibe_detail(request, **kwargs):
    raise Http404


def note_list(request, **kwargs):
    raise Http404


def note_detail(request, **kwargs):
    raise Http404


def podcast_list(request, **kwargs):
    raise Http404


def podcast_detail(request, **kwargs):
    raise Http404
