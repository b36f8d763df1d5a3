"""Ideas in the back office, and what citizens sent."""

from django.contrib import admin
from django.utils.html import format_html

from forum import nouvelles
from forum.models import Idee, Proposition
from redaction.admin import PubliableAdmin
from solidaires.admin import EditeurAdmin, jour_court
from solidaires.publication import Etat


@admin.register(Idee)
class IdeeAdmin(PubliableAdmin):
    list_display = ["titre", "etat_badge", "signature", "annee", "suite", "updated_at"]
    list_filter = ["suite", "partenaire", "themes", "chantiers"]
    search_fields = ["titre", "slug", "auteur", "organisation"]
    fieldsets = [
        ("L’idée", {"fields": ["titre", "chapo", "corps"]}),
        (
            "Qui la propose",
            {"fields": ["auteur", "organisation", "partenaire", "annee", "proposition"]},
        ),
        (
            "Ce qu’elle devient",
            {
                "description": "La suite et la réponse sont publiques, avec leur date.",
                "fields": ["suite", "reponse", "date_reponse"],
            },
        ),
        ("Image", {"fields": ["image", "image_alt", "image_decorative"]}),
        (
            "Classement et sources",
            {"fields": ["themes", "chantiers", "mots_cles", "sources", "note"]},
        ),
        PubliableAdmin.fieldset_publication,
    ]
    autocomplete_fields = ["image", "themes", "chantiers", "sources"]
    readonly_fields = [*PubliableAdmin.readonly_fields, "proposition"]

    @admin.display(description="proposée par le formulaire")
    def proposition(self, obj):
        """What a citizen sent, that this idea was made from. One query."""
        envoyee = obj.pk and Proposition.objects.filter(idee=obj.pk).first()
        if not envoyee:
            return None
        return format_html(
            '<a href="{}">{}</a>, confirmée le {}',
            envoyee.get_admin_url(),
            envoyee.numero,
            jour_court(envoyee.confirmee_at),
        )


@admin.register(Proposition)
class PropositionAdmin(EditeurAdmin):
    """Confirmed proposals as they came, read only: what is decided is decided on the idea."""

    list_display = ["titre", "numero_", "ou_en_est", "confirmee"]
    search_fields = ["titre", "texte", "signature", "organisation", "email"]
    date_hierarchy = "confirmee_at"
    list_select_related = ["idee"]
    fieldsets = [
        (None, {"fields": ["numero_", "ou_en_est", "idee_liee"]}),
        ("Ce qui a été envoyé", {"fields": ["titre", "texte", "signature", "organisation"]}),
        (
            "Pour répondre",
            {
                "description": "L’adresse est effacée six mois après le refus ou la réponse "
                "publique. Les changements d’état de l’idée sont envoyés sans rien faire.",
                "fields": ["email", "created_at", "confirmee_at", "anonymisee_at"],
            },
        ),
    ]
    readonly_fields = ["numero_", "ou_en_est", "idee_liee"]
    actions = None

    def get_queryset(self, request):
        """Without what nobody has confirmed: it may be anybody's."""
        return super().get_queryset(request).filter(confirmee_at__isnull=False)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="numéro", ordering="pk")
    def numero_(self, obj):
        return obj.numero

    @admin.display(description="où elle en est")
    def ou_en_est(self, obj):
        """In the words that its author reads, in the colour of its state."""
        vivante = obj.idee and not obj.idee.jetee_at
        return format_html(
            '<span class="etat etat--{}">{}</span>',
            obj.idee.etat_effectif if vivante else Etat.BROUILLON,
            nouvelles.etapes(obj)[-1]["titre"],
        )

    @admin.display(description="confirmée le", ordering="confirmee_at")
    def confirmee(self, obj):
        return jour_court(obj.confirmee_at)

    @admin.display(description="idée")
    def idee_liee(self, obj):
        """The sheet made from it, if it is still there."""
        if obj.idee is None or obj.idee.jetee_at:
            return None
        return format_html('<a href="{}">{}</a>', obj.idee.get_admin_url(), obj.idee)
