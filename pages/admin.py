"""Editorial pages and the composition of the home page in the back office."""

from django.contrib import admin
from django.db.models import BooleanField, Case, Exists, OuterRef, Value, When
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.utils.text import Truncator

from barometre.models import Question, Resultat
from pages.models import ChoixDeUne, Page, Une
from redaction.admin import PubliableAdmin
from redaction.admin.etats import pastille
from solidaires.admin import TabularInline
from solidaires.texte import INSECABLE


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


class ChoixFormSet(BaseInlineFormSet):
    """The choices of one block; says on the line at fault, in plain words, what is chosen twice."""

    cle = ""

    @classmethod
    def get_default_prefix(cls):
        return f"choix_{cls.cle}"

    def get_unique_error_message(self, unique_check):
        return "La même chose est choisie deux fois : gardez une seule ligne."

    def get_form_error(self):
        return "Déjà choisi plus haut : choisissez autre chose ou supprimez cette ligne."


class ChoixInline(TabularInline):
    """The choices of one block of the home page: each subclass says which, in the order of the page."""

    model = ChoixDeUne
    formset = ChoixFormSet
    classes = ["choix-de-une"]
    readonly_fields = ["etat"]
    # The key of ChoixDeUne, what its lines show of it, and what to say when it is left empty.
    cle = ""
    select_related = ()
    vide = ""

    def get_fields(self, request, obj=None):
        return ["ordre", self.cle, "etat"]

    def get_autocomplete_fields(self, request):
        return [self.cle]

    def get_queryset(self, request):
        choix = super().get_queryset(request).filter(**{f"{self.cle}__isnull": False})
        return choix.select_related(self.cle, *self.select_related)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.cle = self.cle
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.cle:
            kwargs |= {"required": True, "error_messages": {"required": self.vide}}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Only to choose: what is chosen is written and corrected on its own page."""
        champ = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == self.cle:
            champ.widget.can_add_related = False
            champ.widget.can_change_related = False
            champ.widget.can_view_related = False
        return champ

    @admin.display(description="état")
    def etat(self, choix):
        fiche = self.fiche(choix)
        return pastille(fiche.etat_effectif) if fiche else "–"

    def fiche(self, choix):
        """The sheet that must be online for this choice to show; None on a line still empty."""
        return getattr(choix, self.cle)


class InitiativeChoisieInline(ChoixInline):
    verbose_name = "initiative"
    verbose_name_plural = "La Fabrique : les initiatives, trois places"
    cle = "initiative"
    vide = "Choisissez une initiative, ou supprimez la ligne."


class QuestionField(ModelChoiceField):
    """Questions come back from wave to wave in the same words: the year tells them apart."""

    def label_from_instance(self, question):
        texte = Truncator(str(question)).chars(90, truncate="…")
        return f"{question.vague.annee}{INSECABLE}: {texte}"


class QuestionChoisieInline(ChoixInline):
    verbose_name = "question du baromètre"
    verbose_name_plural = "Le baromètre : la question, une place"
    cle = "question"
    select_related = ["question__vague"]
    vide = "Choisissez une question, ou supprimez la ligne."

    def get_autocomplete_fields(self, request):
        return []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.cle:
            chiffrees = Resultat.objects.filter(
                modalite__question=OuterRef("pk"), sous_groupe=""
            )
            kwargs["form_class"] = QuestionField
            kwargs["queryset"] = (
                Question.objects.filter(Exists(chiffrees))
                .select_related("vague")
                .order_by("-vague__annee", "vague__type", "vague", "ordre", "pk")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def fiche(self, choix):
        return choix.question and choix.question.vague


class CitationChoisieInline(ChoixInline):
    verbose_name = "citation"
    verbose_name_plural = "Les Journées : la citation, une place"
    cle = "citation"
    select_related = ["citation__personne"]
    vide = "Choisissez une citation, ou supprimez la ligne."


class IdeeChoisieInline(ChoixInline):
    verbose_name = "idée"
    verbose_name_plural = "Le Forum : les idées, trois places"
    cle = "idee"
    vide = "Choisissez une idée, ou supprimez la ligne."


class FocusChoisiInline(ChoixInline):
    verbose_name = "focus Libé"
    verbose_name_plural = "À lire : le focus Libé, une place"
    cle = "focus"
    vide = "Choisissez un focus, ou supprimez la ligne."


class RendezVousChoisiInline(ChoixInline):
    verbose_name = "rendez-vous"
    verbose_name_plural = "Le calendrier : les rendez-vous à venir, trois places"
    cle = "rendez_vous"
    vide = "Choisissez un rendez-vous, ou supprimez la ligne."


@admin.register(Une)
class UneAdmin(PubliableAdmin):
    list_display = [
        "titre",
        "etat_badge",
        "en_vigueur",
        "published_at",
        "retired_at",
    ]
    search_fields = ["titre", "slug"]
    fieldsets = [
        (
            "La une",
            {
                "description": "Ce que vous choisissez ici passe devant sur la page d’accueil, dans "
                "l’ordre des numéros. Les places libres sont prises par ce qui est le plus récent. "
                "Un choix qui n’est pas en ligne n’apparaît pas ; un choix en trop attend qu’une "
                "place se libère. La une publiée en dernier est celle que voit le public : "
                "programmez-la pour un jour, et donnez-lui une fin si la précédente doit revenir.",
                "fields": ["titre"],
            },
        ),
        PubliableAdmin.fieldset_publication,
    ]
    inlines = [
        InitiativeChoisieInline,
        QuestionChoisieInline,
        CitationChoisieInline,
        IdeeChoisieInline,
        FocusChoisiInline,
        RendezVousChoisiInline,
    ]

    class Media:
        css = {"all": ["css/admin-une.css"]}

    def get_queryset(self, request):
        """With `in_force`: whether the home page follows it now."""
        en_vigueur = Case(
            When(pk__in=Une.objects.in_force().values("pk"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        return super().get_queryset(request).annotate(in_force=en_vigueur)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["help_texts"] = {"slug": "Un nom court sans accent. Le public ne le voit pas."}
        kwargs["labels"] = {"slug": "Identifiant"}
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description="en vigueur")
    def en_vigueur(self, une):
        return "Oui" if une.in_force else None
