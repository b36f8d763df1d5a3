"""Editorial pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Pages"

    def ready(self):
        import pages.index  # slow: models first
        import pages.schema  # slow: models first  # noqa: F401
