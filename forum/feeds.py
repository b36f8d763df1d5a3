"""Atom feed of Le Forum."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from forum.models import Idee
from solidaires import texte


class IdeeFeed(Feed):
    """The thirty ideas put online last."""

    feed_type = Atom1Feed
    title = "Solutions solidaires – Le Forum"
    subtitle = "Les dernières idées publiées"
    link = reverse_lazy("forum:idee_list")
    language = "fr"

    def items(self):
        return Idee.objects.published().newest().prefetch_related("themes")[:30]

    def item_title(self, idee):
        return texte.une_ligne(idee.titre)

    def item_description(self, idee):
        return texte.extrait(idee.accroche, 400)

    def item_author_name(self, idee):
        """Atom wants an author for every entry."""
        return texte.une_ligne(idee.signature) or "Auteur non précisé"

    def item_categories(self, idee):
        return [texte.une_ligne(theme.nom) for theme in idee.themes.all()]

    def item_pubdate(self, idee):
        return idee.published_at

    def item_updateddate(self, idee):
        return max(idee.updated_at, idee.published_at)
