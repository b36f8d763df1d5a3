"""Ideas in the back office."""

from django.contrib import admin

from forum.models import Idee
from redaction.admin import PubliableAdmin


@admin.register(Idee)
class IdeeAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "signature", "annee", "suite", "updated_at"]
    list_filter = ["suite", "partenaire", "themes", "chantiers"]
    search_fields = ["titre", "slug", "auteur", "organisation"]
    fieldsets = [
        ("L’idée", {"fields": ["titre", "chapo", "corps"]}),
        (
            "Qui la propose",
            {"fields": ["auteur", "organisation", "partenaire", "annee"]},
        ),
        (
            "Ce qu’elle devient",
            {
                "description": "La suite et la réponse sont publiques, avec leur date.",
                "fields": ["suite", "reponse", "date_reponse"],
            },
        ),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {"fields": ["themes", "chantiers", "mots_cles", "sources", "note"]},
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["image", "themes", "chantiers", "sources"]
