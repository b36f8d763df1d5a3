"""The page that edits a publishable thing: what is typed becomes a version, the buttons are verbs."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from redaction import instantane as contenu
from redaction import versions
from redaction.admin.etats import EtatFilter, etat_date, pastille
from redaction.admin.selection import SelectionMixin
from redaction.models import Revision
from redaction.verbes import VERBES
from solidaires.admin import EditeurAdmin
from solidaires.publication import Etat


class PubliableAdmin(SelectionMixin, EditeurAdmin):
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

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form works on the version to edit, whether or not the rows say it."""
        request.verbe = self._verbe_demande(request)
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        objet = self.get_object(request, unquote(object_id))
        if objet is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if request.method == "POST":
                objet = versions.verrouiller(objet)
            courante = versions.courante(objet)
            lue = self._version_lue(request, objet, courante)
            request.version = lue
            if request.method != "POST" and lue.statut != Revision.Statut.EN_ATTENTE:
                return super().changeform_view(request, object_id, form_url, extra_context)
            with versions.materialiser(objet, lue.instantane):
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if hasattr(response, "render"):
                    response.render()
            if not hasattr(request, "saisie"):
                return response
            if request.saisie == courante.instantane or lue.empreinte == courante.empreinte:
                return self._conclure(request, objet, courante)
            return self._opposer(request, objet, lue)

    def _verbe_demande(self, request):
        """The verb whose button was pressed, its form bound; a refused form saves nothing."""
        for verbe in VERBES:
            if verbe.champ in request.POST:
                if not self.peut(request, verbe):
                    raise PermissionDenied
                formulaire = verbe.lier(request.POST)
                request.sans_enregistrer = not formulaire.is_valid()
                return verbe, formulaire
        return None

    def _version_lue(self, request, objet, courante):
        """The version that the form was filled from: another one when somebody saved meanwhile."""
        empreinte = request.POST.get("empreinte", courante.empreinte)
        if empreinte == courante.empreinte:
            return courante
        return Revision.objects.of(objet).filter(empreinte=empreinte).first() or courante

    def response_change(self, request, obj):
        """The form is good: keep what it says. The rows are rolled back just after."""
        connus = contenu.cles(self.model, request.version.instantane)
        request.saisie = contenu.prendre(obj, connus)
        return HttpResponse()

    def log_change(self, request, obj, message):
        if hasattr(request, "version") and not hasattr(request, "saisie"):
            request.changement = message  # logged once it is kept, see `_conclure`
            return None
        return super().log_change(request, obj, message)

    def _conclure(self, request, objet, courante):
        """Keep what was typed, run the verb, say both."""
        try:
            with transaction.atomic():
                change = request.saisie != courante.instantane
                orpheline = courante.statut == Revision.Statut.EN_ATTENTE
                if change or (orpheline and not objet.is_published):
                    versions.enregistrer(
                        objet,
                        request.saisie,
                        auteur=request.user,
                        resume="Modification",
                    )
                if change:
                    self.log_change(request, objet, request.changement)
                self._appliquer_verbe(request, self.model._base_manager.get(pk=objet.pk))
        except ValidationError as erreur:
            return self._garder(request, objet, courante, erreur)
        if request.verbe is None:
            self._dire_enregistree(request, objet, change)
        return self._suite(request, objet)

    def _garder(self, request, objet, courante, erreur):
        """The verb was refused: what was typed is kept all the same, and the reason said."""
        self.message_user(request, " ".join(erreur.messages), messages.ERROR)
        request.verbe = None
        if request.saisie != courante.instantane:
            versions.enregistrer(
                objet, request.saisie, auteur=request.user, resume="Modification"
            )
            self.log_change(request, objet, request.changement)
            self._dire_enregistree(request, objet, True)
        return HttpResponseRedirect(self._adresse(request, objet))

    def _dire_enregistree(self, request, objet, change):
        if not change:
            phrase = f"« {objet} » : rien n’a changé."
        elif objet.is_published:
            phrase = f"Vos modifications de « {objet} » sont gardées. Le public ne les voit pas encore."
        else:
            phrase = f"« {objet} » est enregistrée."
        self.message_user(request, phrase, messages.SUCCESS)

    def _appliquer_verbe(self, request, objet):
        if request.verbe is None:
            return
        verbe, formulaire = request.verbe
        verbe.faire(objet, formulaire.cleaned_data)
        self.log_change(request, objet, f"Fiche {verbe.participe}.")
        self.message_user(request, f"« {objet} » est {verbe.participe}.", messages.SUCCESS)

    def _suite(self, request, objet):
        """Where to go next: back to the queue when it led here and something was decided."""
        if "_popup" in request.POST:
            return super().response_change(request, objet)
        if request.verbe and "file" in request.GET:
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(self._adresse(request, objet))

    def _adresse(self, request, objet):
        return objet.get_admin_url() + ("?file=1" if "file" in request.GET else "")

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
            if verbe.proposer(etat, attente) and self.peut(request, verbe, obj)
        ]
        context |= {
            "version": version,
            "attente": attente,
            "en_ligne": bool(obj and obj.is_published),
        }
        return super().render_change_form(request, context, *args, **kwargs)
