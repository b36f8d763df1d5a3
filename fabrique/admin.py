"""Initiatives and reprises in the back office."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import admin
from django.http import Http404
from django.urls import path, reverse

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


@dataclass(frozen=True)
class Voisine:
    """A page about one initiative, beside its form, that an app above adds to `InitiativeAdmin.voisines`.

    `nom` ends its address and its name (« admin:fabrique_initiative_<nom> »). `vue(admin, request,
    initiative)` checks the rights that it asks for. `lien(request, initiative)`: the words of the
    link to it from the form, "" to offer none.
    """

    nom: str
    vue: Callable
    lien: Callable


@admin.register(Initiative)
class InitiativeAdmin(PubliableAdmin):
    change_form_template = "admin/initiative_change_form.html"
    voisines: list[Voisine] = []
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
            {"fields": ["probleme", "solution", "pour_qui", "publics", "limites"]},
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
        "publics",
        "themes",
        "chantiers",
        "idees",
        "documents",
        "sources",
    ]
    inlines = [ChiffreCleInline, EtapeInline, IllustrationInline]

    def get_urls(self):
        return [
            *(
                path(
                    f"<int:object_id>/{voisine.nom}/",
                    self.admin_site.admin_view(partial(self.voisine_view, voisine)),
                    name=f"fabrique_initiative_{voisine.nom}",
                )
                for voisine in self.voisines
            ),
            *super().get_urls(),
        ]

    def voisine_view(self, voisine, request, object_id):
        initiative = self.get_object(request, str(object_id))
        if initiative is None:
            raise Http404
        return voisine.vue(self, request, initiative)

    def render_change_form(self, request, context, *args, **kwargs):
        initiative = context.get("original")
        if initiative:
            context["voisines"] = [
                (
                    mots,
                    reverse(f"admin:fabrique_initiative_{voisine.nom}", args=[initiative.pk]),
                )
                for voisine in self.voisines
                if (mots := voisine.lien(request, initiative))
            ]
        return super().render_change_form(request, context, *args, **kwargs)


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
