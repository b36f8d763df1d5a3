"""Initiatives and reprises in the back office."""

from django.contrib import admin

from fabrique.models import ChiffreCle, Etape, IllustrationInitiative, Initiative, Reprise
from redaction.admin import PubliableAdmin
from solidaires.admin import StackedInline, TabularInline


class EtapeInline(TabularInline):
    model = Etape
    verbose_name_plural = "étapes : les passages d’un stade à l’autre, datés"


class ChiffreCleInline(TabularInline):
    model = ChiffreCle
    verbose_name_plural = "chiffres : les résultats, avec leur source"
    fields = ["ordre", "approximation", "valeur", "unite", "libelle", "periode", "source"]
    autocomplete_fields = ["source"]


class IllustrationInline(StackedInline):
    model = IllustrationInitiative
    verbose_name_plural = "autres images"
    autocomplete_fields = ["image"]


@admin.register(Initiative)
class InitiativeAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "territoire", "nature", "stade", "updated_at"]
    list_filter = ["nature", "stade", "preuve", "themes", "chantiers"]
    search_fields = ["titre", "slug", "territoire__nom_replie", "porteur"]
    list_select_related = ["territoire"]
    fieldsets = [
        (
            "L’essentiel",
            {"fields": ["titre", "chapo", "nature", "territoire", "presentation"]},
        ),
        (
            "Le problème et la solution",
            {"fields": ["probleme", "solution", "pour_qui", "limites"]},
        ),
        (
            "Où et avec qui",
            {
                "fields": [
                    "territoire_precision",
                    "territoire_verifie",
                    "territoires_associes",
                    "lieux",
                    "porteur",
                    "partenaires",
                ]
            },
        ),
        (
            "Où elle en est",
            {
                "description": "Le stade actuel ; l’historique daté se remplit plus bas. Une "
                "initiative arrêtée reste utile : dites pourquoi dans « limites et échecs ».",
                "fields": ["stade", "stade_precision", "annee", "preuve", "date_confirmation"],
            },
        ),
        (
            "Les moyens",
            {
                "description": "Laissez vide ce qui n’est pas connu : la page dit « non "
                "communiqué ».",
                "fields": [
                    "cout_euros",
                    "cout_annee",
                    "cout_perimetre",
                    "cout_source",
                    "moyens_humains",
                ],
            },
        ),
        ("Pour la reprendre", {"fields": ["prerequis", "base_legale", "delai"]}),
        ("Image principale", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {
                "fields": [
                    "themes",
                    "chantiers",
                    "mots_cles",
                    "idees",
                    "rattachement",
                    "documents",
                    "sources",
                    "note",
                ]
            },
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = [
        "territoire",
        "territoires_associes",
        "cout_source",
        "image",
        "themes",
        "chantiers",
        "idees",
        "documents",
        "sources",
    ]
    inlines = [ChiffreCleInline, EtapeInline, IllustrationInline]


@admin.register(Reprise)
class RepriseAdmin(PubliableAdmin):
    list_display = ["initiative", "territoire", "statut", "etat_badge", "date"]
    list_filter = ["statut"]
    search_fields = ["initiative__titre", "territoire__nom_replie"]
    list_select_related = ["initiative", "territoire"]
    prepopulated_fields = {}
    fieldsets = [
        (
            "La reprise",
            {
                "description": "Un territoire reprend l’initiative d’un autre. Elle s’affiche "
                "sur les deux fiches et les deux territoires. Seules les reprises « en "
                "préparation » et « effectives » sont comptées ; un intérêt ou un abandon se "
                "lit à part.",
                "fields": [
                    "initiative",
                    "territoire",
                    "statut",
                    "date",
                    "adaptation",
                    "fiche",
                    "sources",
                ],
            },
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["initiative", "territoire", "fiche", "sources"]
