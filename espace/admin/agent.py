"""Agents in the back office: who acts for which territory. They come by an invitation."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.utils.html import format_html

from espace import invitations
from solidaires.admin import EditeurAdmin
from territoires.models import Agent


class EnVigueurFilter(admin.SimpleListFilter):
    title = "accès"
    parameter_name = "acces"

    def lookups(self, request, model_admin):
        return [("ouvert", "Ouvert"), ("fini", "Fini")]

    def queryset(self, request, queryset):
        match self.value():
            case "ouvert":
                return queryset.filter(ouvert=True)
            case "fini":
                return queryset.filter(ouvert=False)
        return queryset


@admin.register(Agent)
class AgentAdmin(EditeurAdmin):
    """Nothing is typed: an invitation opens an access, an action ends it, which the person is told."""

    list_display = ["user", "territoire", "role", "acces", "depuis"]
    list_filter = [EnVigueurFilter, "role"]
    search_fields = ["user__email", "user__nom", "territoire__nom_replie"]
    list_select_related = ["user", "territoire"]
    fieldsets = [
        (
            None,
            {
                "description": "Pour qu’une personne agisse, invitez-la. Pour changer son rôle ou mettre "
                "fin à son accès, cochez-la dans la liste et choisissez l’action.",
                "fields": ["user", "territoire", "role", "date_debut", "date_fin"],
            },
        )
    ]
    actions = ["nommer_referent", "mettre_fin"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """The right gives the actions of the list; no row is typed over."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        """The history says who did what: an access ends, it is not erased."""
        return False

    @admin.action(description="Nommer référent ou référente", permissions=["change"])
    def nommer_referent(self, request, queryset):
        """They invite their colleagues from now on."""
        self._faire(
            request,
            queryset,
            invitations.nommer_referent,
            "{} décide maintenant aussi qui agit pour {}.",
        )

    @admin.action(description="Mettre fin à l’accès", permissions=["change"])
    def mettre_fin(self, request, queryset):
        """At once; a mail tells each of them."""
        self._faire(
            request,
            queryset,
            lambda agent: invitations.mettre_fin(agent, request.user),
            "{} n’agit plus pour {}.",
        )

    def _faire(self, request, agents, verbe, phrase):
        for agent in agents.order_by("pk"):
            try:
                verbe(agent)
            except invitations.InvitationRefusee as erreur:
                self.message_user(request, f"{agent} : {erreur.message}", messages.ERROR)
                continue
            fait = phrase.format(agent.user, agent.territoire.nom)
            self.log_change(request, agent, fait)
            self.message_user(request, fait, messages.SUCCESS)

    def get_queryset(self, request):
        """With `ouvert`, whether they act today."""
        en_vigueur = Agent.objects.in_force()
        return (
            super()
            .get_queryset(request)
            .annotate(ouvert=Exists(en_vigueur.filter(pk=OuterRef("pk"))))
        )

    @admin.display(description="depuis le", ordering="date_debut")
    def depuis(self, obj):
        return obj.date_debut.strftime("%d/%m/%Y")

    @admin.display(description="accès", ordering="ouvert")
    def acces(self, obj):
        couleur, mot = ("publiee", "Ouvert") if obj.ouvert else ("brouillon", "Fini")
        return format_html('<span class="etat etat--{}">{}</span>', couleur, mot)
