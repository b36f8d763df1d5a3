"""The words that the coordination says equal."""

from django.contrib import admin

from recherche.models import FamilleDeMots
from solidaires.admin import EditeurAdmin


@admin.register(FamilleDeMots)
class FamilleDeMotsAdmin(EditeurAdmin):
    list_display = ["termes"]
    search_fields = ["termes"]
    fieldsets = [
        (
            None,
            {
                "description": "Les sigles et les synonymes que la recherche prend l’un pour "
                "l’autre. L’effet est immédiat.",
                "fields": ["termes"],
            },
        )
    ]
