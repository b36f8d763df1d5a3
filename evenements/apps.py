"""The yearly Journées, their séances, people and quotations, and the calendar."""

from django.apps import AppConfig


class EvenementsConfig(AppConfig):
    name = "evenements"
    verbose_name = "Les Journées et le calendrier"

    def ready(self):
        import evenements.agenda  # slow: models first
        import evenements.index  # slow: models first
        import evenements.schema  # slow: models first  # noqa: F401
