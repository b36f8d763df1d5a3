"""What the portal does by itself."""

from django.apps import AppConfig


class CourrierConfig(AppConfig):
    name = "courrier"
    verbose_name = "Tâches du portail"
