"""The search of the portal: its index, its words, its page."""

from django.apps import AppConfig


class RechercheConfig(AppConfig):
    name = "recherche"
    verbose_name = "Recherche"

    def ready(self):
        import recherche.index  # slow: models first
        import recherche.taches  # slow: models first  # noqa: F401
