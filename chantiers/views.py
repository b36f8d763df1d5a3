"""Views (being written)."""

from django.http import Http404


def chantier_list(request, **kwargs):
    raise Http404


def chantier_detail(request, **kwargs):
    raise Http404


def theme_list(request, **kwargs):
    raise Http404


def theme_detail(request, **kwargs):
    raise Http404


def motcle_detail(request, **kwargs):
    raise Http404
