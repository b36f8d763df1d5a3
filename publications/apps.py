"""Focus issues with Libération, notes and podcasts."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = "Publications"

    def ready(self):
        import publications.file  # slow: models first
        import publications.index  # slow: models first
        import publications.schema  # slow: models first  # noqa: F401
