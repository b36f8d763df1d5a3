"""Focus issues, notes and podcasts in the back office."""

from django.contrib import admin

from publications.models import Article, FocusLibe, Note, Podcast
from redaction.admin import PubliableAdmin
from solidaires.admin import StackedInline


class ArticleInline(StackedInline):
    model = Article
    verbose_name_plural = "articles et tribunes sur liberation.fr"
    fields = [
        ("type", "ordre"),
        "titre",
        "auteurs",
        "rubrique",
        ("annee", "mois", "date"),
        "resume",
        "lien",
        "source",
        "idee",
        "note",
    ]
    autocomplete_fields = ["lien", "source", "idee"]


@admin.register(FocusLibe)
class FocusLibeAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "theme", "annee", "mois", "has_cahier"]
    list_filter = ["annee", "themes"]
    search_fields = ["titre", "theme", "slug"]
    fieldsets = [
        (
            "Le focus",
            {
                "description": "Un mois et un sujet l’identifient.",
                "fields": ["titre", "theme", ("annee", "mois"), "presentation", "sujets"],
            },
        ),
        (
            "Le cahier",
            {"fields": ["has_cahier", "cahier_pages", "cahier_date", "cahier", "cahier_lien"]},
        ),
        (
            "Le forum",
            {"fields": ["forum_titre", "forum_date", "forum_journees", "forum_rendez_vous"]},
        ),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {"fields": ["partenaires", "themes", "chantiers", "mots_cles", "sources", "note"]},
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = [
        "cahier",
        "cahier_lien",
        "forum_journees",
        "forum_rendez_vous",
        "image",
        "themes",
        "chantiers",
        "sources",
    ]
    inlines = [ArticleInline]


@admin.register(Note)
class NoteAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "type", "annee", "lien", "updated_at"]
    list_filter = ["type", "oeil_verifie", "themes"]
    search_fields = ["titre", "auteurs", "slug"]
    list_select_related = ["lien"]
    fieldsets = [
        (
            "La note",
            {"fields": ["titre", "titre_document", "type", "auteurs", "resume", "lien"]},
        ),
        ("Parution", {"fields": [("annee", "date"), "oeil_verifie"]}),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {"fields": ["themes", "chantiers", "mots_cles", "sources", "note"]},
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["lien", "image", "themes", "chantiers", "sources"]


@admin.register(Podcast)
class PodcastAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "date", "duree_minutes", "lien"]
    list_filter = ["themes"]
    search_fields = ["titre", "question", "slug"]
    list_select_related = ["lien"]
    fieldsets = [
        (
            "L’épisode",
            {
                "fields": [
                    "titre",
                    "question",
                    "presentation",
                    ("date", "duree_minutes"),
                    "lien",
                ]
            },
        ),
        ("Les trois voix", {"fields": ["elu", "porteur", "expert"]}),
        ("Transcription", {"fields": ["transcription"]}),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        ("Classement et sources", {"fields": ["themes", "chantiers", "mots_cles", "sources"]}),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["lien", "image", "themes", "chantiers", "sources"]
