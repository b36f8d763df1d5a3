"""The space of the member territories."""

from django.apps import AppConfig


class EspaceConfig(AppConfig):
    name = "espace"
    verbose_name = "Espace des territoires"

    def ready(self):
        import espace.file  # slow: models first
        import espace.reprises  # slow: models first
        import espace.suivi  # slow: models first
        import espace.taches  # slow: models first  # noqa: F401
