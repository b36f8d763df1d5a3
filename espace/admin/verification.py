"""The yearly questions and their answers: read here, asked and answered elsewhere."""

from django.contrib import admin

from espace.admin.interet import LectureSeule
from espace.models import Verification
from solidaires.admin import EditeurAdmin


@admin.register(Verification)
class VerificationAdmin(LectureSeule, EditeurAdmin):
    list_display = ["fiche", "porteur", "demandee_at", "relancee_at", "reponse", "repondue_at"]
    list_filter = ["reponse"]
    search_fields = ["initiative__titre", "initiative__territoire__nom_replie"]
    list_select_related = ["initiative__territoire"]
    date_hierarchy = "demandee_at"
    fields = [
        "fiche",
        "porteur",
        "demandee_at",
        "relancee_at",
        "reponse",
        "precision",
        "repondue_at",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("initiative__territoire")

    @admin.display(description="fiche", ordering="initiative__titre")
    def fiche(self, obj):
        return obj.initiative.titre

    @admin.display(description="territoire", ordering="initiative__territoire__nom_replie")
    def porteur(self, obj):
        return obj.initiative.territoire
