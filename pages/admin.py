"""Editorial pages in the back office."""

from django.contrib import admin

from pages.models import Page
from redaction.admin import PubliableAdmin


@admin.register(Page)
class PageAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "ordre", "updated_at"]
    search_fields = ["titre", "slug"]
    fieldsets = [
        ("La page", {"fields": ["titre", "chapo", "corps", "ordre"]}),
        ("Sources", {"fields": ["sources"]}),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["sources"]
