"""The sitemap: what is published, by its own rule, with the date of its last change."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from barometre.models import Vague
from chantiers.models import Chantier, Theme
from evenements.models import Journees, RendezVous
from fabrique.models import Initiative
from forum.models import Idee
from pages.models import Page
from publications.models import FocusLibe, Note, Podcast
from territoires.models import Territoire


class PubliableSitemap(Sitemap):
    """The published objects of one type."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().order_by("pk")

    def lastmod(self, objet):
        return objet.updated_at


class ThemeSitemap(Sitemap):
    def items(self):
        return Theme.objects.order_by("pk")


class TerritoireSitemap(Sitemap):
    """Members, and territories with a published initiative: the others say nothing of their own."""

    def items(self):
        return Territoire.objects.active().order_by("pk")


class ListeSitemap(Sitemap):
    """The lists themselves."""

    def items(self):
        return [
            "accueil",
            "fabrique:initiative_list",
            "forum:idee_list",
            "forum:proposer",
            "evenements:journees_list",
            "evenements:citation_list",
            "evenements:rendezvous_list",
            "publications:publication_list",
            "publications:focuslibe_list",
            "publications:note_list",
            "publications:podcast_list",
            "barometre:vague_list",
            "territoires:territoire_list",
            "chantiers:chantier_list",
            "chantiers:theme_list",
            "pages:plan_du_site",
        ]

    def location(self, nom):
        return reverse(nom)


SITEMAPS = {
    "listes": ListeSitemap,
    "themes": ThemeSitemap,
    "territoires": TerritoireSitemap,
    **{
        model._meta.model_name: PubliableSitemap(model)
        for model in (
            Initiative,
            Idee,
            Journees,
            RendezVous,
            FocusLibe,
            Note,
            Podcast,
            Vague,
            Chantier,
            Page,
        )
    },
}
