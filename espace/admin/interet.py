"""Conversations between territories: read by the coordination, written by the territories."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from espace.interets import Cote, fil
from espace.models import Interet
from solidaires.admin import EditeurAdmin, jour_court
from territoires.models import Agent


class LectureSeule:
    """Nothing is typed nor deleted here: what two territories wrote stays as they wrote it."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReponseFilter(admin.SimpleListFilter):
    title = "réponse"
    parameter_name = "reponse"

    def lookups(self, request, model_admin):
        return [("attendue", "Attendue"), ("donnee", "Donnée")]

    def queryset(self, request, queryset):
        match self.value():
            case "attendue":
                return queryset.filter(dernier_cote=Cote.DEMANDEUR)
            case "donnee":
                return queryset.exclude(dernier_cote=Cote.DEMANDEUR)
        return queryset


@admin.register(Interet)
class InteretAdmin(LectureSeule, EditeurAdmin):
    """Who wrote to whom, and whether somebody answered."""

    list_display = ["fiche", "demandeur", "porteur", "reponse", "dernier"]
    list_filter = [ReponseFilter]
    search_fields = [
        "initiative__titre",
        "initiative__territoire__nom_replie",
        "territoire__nom_replie",
    ]
    fields = ["fiche", "demandeur", "porteur", "reponse", "created_at"]
    change_form_template = "espace/admin_interet.html"

    def render_change_form(self, request, context, *args, **kwargs):
        """With the messages, as the two territories read them."""
        context["echanges"] = fil(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request):
        agents = Agent.objects.in_force().filter(territoire=OuterRef("initiative__territoire"))
        return super().get_queryset(request).for_list().annotate(has_agent=Exists(agents))

    @admin.display(description="fiche", ordering="initiative__titre")
    def fiche(self, obj):
        return obj.initiative.titre

    @admin.display(description="territoire intéressé", ordering="territoire__nom_replie")
    def demandeur(self, obj):
        return obj.territoire

    @admin.display(
        description="territoire porteur", ordering="initiative__territoire__nom_replie"
    )
    def porteur(self, obj):
        return obj.initiative.territoire

    @admin.display(description="réponse", ordering="dernier_cote")
    def reponse(self, obj):
        if obj.dernier_cote != Cote.DEMANDEUR:
            return "Donnée"
        return "Attendue" if obj.has_agent else "Attendue : personne n’agit pour ce territoire"

    @admin.display(description="dernier message", ordering="dernier_at")
    def dernier(self, obj):
        return jour_court(obj.dernier_at)
