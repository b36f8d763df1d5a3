"""The editorial desk."""

from django.apps import AppConfig


class RedactionConfig(AppConfig):
    name = "redaction"
    verbose_name = "Suivi"

    def ready(self):
        import redaction.sources  # slow: models first
        import redaction.taches  # slow: models first  # noqa: F401
