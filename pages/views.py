"""Views (being written)."""

from django.http import Http404


def plan_du_site(request, **kwargs):
    raise Http404


def page_detail(request, **kwargs):
    raise Http404
