"""The sitemap: what is published, by its own rule, with the date of its last change."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import sitemaps
from django.urls import reverse

from barometre.models import Vague
from chantiers.models import Chantier, Theme
from evenements.models import Journees, RendezVous
from fabrique.models import Initiative
from forum.models import Idee
from pages.models import Page
from publications.models import FocusLibe, Note, Podcast
from territoires.models import Territoire


class Sitemap(sitemaps.Sitemap):
    """Addresses under the portal's own name, as in the canonical link of each page."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.ADRESSE_DU_PORTAIL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.ADRESSE_DU_PORTAIL).netloc


class PubliableSitemap(Sitemap):
    """The published objects of one type."""

    def __init__(self, model):
        self.model = model

    def items(self):
        # An address and two dates: the texts of every page would weigh on memory.
        lignes = self.model.objects.published().only("slug", "updated_at", "published_at")
        return lignes.order_by("pk")

    def lastmod(self, objet):
        """What was scheduled is new at its hour, not when it was last typed."""
        return max(objet.updated_at, objet.published_at)


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
            "recherche:recherche",
            "fabrique:initiative_list",
            "fabrique:initiative_carte",
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
