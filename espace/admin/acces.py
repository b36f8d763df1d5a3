"""Who comes by ProConnect: the employers that the portal knows, the requests that it could not decide."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from espace.forms.acces import AccueilForm, EtablissementForm
from espace.invitations import InvitationRefusee
from espace.models import DemandeAcces, Etablissement
from espace.proconnect.demandes import accueillir
from solidaires.admin import EditeurAdmin, jour_court
from solidaires.texte import typographier
from territoires.models import Agent

# Reads like the states of the sheets: same colours for « done » and « needs you ».
COULEURS = {
    DemandeAcces.Etat.EN_ATTENTE: "a_relire",
    DemandeAcces.Etat.INVITEE: "programmee",
    DemandeAcces.Etat.ENTREE: "publiee",
    DemandeAcces.Etat.SANS_SUITE: "brouillon",
}


@admin.register(Etablissement)
class EtablissementAdmin(EditeurAdmin):
    form = EtablissementForm
    list_display = ["siren", "territoire"]
    search_fields = ["siren", "territoire__nom_replie"]
    list_select_related = ["territoire"]
    fieldsets = [
        (
            None,
            {
                "description": "ProConnect donne le SIRET de l’employeur. Une personne invitée, ou qui agit "
                "déjà, entre sans attendre quand ce SIRET commence par le SIREN de son territoire.",
                "fields": ["siren", "territoire"],
            },
        )
    ]
    autocomplete_fields = ["territoire"]


class EtatFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("attente", "En attente"), ("invitee", "Invitée"), ("sans_suite", "Sans suite")]

    def queryset(self, request, queryset):
        match self.value():
            case "attente":
                return queryset.filter(traitee_at=None)
            case "invitee":
                return queryset.filter(invitation__isnull=False)
            case "sans_suite":
                return queryset.filter(traitee_at__isnull=False, invitation=None)
        return queryset


@admin.register(DemandeAcces)
class DemandeAccesAdmin(EditeurAdmin):
    """What waits comes first. One page per request, which decides."""

    list_display = ["qui", "siret", "demandee", "etat"]
    list_filter = [EtatFilter]
    search_fields = ["email", "nom", "siret"]
    list_select_related = ["invitation"]
    ordering = [F("traitee_at").desc(nulls_first=True), "created_at", "pk"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page that decides; decided, it says what became of it."""
        demande = self._ouvrir(request, unquote(object_id))
        formulaire = None
        if request.method == "POST":
            if not self.peut_decider(request):
                raise PermissionDenied
            if "_classer" in request.POST:
                return self._classer(request, demande)
            formulaire = AccueilForm(request.POST, demande=demande)
            if formulaire.is_valid() and self._inviter(request, demande, formulaire):
                return HttpResponseRedirect(self._retour(request))
        elif demande.traitee_at is None:
            formulaire = AccueilForm(demande=demande)
        return self._rendre(request, demande, formulaire)

    # Rights

    def peut_decider(self, request):
        """Inviting is deciding who acts for a territory."""
        return self.has_change_permission(request) and request.user.has_perm(
            "espace.add_invitation"
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The decision

    def _ouvrir(self, request, pk):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        demandes = self.get_queryset(request).select_related("invitation__territoire")
        demande = demandes.filter(pk=pk).first() if pk.isdecimal() else None
        if demande is None:
            raise Http404
        return demande

    def _classer(self, request, demande):
        if demande.traiter():
            self.log_change(request, demande, "Classée sans suite.")
            self.message_user(
                request,
                f"La demande de {demande.personne} est classée sans suite.",
                messages.SUCCESS,
            )
        else:
            self.message_user(request, "Quelqu’un l’avait déjà traitée.", messages.WARNING)
        return HttpResponseRedirect(self._retour(request))

    def _inviter(self, request, demande, formulaire):
        choix = formulaire.cleaned_data
        try:
            invitation = accueillir(
                demande,
                choix["territoire"],
                choix["role"],
                par=request.user,
                retenir=choix.get("retenir", False),
            )
        except InvitationRefusee as erreur:
            formulaire.add_error(None, typographier(" ".join(erreur.messages)))
            return False
        phrase = f"Invitation pour {invitation.territoire}."
        self.log_change(request, demande, phrase)
        if invitation.accepted_at:
            phrase = f"{demande.personne} agissait déjà pour {invitation.territoire} : un courriel lui dit que ProConnect ouvre maintenant son espace."
        else:
            phrase = f"{demande.personne} est invitée à agir pour {invitation.territoire} : le courriel part."
        self.message_user(request, phrase, messages.SUCCESS)
        return True

    def _retour(self, request):
        """Back to the queue when it led here, or to the list."""
        file = "file" in request.GET
        return reverse("admin:index" if file else "admin:espace_demandeacces_changelist")

    def _rendre(self, request, demande, formulaire):
        agents = Agent.objects.in_force().filter(user__email__iexact=demande.email)
        return TemplateResponse(
            request,
            "espace/admin_demande.html",
            {
                **self.admin_site.each_context(request),
                "title": "Demande d’accès",
                "subtitle": demande.personne,
                "opts": self.opts,
                "media": formulaire.media if formulaire else "",
                "demande": demande,
                "etat": self.etat(demande),
                "agents": agents.select_related("territoire").order_by(
                    "territoire__nom_replie"
                ),
                "formulaire": formulaire,
                "peut_decider": self.peut_decider(request),
            },
        )

    # Columns

    @admin.display(description="personne", ordering="nom")
    def qui(self, obj):
        if not obj.nom:
            return obj.email
        return format_html("{}<br><small>{}</small>", obj.nom, obj.email)

    @admin.display(description="demandé le", ordering="created_at")
    def demandee(self, obj):
        return jour_court(obj.created_at)

    @admin.display(description="état", ordering="traitee_at")
    def etat(self, obj):
        return format_html(
            '<span class="etat etat--{}">{}</span>', COULEURS[obj.etat], obj.etat.label
        )
