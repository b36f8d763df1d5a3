"""Addresses that stay: those that pages had, short ones for print, those of the former site."""

from django.apps import AppConfig


class AdressesConfig(AppConfig):
    name = "adresses"
    verbose_name = "Adresses"

    def ready(self):
        import adresses.memoire  # slow: models first
        import adresses.taches  # slow: models first  # noqa: F401
