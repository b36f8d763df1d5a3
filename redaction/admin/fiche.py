"""The page that edits a publishable thing: what is typed becomes a version, the buttons are verbs."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse

from redaction import versions
from redaction.admin.apercus import ApercuMixin
from redaction.admin.conflit import ConflitMixin
from redaction.admin.corbeille import CorbeilleMixin
from redaction.admin.edition import EditionMixin
from redaction.admin.etats import EtatFilter, etat_date, pastille
from redaction.admin.historique import HistoriqueMixin
from redaction.admin.selection import SelectionMixin
from redaction.controles import controler
from redaction.models import Revision
from redaction.verbes import VERBES
from solidaires.admin import EditeurAdmin
from solidaires.publication import Etat


class PubliableAdmin(
    ApercuMixin,
    ConflitMixin,
    CorbeilleMixin,
    HistoriqueMixin,
    SelectionMixin,
    EditionMixin,
    EditeurAdmin,
):
    """List, form and buttons of a publishable type.

    What the form says becomes a version (redaction/versions.py): beside the object when it is
    online, in its rows otherwise. The state only changes through verbs (redaction/verbes.py).
    """

    change_form_template = "admin/publiable_change_form.html"
    save_on_top = False
    list_per_page = 50
    prepopulated_fields = {"slug": ["titre"]}
    fieldset_publication = (
        "Publication",
        {
            "description": "L’état change avec les boutons en bas de page, pas en enregistrant.",
            "fields": ["slug", "etat_en_clair", "created_at", "updated_at"],
        },
    )
    readonly_fields = ["etat_en_clair", "created_at", "updated_at"]

    # Lists

    def get_queryset(self, request):
        """Without the bin; `en_attente`: whether a version waits beside the object."""
        attente = Revision.objects.of_type(self.model).waiting().filter(objet_pk=OuterRef("pk"))
        return super().get_queryset(request).kept().annotate(en_attente=Exists(attente))

    def get_list_filter(self, request):
        return [EtatFilter, *super().get_list_filter(request)]

    @admin.display(description="état", ordering="etat")
    def etat_badge(self, obj):
        badge = pastille(obj.etat_effectif)
        return badge + " · modifications en attente" if obj.en_attente else badge

    @admin.display(description="état", ordering="etat")
    def etat_en_clair(self, obj):
        return "Nouvelle fiche" if obj.pk is None else etat_date(obj)

    # Rights

    def has_publish_permission(self, request):
        opts = self.opts
        return request.user.has_perm(f"{opts.app_label}.publish_{opts.model_name}")

    def peut(self, request, verbe, obj=None):
        """Whether this person may use a verb, on `obj` or at all."""
        if verbe.droit == "publish":
            return self.has_publish_permission(request)
        return self.has_change_permission(request, obj)

    # The form

    def racine(self, obj):
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.verbe = self._verbe_demande(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _verbe_demande(self, request):
        """The verb whose button was pressed with its bound form, or None; a bad form saves nothing."""
        for verbe in VERBES:
            if verbe.champ in request.POST:
                if not self.peut(request, verbe):
                    raise PermissionDenied
                formulaire = verbe.lier(request.POST)
                if not formulaire.is_valid():
                    request.sans_enregistrer = True
                return verbe, formulaire
        return None

    def conclure(self, request, racine, courante):
        """Keep what was typed and run the verb; refused, the verb leaves what was typed kept."""
        try:
            with transaction.atomic():
                change = self.garder(request, racine, courante)
                self._appliquer_verbe(request, self.model._base_manager.get(pk=racine.pk))
        except ValidationError as erreur:
            self.message_user(request, " ".join(erreur.messages), messages.ERROR)
            request.verbe = None
            change = self.garder(request, racine, courante)
        if request.verbe is None:
            self.dire_gardee(request, racine, change)
        if "_popup" in request.POST:
            return super().response_change(request, racine)
        return self._suite(request, racine)

    def _appliquer_verbe(self, request, objet):
        if request.verbe is None:
            return
        verbe, formulaire = request.verbe
        verbe.faire(objet, formulaire.cleaned_data)
        self.log_change(request, objet, f"Fiche {verbe.participe}.")
        self.message_user(request, f"« {objet} » est {verbe.participe}.", messages.SUCCESS)

    def _suite(self, request, objet):
        """Where to go next: back to the queue when it led here and something was decided."""
        if "file" not in request.GET:
            return HttpResponseRedirect(objet.get_admin_url())
        if request.verbe:
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(f"{objet.get_admin_url()}?file=1")

    def response_add(self, request, obj, post_url_continue=None):
        versions.saisir(obj, request.user)
        try:
            with transaction.atomic():
                self._appliquer_verbe(request, obj)
        except ValidationError as erreur:
            self.message_user(request, " ".join(erreur.messages), messages.ERROR)
            request.verbe = None
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        if request.verbe is None:
            self.message_user(request, f"« {obj} » est enregistrée.", messages.SUCCESS)
        return HttpResponseRedirect(obj.get_admin_url())

    def render_change_form(self, request, context, *args, **kwargs):
        obj = context.get("original")
        etat = obj.etat_effectif if obj else Etat.BROUILLON
        version = getattr(request, "version", None)
        attente = version is not None and version.statut == Revision.Statut.EN_ATTENTE
        demande = request.verbe[0] if request.verbe else None
        context["verbes"] = [
            {
                "verbe": verbe,
                "formulaire": request.verbe[1] if verbe is demande else verbe.lier(),
                "ouvert": verbe is demande,
            }
            for verbe in VERBES
            if verbe.proposer(etat, version if attente else None)
            and self.peut(request, verbe, obj)
        ]
        if obj:
            context["bilan"] = controler(obj)
        if attente:
            context["version_en_ligne"] = versions.numero_applique(obj)
        return super().render_change_form(request, context, *args, **kwargs)
