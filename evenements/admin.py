"""Les Journées, the calendar and the quotations in the back office."""

from django.contrib import admin

from evenements.models import Citation, Intervention, Journees, Personne, RendezVous, Seance
from redaction.admin import PartieAdmin, PubliableAdmin
from solidaires import texte
from solidaires.admin import EditeurAdmin, StackedInline, TabularInline


class SeanceInline(StackedInline):
    model = Seance
    verbose_name_plural = "séances du programme"
    fields = [
        ("type", "ordre"),
        "titre",
        ("date", "heure_debut", "heure_fin"),
        "salle",
        "tenue",
        "raison",
        "animation",
        "replay",
    ]
    autocomplete_fields = ["replay"]
    show_change_link = True


class InterventionInline(TabularInline):
    model = Intervention
    fields = ["ordre", "personne", "role", "source"]
    autocomplete_fields = ["personne", "source"]


class PresenceInline(InterventionInline):
    verbose_name_plural = "personnes présentes, séance non connue"


@admin.register(Journees)
class JourneesAdmin(PubliableAdmin):
    list_display = ["__str__", "etat_badge", "theme", "date_debut", "ville", "updated_at"]
    list_filter = ["tenue", "format"]
    search_fields = ["theme", "sous_titre", "ville", "slug"]
    prepopulated_fields = {"slug": ["annee"]}
    fieldsets = [
        (
            "L’édition",
            {"fields": ["annee", "numero", "theme", "sous_titre", "presentation", "questions"]},
        ),
        (
            "Quand et où",
            {
                "fields": [
                    ("date_debut", "date_fin"),
                    "format",
                    "lieu",
                    "ville",
                    "tenue",
                    "raison",
                ]
            },
        ),
        ("Après", {"fields": ["replay", "suite", "partenaires"]}),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {
                "fields": [
                    "themes",
                    "chantiers",
                    "idees",
                    "mots_cles",
                    "documents",
                    "sources",
                    "note",
                ]
            },
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = [
        "replay",
        "image",
        "themes",
        "chantiers",
        "idees",
        "documents",
        "sources",
    ]
    inlines = [SeanceInline, PresenceInline]


@admin.register(RendezVous)
class RendezVousAdmin(PubliableAdmin):
    list_display = ["nom", "etat_badge", "annee", "date_debut", "ville", "coorganise"]
    list_filter = ["tenue", "coorganise", "annee"]
    search_fields = ["nom", "titre_edition", "ville", "slug"]
    prepopulated_fields = {"slug": ["nom", "annee"]}
    fieldsets = [
        (
            "Le rendez-vous",
            {"fields": ["nom", "titre_edition", "numero", "organisateurs", "coorganise"]},
        ),
        (
            "Quand et où",
            {
                "fields": [
                    "annee",
                    ("date_debut", "date_fin"),
                    "lieu",
                    "ville",
                    "tenue",
                    "raison",
                ]
            },
        ),
        ("Ce qu’il s’y passe", {"fields": ["presentation", "participation", "lien"]}),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {"fields": ["themes", "chantiers", "idees", "mots_cles", "sources", "note"]},
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["lien", "image", "themes", "chantiers", "idees", "sources"]
    inlines = [SeanceInline, PresenceInline]


@admin.register(Seance)
class SeanceAdmin(PartieAdmin):
    list_display = [
        "__str__",
        "type",
        "journees",
        "rendez_vous",
        "date",
        "heure_debut",
        "salle",
    ]
    list_filter = ["type", "journees"]
    search_fields = ["titre", "salle", "animation"]
    list_select_related = ["journees", "rendez_vous"]
    fieldsets = [
        (
            "La séance",
            {
                "description": "Elle est visible dès que son édition (ou son rendez-vous) l’est.",
                "fields": ["journees", "rendez_vous", "type", "titre", "resume", "ordre"],
            },
        ),
        (
            "Quand et où",
            {
                "fields": [
                    "date",
                    ("heure_debut", "heure_fin"),
                    "salle",
                    "tenue",
                    "raison",
                    "accessibilite",
                ]
            },
        ),
        ("Qui", {"fields": ["animation", "nombre_intervenants"]}),
        (
            "Liens et sources",
            {"fields": ["replay", "chantiers", "initiatives", "sources", "note"]},
        ),
    ]
    autocomplete_fields = [
        "journees",
        "rendez_vous",
        "replay",
        "chantiers",
        "initiatives",
        "sources",
    ]
    inlines = [InterventionInline]


@admin.register(Personne)
class PersonneAdmin(EditeurAdmin):
    list_display = ["nom", "territoire"]
    search_fields = ["nom"]
    list_select_related = ["territoire"]
    fieldsets = [
        (
            None,
            {
                "description": "Le rôle d’une personne se note à chaque prise de parole, tel "
                "qu’il était ce jour-là. Pas de coordonnées ici.",
                "fields": ["nom", "territoire"],
            },
        )
    ]
    autocomplete_fields = ["territoire"]


@admin.register(Citation)
class CitationAdmin(PubliableAdmin):
    list_display = ["personne", "role", "annee", "etat_badge", "extrait"]
    list_filter = ["annee", "themes"]
    search_fields = ["texte", "personne__nom", "role"]
    list_select_related = ["personne"]
    prepopulated_fields = {}
    fieldsets = [
        ("Les mots", {"fields": ["texte", "personne", "role", "annee", "journees"]}),
        ("Classement et sources", {"fields": ["themes", "mots_cles", "sources", "note"]}),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["personne", "journees", "themes", "sources"]

    @admin.display(description="début")
    def extrait(self, obj):
        return texte.extrait(obj.texte, 70)
