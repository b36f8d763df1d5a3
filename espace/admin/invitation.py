"""Invitations in the back office: the coordination invites the first people of a territory."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from espace import invitations
from espace.forms.invitation import PremiereInvitationForm
from espace.models import Invitation
from solidaires.admin import EditeurAdmin, jour_court
from territoires.models import Agent


class EtatFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("attente", "En attente"), ("acceptee", "Acceptée"), ("annulee", "Annulée")]

    def queryset(self, request, queryset):
        match self.value():
            case "attente":
                return queryset.filter(accepted_at=None, revoked_at=None)
            case "acceptee":
                return queryset.filter(accepted_at__isnull=False)
            case "annulee":
                return queryset.filter(revoked_at__isnull=False)
        return queryset


@admin.register(Invitation)
class InvitationAdmin(EditeurAdmin):
    """Saving sends. What was sent is not typed over: it is sent again, or cancelled."""

    form = PremiereInvitationForm
    list_display = ["email", "territoire", "role", "etat", "envoyee"]
    list_filter = [EtatFilter, "role"]
    search_fields = ["email", "nom", "territoire__nom_replie"]
    list_select_related = ["territoire"]
    fieldsets = [
        (
            None,
            {
                "description": "La personne reçoit un courriel avec un lien qui vaut quatorze jours, et "
                "entre sans mot de passe. Référente, elle invite ensuite ses collègues elle-même.",
                "fields": ["territoire", "email", "nom", "role"],
            },
        )
    ]
    autocomplete_fields = ["territoire"]
    readonly_fields = [
        "etat",
        "created_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
        "invite_par",
    ]
    add_form_template = "espace/admin_invitation_form.html"
    actions = ["renouveler", "annuler"]

    def get_fieldsets(self, request, obj=None):
        """Sent, it says what became of it, without the dates that have not come."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        absents = {
            "accepted_at": not obj.accepted_at,
            "revoked_at": not obj.revoked_at,
            "expires_at": obj.accepted_at or obj.revoked_at,
        }
        suivi = {
            "description": "Pour l’envoyer de nouveau ou l’annuler tant qu’elle attend, cochez-la dans "
            "la liste et choisissez l’action.",
            "fields": [champ for champ in self.readonly_fields if not absents.get(champ)],
        }
        (_, qui), *_ = self.fieldsets
        return [(None, {"fields": qui["fields"]}), ("Suivi", suivi)]

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if kwargs.get("add"):
            response.context_data["title"] = "Inviter une personne"
        return response

    def add_view(self, request, form_url="", extra_context=None):
        """What is refused while it is being saved is told on the form, as it was typed."""
        try:
            return super().add_view(request, form_url, extra_context)
        except invitations.InvitationRefusee as erreur:
            self.message_user(request, erreur.message, messages.ERROR)
            request.sans_enregistrer = True
            return super().add_view(request, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        """What leaves, for whom, until when: « a été ajouté » would not say that it is sent."""
        valable = date_format(timezone.localtime(obj.expires_at), "j F Y")
        self.message_user(
            request,
            f"Invitation à agir pour {obj.territoire} : le courriel part vers {obj.email}, son lien "
            f"vaut jusqu’au {valable}.",
            messages.SUCCESS,
        )
        if "_addanother" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(reverse("admin:espace_invitation_changelist"))

    def get_changeform_initial_data(self, request):
        return {"role": Agent.Role.REFERENT, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request, obj=None):
        """The right gives the actions of the list; no row is typed over."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        envoyee = invitations.inviter(
            obj.territoire, obj.email, obj.nom, obj.role, request.user
        )
        obj.pk, obj.expires_at = envoyee.pk, envoyee.expires_at

    @admin.action(description="Envoyer de nouveau", permissions=["change"])
    def renouveler(self, request, queryset):
        """Those that wait, expired or not: the link serves fourteen days more."""
        for invitation in queryset:
            try:
                faite = invitations.renouveler(invitation, request.user)
            except invitations.InvitationRefusee as erreur:
                self.message_user(request, erreur.message, messages.ERROR)
                continue
            self._rendre_compte(request, invitation, faite, "envoyée de nouveau")

    @admin.action(description="Annuler", permissions=["change"])
    def annuler(self, request, queryset):
        """Their links serve no more."""
        for invitation in queryset:
            faite = invitations.annuler(invitation)
            self._rendre_compte(request, invitation, faite, "annulée")

    def _rendre_compte(self, request, invitation, faite, participe):
        if faite:
            self.log_change(request, invitation, f"Invitation {participe}.")
            phrase, niveau = f"L’invitation de {invitation} est {participe}.", messages.SUCCESS
        else:
            phrase = (
                f"L’invitation de {invitation} est déjà acceptée ou annulée : rien n’a changé."
            )
            niveau = messages.WARNING
        self.message_user(request, phrase, niveau)

    @admin.display(description="envoyée le", ordering="created_at")
    def envoyee(self, obj):
        return jour_court(obj.created_at)

    @admin.display(description="état")
    def etat(self, obj):
        # Reads like the states of the sheets: same colours for « done » and « needs you ».
        if obj.accepted_at:
            couleur, mot = "publiee", "Acceptée"
        elif obj.revoked_at:
            couleur, mot = "brouillon", "Annulée"
        elif obj.is_open:
            couleur, mot = "programmee", "En attente"
        else:
            couleur, mot = "a_relire", "Périmée"
        return format_html('<span class="etat etat--{}">{}</span>', couleur, mot)
