"""The project as an app (template tags, system checks) and the admin site it installs."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SolidairesConfig(AppConfig):
    name = "solidaires"
    verbose_name = "Solutions solidaires"


class SolidairesAdminConfig(AdminConfig):
    default_site = "redaction.site.BureauSite"
