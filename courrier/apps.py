"""What the portal does by itself, and the mail that it sends."""

from django.apps import AppConfig


class CourrierConfig(AppConfig):
    name = "courrier"
    verbose_name = "Courrier et tâches"

    def ready(self):
        import courrier.expedition  # slow: models first  # noqa: F401
