"""Atom feed of La Fabrique."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from fabrique.models import Initiative
from solidaires import texte


class InitiativeFeed(Feed):
    """The thirty initiatives put online last."""

    feed_type = Atom1Feed
    title = "Solutions solidaires – La Fabrique"
    subtitle = "Les dernières initiatives publiées"
    link = reverse_lazy("fabrique:initiative_list")
    language = "fr"

    def items(self):
        initiatives = Initiative.objects.published().newest()
        return initiatives.select_related("territoire").prefetch_related("themes")[:30]

    def item_title(self, initiative):
        return texte.une_ligne(initiative.titre)

    def item_description(self, initiative):
        return texte.extrait(initiative.accroche, 400)

    def item_author_name(self, initiative):
        return initiative.territoire.nom

    def item_pubdate(self, initiative):
        return initiative.published_at

    def item_updateddate(self, initiative):
        return max(initiative.updated_at, initiative.published_at)

    def item_categories(self, initiative):
        return [texte.une_ligne(theme.nom) for theme in initiative.themes.all()]
