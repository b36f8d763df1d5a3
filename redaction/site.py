"""The admin site: Django's, with the pages of the desk."""

from redaction import accueil, corbeille, guide
from solidaires.admin import SolidairesAdminSite


class BureauSite(SolidairesAdminSite):
    """The coordinator's back office."""

    def get_urls(self):
        return [
            *accueil.get_urls(self),
            *corbeille.get_urls(self),
            *guide.get_urls(self),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        """The queue: what waits comes first, the list of types is in the side bar."""
        return super().index(
            request, {**accueil.contexte(request.user), **(extra_context or {})}
        )
