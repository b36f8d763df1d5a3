"""Reports of readers."""

from django.apps import AppConfig


class SignalementsConfig(AppConfig):
    name = "signalements"
    verbose_name = "Signalements"

    def ready(self):
        import signalements.taches  # slow: models first  # noqa: F401
