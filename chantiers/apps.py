"""What cuts across every section: themes, keywords and workstreams."""

from django.apps import AppConfig


class ChantiersConfig(AppConfig):
    name = "chantiers"
    verbose_name = "Chantiers et thèmes"

    def ready(self):
        import chantiers.index  # slow: models first
        import chantiers.schema  # slow: models first  # noqa: F401
