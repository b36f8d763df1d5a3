"""Proposals of the territories: read against what is online now, then decided."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from espace import amendements
from espace.forms.suivi import ORDRE, DecisionForm
from espace.models import Amendement
from redaction import apercus
from redaction import instantane as contenu
from redaction.models import Revision
from solidaires.admin import EditeurAdmin, jour_court
from solidaires.texte import typographier

# Reads like the states of the sheets: same colours for « done » and « needs you ».
COULEURS = {
    Amendement.Etat.PROPOSE: "a_relire",
    Amendement.Etat.ACCEPTE: "publiee",
    Amendement.Etat.PARTIEL: "publiee",
    Amendement.Etat.REFUSE: "refusee",
    Amendement.Etat.ABANDONNE: "brouillon",
}


class EtatFilter(admin.SimpleListFilter):
    """The states of what was sent."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        etats = Amendement.Etat
        return [(etat.value, etat.label) for etat in etats if etat != etats.BROUILLON]

    def queryset(self, request, queryset):
        return queryset.filter(etat=self.value()) if self.value() else queryset


@admin.register(Amendement)
class AmendementAdmin(EditeurAdmin):
    """The proposals that were sent. Drafts belong to their authors and are not shown."""

    list_display = ["fiche", "territoire", "qui", "etat_badge", "propose", "decide"]
    list_filter = [EtatFilter]
    search_fields = ["initiative__titre", "initiative__territoire__nom_replie"]
    list_select_related = ["initiative__territoire", "auteur"]
    ordering = ["-propose_at", "-pk"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(propose_at__isnull=False)
            .select_related("initiative__territoire", "auteur", "decide_par")
            .defer("base", "instantane")
        )

    def get_urls(self):
        return [
            path(
                "<int:object_id>/apercu/",
                self.admin_site.admin_view(self.apercu_view),
                name="espace_amendement_apercu",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page that decides; decided, it says what became of it."""
        amendement = self._ouvrir(request, unquote(object_id))
        if request.method == "POST":
            if not self.peut_decider(request):
                raise PermissionDenied
            return self._repondre(request, amendement)
        formulaire = None
        if amendement.etat == Amendement.Etat.PROPOSE:
            formulaire = DecisionForm(examen=amendements.examiner(amendement, ordre=ORDRE))
        return self._rendre(request, amendement, formulaire)

    @method_decorator(require_safe)
    def apercu_view(self, request, object_id):
        """The public page as it would be with all that is proposed."""
        request.apercu = None
        amendement = self._ouvrir(request, object_id)
        examen = amendements.examiner(amendement)
        instantane = examen.fusion({point.nom for point in examen.points})
        return apercus.rendre(
            request,
            Revision(
                objet=amendement.initiative,
                numero=0,
                instantane=instantane,
                empreinte=contenu.empreinte(instantane),
            ),
        )

    # Rights

    def peut_decider(self, request):
        """Accepting changes what the public reads: it takes the right to publish."""
        return self.has_change_permission(request) and request.user.has_perm(
            "fabrique.publish_initiative"
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The decision

    def _ouvrir(self, request, pk):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        trouves = self.get_queryset(request).defer(None)
        amendement = trouves.filter(pk=pk).first() if str(pk).isdecimal() else None
        if amendement is None:
            raise Http404
        return amendement

    def _repondre(self, request, amendement):
        """Decide as the form says; it is shown again when it cannot be, what was typed kept."""
        if amendement.etat != Amendement.Etat.PROPOSE:
            self.message_user(
                request,
                "Cette proposition n’attend plus de décision : elle est à l’état "
                f"« {amendement.get_etat_display()} ». Rien n’a changé.",
                messages.WARNING,
            )
            return HttpResponseRedirect(request.get_full_path())
        examen = amendements.examiner(amendement, ordre=ORDRE)
        formulaire = DecisionForm(request.POST, examen=examen)
        if formulaire.is_valid():
            try:
                self._decider(request, amendement, formulaire)
            except amendements.FicheChangee as erreur:
                self.message_user(request, " ".join(erreur.messages), messages.ERROR)
                formulaire = formulaire.relire(amendements.examiner(amendement, ordre=ORDRE))
            except ValidationError as erreur:
                formulaire.add_error(None, typographier(" ".join(erreur.messages)))
            else:
                return HttpResponseRedirect(self._retour(request, amendement))
        return self._rendre(request, amendement, formulaire)

    def _decider(self, request, amendement, formulaire):
        motif = formulaire.cleaned_data["motif"]
        with transaction.atomic():
            if formulaire.decision == DecisionForm.REFUSER:
                decide = amendements.refuser(amendement, request.user, motif)
            else:
                decide = amendements.accepter(
                    amendement,
                    request.user,
                    formulaire.retenus,
                    motif,
                    empreinte=formulaire.cleaned_data["empreinte"],
                )
            phrase = f"Proposition du territoire : {decide.get_etat_display().lower()}."
            self.log_change(request, decide, phrase)
            self.log_change(request, decide.initiative, phrase)
        self.message_user(
            request,
            f"« {decide.initiative} » : la décision est enregistrée "
            f"({decide.get_etat_display().lower()}) et envoyée au territoire.",
            messages.SUCCESS,
        )

    def _retour(self, request, amendement):
        if "file" in request.GET:
            return reverse("admin:index")
        return reverse("admin:espace_amendement_change", args=[amendement.pk])

    def _rendre(self, request, amendement, formulaire):
        contexte = {"retenus": [], "ecartes": [], "points": [], "obstacle": ""}
        if formulaire:
            contexte["examen"] = formulaire.examen
            contexte["points"] = [
                (point, formulaire[DecisionForm.nom(point)])
                for point in formulaire.examen.points
            ]
            contexte["obstacle"] = amendements.obstacle(amendement.initiative)
        elif amendement.etat in Amendement.DECIDES:
            contexte["retenus"], contexte["ecartes"] = amendements.partager(
                amendement, ordre=ORDRE
            )
        return TemplateResponse(
            request,
            "espace/admin_amendement.html",
            {
                **self.admin_site.each_context(request),
                "title": "Proposition de modification",
                "subtitle": str(amendement.initiative),
                "opts": self.opts,
                "amendement": amendement,
                "etat": self.etat_badge(amendement),
                "initiative": amendement.initiative,
                "formulaire": formulaire,
                "peut_decider": self.peut_decider(request),
                **contexte,
            },
        )

    # Columns

    @admin.display(description="fiche", ordering="initiative__titre")
    def fiche(self, obj):
        return obj.initiative.titre

    @admin.display(description="territoire", ordering="initiative__territoire__nom_replie")
    def territoire(self, obj):
        return obj.initiative.territoire.nom

    @admin.display(description="par", ordering="auteur__nom")
    def qui(self, obj):
        return obj.auteur

    @admin.display(description="état", ordering="etat")
    def etat_badge(self, obj):
        return format_html(
            '<span class="etat etat--{}">{}</span>', COULEURS[obj.etat], obj.get_etat_display()
        )

    @admin.display(description="proposée le", ordering="propose_at")
    def propose(self, obj):
        return jour_court(obj.propose_at)

    @admin.display(description="décidée le", ordering="decide_at")
    def decide(self, obj):
        return jour_court(obj.decide_at)
