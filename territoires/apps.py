"""The official geography, memberships and agents."""

from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "territoires"
    verbose_name = "Territoires"

    def ready(self):
        import territoires.index  # slow: models first  # noqa: F401
