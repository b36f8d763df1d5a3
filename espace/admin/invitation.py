"""Invitations in the back office: the coordination invites the first people of a territory."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from espace import invitations
from espace.models import Invitation
from solidaires.admin import EditeurAdmin
from territoires.models import Agent


class EtatFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [
            ("attente", "En attente"),
            ("acceptee", "Acceptée"),
            ("annulee", "Annulée"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "attente":
                return queryset.filter(accepted_at=None, revoked_at=None)
            case "acceptee":
                return queryset.filter(accepted_at__isnull=False)
            case "annulee":
                return queryset.filter(revoked_at__isnull=False)
        return queryset


@admin.action(description="Envoyer de nouveau", permissions=["change"])
def renouveler(modeladmin, request, queryset):
    """The ones that wait, expired or not; the link serves fourteen days more."""
    for invitation in queryset.filter(accepted_at=None, revoked_at=None):
        invitations.envoyer(invitation, request.user)
        modeladmin.log_change(request, invitation, "Invitation envoyée de nouveau.")
        modeladmin.message_user(
            request, f"L’invitation de {invitation} est envoyée de nouveau.", messages.SUCCESS
        )


@admin.action(description="Annuler", permissions=["change"])
def annuler(modeladmin, request, queryset):
    """Their links serve no more."""
    for invitation in queryset:
        if invitations.annuler(invitation):
            modeladmin.log_change(request, invitation, "Invitation annulée.")
            modeladmin.message_user(
                request, f"L’invitation de {invitation} est annulée.", messages.SUCCESS
            )


@admin.register(Invitation)
class InvitationAdmin(EditeurAdmin):
    """Saving sends. What was sent is not typed over: it is sent again, or cancelled."""

    list_display = ["email", "territoire", "role", "etat", "created_at", "invite_par"]
    list_filter = [EtatFilter, "role"]
    search_fields = ["email", "nom", "territoire__nom_replie"]
    list_select_related = ["territoire", "invite_par"]
    fieldsets = [
        (
            None,
            {
                "description": "La personne reçoit un courriel avec un lien qui vaut quatorze "
                "jours. Elle n’invente pas de mot de passe.",
                "fields": ["territoire", "email", "nom", "role"],
            },
        )
    ]
    autocomplete_fields = ["territoire"]
    actions = [renouveler, annuler]

    def get_changeform_initial_data(self, request):
        return {"role": Agent.Role.REFERENT, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request, obj=None):
        """The right gives the actions of the list; no row is typed over."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        if change:
            return formulaire

        class Neuve(formulaire):
            """Whoever acts already, or is already invited, is told so beside the address."""

            def clean(self):
                donnees = super().clean()
                territoire, email = donnees.get("territoire"), donnees.get("email")
                if not (territoire and email):
                    return donnees
                agents = Agent.objects.in_force().filter(territoire=territoire)
                if agents.filter(user__email__iexact=email).exists():
                    raise ValidationError(
                        {"email": f"Cette personne agit déjà pour {territoire.nom}."}
                    )
                if invitations.en_attente(territoire, email).exists():
                    raise ValidationError(
                        {
                            "email": "Une invitation attend déjà cette personne : envoyez-la de "
                            "nouveau depuis la liste."
                        }
                    )
                return donnees

        return Neuve

    def save_model(self, request, obj, form, change):
        invitations.envoyer(obj, request.user)

    @admin.display(description="état")
    def etat(self, obj):
        if obj.accepted_at:
            return "Acceptée"
        if obj.revoked_at:
            return "Annulée"
        return "En attente" if obj.is_open else "Périmée"
