"""Atom feed (being written)."""

from django.contrib.syndication.views import Feed


class InitiativeFeed(Feed):
    link = "/"
