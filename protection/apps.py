"""Against abuse, with no third party: limits by address, honeypot and time trap, signed tokens."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "protection"
    verbose_name = "Protection contre les abus"
