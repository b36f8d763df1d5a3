"""Le Forum: ideas."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Le Forum"

    def ready(self):
        import forum.index  # slow: models first
        import forum.schema  # slow: models first
        import forum.taches  # slow: models first  # noqa: F401
        from forum.suivi import raconter  # slow: models first
        from solidaires.publication import au_passage  # slow: with the witness

        au_passage(raconter)
