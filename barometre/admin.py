"""The barometer in the back office."""

from django.contrib import admin

from barometre.models import Modalite, Question, Resultat, Serie, Vague
from redaction.admin import PartieAdmin, PubliableAdmin
from solidaires.admin import EditeurAdmin, StackedInline, TabularInline


class QuestionInline(StackedInline):
    model = Question
    fields = [("ordre", "code"), "libelle", "resume", "famille"]
    show_change_link = True
    verbose_name_plural = "questions (ouvrez-en une pour ses réponses)"


@admin.register(Vague)
class VagueAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "type", "annee", "echantillon"]
    list_filter = ["type"]
    search_fields = ["titre", "slug"]
    prepopulated_fields = {"slug": ["annee"]}
    fieldsets = [
        ("La vague", {"fields": ["type", "titre", "annee", "numero", "presentation", "focus"]}),
        (
            "Mentions légales du sondage",
            {
                "description": "La loi du 19 juillet 1977 les exige. Si l’une d’elles n’est pas "
                "connue, dites pourquoi dans la dernière case : la phrase sera affichée.",
                "fields": [
                    "institut",
                    "direction",
                    "commanditaire",
                    "acheteur",
                    "echantillon",
                    "echantillon_texte",
                    "population",
                    "methode",
                    ("terrain_debut", "terrain_fin"),
                    "terrain_texte",
                    "mode",
                    "marges",
                    "notice",
                    "mentions_manquantes_motif",
                ],
            },
        ),
        ("Documents et sources", {"fields": ["lien", "rapport", "sources"]}),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["notice", "focus", "lien", "rapport", "sources"]
    inlines = [QuestionInline]


@admin.register(Serie)
class SerieAdmin(EditeurAdmin):
    list_display = ["titre", "motif"]
    search_fields = ["titre", "slug"]
    prepopulated_fields = {"slug": ["titre"]}


class ModaliteInline(TabularInline):
    model = Modalite
    fields = ["ordre", "libelle"]
    show_change_link = True


@admin.register(Question)
class QuestionAdmin(PartieAdmin):
    list_display = ["__str__", "vague", "famille", "serie", "ordre"]
    list_filter = ["vague", "famille"]
    search_fields = ["libelle", "resume", "code"]
    list_select_related = ["vague", "serie"]
    fieldsets = [
        (
            "La question",
            {
                "description": "Le texte exact s’il est connu ; sinon un résumé, présenté "
                "comme tel.",
                "fields": ["vague", "code", "libelle", "libelle_source", "resume", "famille"],
            },
        ),
        ("À qui", {"fields": ["base_texte", "base", "reponses_multiples"]}),
        ("D’une vague à l’autre", {"fields": ["serie", "rupture"]}),
        ("Classement", {"fields": ["chantiers", "note", "ordre"]}),
    ]
    autocomplete_fields = ["vague", "libelle_source", "serie", "chantiers"]
    inlines = [ModaliteInline]


class ResultatInline(TabularInline):
    model = Resultat
    fields = [
        "sous_groupe",
        "part_pct",
        "base",
        "precedent_pct",
        "ecart_points",
        "note",
        "sources",
    ]
    autocomplete_fields = ["sources"]


@admin.register(Modalite)
class ModaliteAdmin(PartieAdmin):
    list_display = ["libelle", "question", "ordre"]
    search_fields = ["libelle"]
    list_select_related = ["question"]
    autocomplete_fields = ["question"]
    inlines = [ResultatInline]

    def has_module_permission(self, request):
        """Reached from its question, not from the menu."""
        return False
