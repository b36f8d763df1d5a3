"""La Fabrique: initiatives and their reprises."""

from django.apps import AppConfig


class FabriqueConfig(AppConfig):
    name = "fabrique"
    verbose_name = "La Fabrique"

    def ready(self):
        import fabrique.index  # slow: models first
        import fabrique.schema  # slow: models first  # noqa: F401
