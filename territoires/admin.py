"""The geography and memberships in the back office. Agents are in espace/admin/agent.py."""

from django.contrib import admin

from solidaires.admin import EditeurAdmin, TabularInline
from territoires.models import Adhesion, Territoire


class AdhesionInline(TabularInline):
    model = Adhesion
    fields = ["role", "date_debut", "date_fin", "annee_attestee", "sources"]
    autocomplete_fields = ["sources"]


@admin.register(Territoire)
class TerritoireAdmin(EditeurAdmin):
    """Read-only: the rows come from the official file. Memberships are edited here."""

    list_display = ["nom", "code", "nature", "departement", "region", "population"]
    list_filter = ["nature"]
    search_fields = ["nom_replie", "code"]
    list_select_related = ["departement", "region"]
    # Counting 36,000 rows on each page of the list tells nothing.
    show_full_result_count = False
    fields = [
        "nom",
        "code",
        "nature",
        "region",
        "departement",
        "epci",
        "population",
        "date_fin",
    ]
    readonly_fields = fields
    inlines = [AdhesionInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Adhesion)
class AdhesionAdmin(EditeurAdmin):
    list_display = ["territoire", "role", "date_debut", "date_fin", "annee_attestee"]
    list_filter = ["role"]
    search_fields = ["territoire__nom_replie", "territoire__code"]
    list_select_related = ["territoire"]
    autocomplete_fields = ["territoire", "sources"]
