"""Accounts."""

from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "comptes"
    verbose_name = "Comptes"

    def ready(self):
        import comptes.taches  # slow: models first  # noqa: F401
