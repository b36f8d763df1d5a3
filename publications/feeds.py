"""Atom feed of the publications, the three families together."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from publications.models import FocusLibe, Note, Podcast
from solidaires import texte

NOMBRE = 30


class PublicationFeed(Feed):
    """The thirty focus issues, notes and podcasts put online last."""

    feed_type = Atom1Feed
    title = "Solutions solidaires – Les publications"
    subtitle = "Les derniers focus, notes et podcasts"
    link = reverse_lazy("publications:publication_list")
    language = "fr"

    def items(self):
        """Latest first; on the same instant, focus issues, then notes, then podcasts."""
        publications = [
            publication
            for model in (FocusLibe, Note, Podcast)
            for publication in model.objects.published().newest()[:NOMBRE]
        ]
        # A stable sort: each family keeps its own order.
        return sorted(publications, key=lambda p: p.published_at, reverse=True)[:NOMBRE]

    def item_title(self, publication):
        return texte.une_ligne(publication.titre)

    def item_description(self, publication):
        return texte.extrait(publication.accroche or publication.surtitre, 400)

    def item_categories(self, publication):
        return [publication._meta.verbose_name]

    def item_pubdate(self, publication):
        return publication.published_at

    def item_updateddate(self, publication):
        return max(publication.updated_at, publication.published_at)
