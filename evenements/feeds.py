"""Atom feed of the calendar."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.text import capfirst

from evenements.models import RendezVous
from solidaires import texte
from solidaires.templatetags.texte import periode


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
        """When, where, what: « Du 9 au 11 février 2024 · Bordeaux · … »."""
        quand = strip_tags(periode(rendez_vous.date_debut, rendez_vous.date_fin))
        ou = texte.une_ligne(rendez_vous.ville)
        quoi = texte.extrait(rendez_vous.accroche, 300)
        return " · ".join(filter(None, [capfirst(quand) or rendez_vous.sans_dates, ou, quoi]))

    def item_pubdate(self, rendez_vous):
        return rendez_vous.published_at

    def item_updateddate(self, rendez_vous):
        return max(rendez_vous.updated_at, rendez_vous.published_at)
