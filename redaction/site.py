"""The admin site: Django's, with the pages of the desk."""

from redaction import corbeille
from solidaires.admin import SolidairesAdminSite


class BureauSite(SolidairesAdminSite):
    """The coordinator's back office."""

    def get_urls(self):
        return [*corbeille.get_urls(self), *super().get_urls()]
