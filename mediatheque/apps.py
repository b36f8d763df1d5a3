"""Images, documents and external links: what any page may show or cite."""

from django.apps import AppConfig


class MediathequeConfig(AppConfig):
    name = "mediatheque"
    verbose_name = "Médiathèque"
