"""Atom feed of the calendar."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from evenements.models import RendezVous
from solidaires import texte


class RendezVousFeed(Feed):
    """The thirty entries of the calendar put online last."""

    feed_type = Atom1Feed
    title = "Solutions solidaires – Le calendrier solidaire"
    subtitle = "Les derniers rendez-vous ajoutés au calendrier"
    link = reverse_lazy("evenements:rendezvous_list")
    language = "fr"

    def items(self):
        return RendezVous.objects.published().newest()[:30]

    def item_title(self, rendez_vous):
        return texte.une_ligne(str(rendez_vous))

    def item_description(self, rendez_vous):
        return texte.extrait(rendez_vous.accroche, 400)

    def item_pubdate(self, rendez_vous):
        return rendez_vous.published_at

    def item_updateddate(self, rendez_vous):
        return max(rendez_vous.updated_at, rendez_vous.published_at)
