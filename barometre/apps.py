"""The IFOP barometer: waves, questions and figures."""

from django.apps import AppConfig


class BarometreConfig(AppConfig):
    name = "barometre"
    verbose_name = "Le baromètre"

    def ready(self):
        import barometre.index  # slow: models first
        import barometre.schema  # slow: models first  # noqa: F401
