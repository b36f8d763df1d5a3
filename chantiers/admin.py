"""Themes, keywords and workstreams in the back office."""

from django.contrib import admin
from django.db.models import Count
from taggit.models import Tag

from chantiers.models import Chantier, MotCle, Public, Theme
from redaction.admin import PubliableAdmin
from solidaires.admin import EditeurAdmin

# taggit's own table stays empty: our keywords are MotCle.
admin.site.unregister(Tag)


@admin.register(MotCle)
class MotCleAdmin(EditeurAdmin):
    list_display = ["name", "nombre_usages"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(nombre=Count("usages"))

    @admin.display(description="usages", ordering="nombre")
    def nombre_usages(self, obj):
        return obj.nombre


@admin.register(Theme)
class ThemeAdmin(EditeurAdmin):
    list_display = ["nom", "ordre", "description"]
    list_editable = ["ordre"]
    search_fields = ["nom", "slug"]
    prepopulated_fields = {"slug": ["nom"]}
    fieldsets = [
        (
            None,
            {
                "description": "Les champs des solidarités : une liste courte, la même partout. "
                "Pour le reste, utilisez les mots-clés.",
                "fields": ["nom", "slug", "description", "ordre"],
            },
        )
    ]


@admin.register(Public)
class PublicAdmin(EditeurAdmin):
    list_display = ["nom", "ordre"]
    list_editable = ["ordre"]
    search_fields = ["nom", "slug"]
    prepopulated_fields = {"slug": ["nom"]}
    fieldsets = [
        (
            None,
            {
                "description": "Les personnes pour qui sont les solutions : une liste courte, qui "
                "sert à filtrer la Fabrique. Le détail se dit dans « pour qui » sur chaque fiche.",
                "fields": ["nom", "slug", "ordre"],
            },
        )
    ]


@admin.register(Chantier)
class ChantierAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "ordre", "updated_at"]
    list_filter = ["themes"]
    search_fields = ["titre", "slug", "chapo"]
    fieldsets = [
        (
            "Le chantier",
            {
                "description": "La page rassemble d’elle-même les idées, initiatives, séances et "
                "publications qui citent ce chantier.",
                "fields": ["titre", "chapo", "corps", "ordre"],
            },
        ),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        ("Classement et sources", {"fields": ["themes", "mots_cles", "sources"]}),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["image", "themes", "sources"]
