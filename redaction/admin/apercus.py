"""Previews in the back office: a version as the public will read it, its links, what came back."""

from dataclasses import dataclass
from urllib.parse import urldefrag

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from redaction import apercus, versions
from redaction.forms import LienForm
from redaction.models import LienApercu, ReponseApercu, Revision
from solidaires.admin import EditeurAdmin, jour_court
from solidaires.publication import peut_relire, types_publiables

# Where the token of a new link waits, between its creation and the one page that shows it.
LIEN_NEUF = "lien_apercu_neuf"


@dataclass(frozen=True)
class Ecran:
    """One width at which a page is looked at; both in CSS pixels."""

    nom: str
    largeur: int
    hauteur: int


ECRANS = (
    Ecran("Téléphone", 390, 844),
    Ecran("Tablette", 768, 1024),
    Ecran("Ordinateur", 1280, 800),
)


class ApercuMixin:
    """The pages `<id>/versions/<numero>/apercu/` and `page/`, the links made and revoked there.

    The number 0 is the sheet as its rows are, whatever version says it.
    """

    def get_urls(self):
        nom = f"{self.opts.app_label}_{self.opts.model_name}"
        version = "<int:object_id>/versions/<int:numero>"
        vue = self.admin_site.admin_view
        return [
            path(f"{version}/apercu/", vue(self.apercu_view), name=f"{nom}_apercu"),
            path(f"{version}/page/", vue(self.apercu_page_view), name=f"{nom}_apercu_page"),
            path(f"{version}/lien/", vue(self.lien_view), name=f"{nom}_lien"),
            path(
                "<int:object_id>/liens/<int:lien_pk>/revoquer/",
                vue(self.lien_revoquer_view),
                name=f"{nom}_lien_revoquer",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def apercu_view(self, request, object_id, numero):
        """The public page of a version in a frame, at a chosen width, and its links."""
        objet = self._objet_vu(request, object_id)
        return self._rendre_apercu(request, objet, self._version(objet, numero), LienForm())

    @method_decorator(require_safe)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    @method_decorator(xframe_options_sameorigin)
    def apercu_page_view(self, request, object_id, numero):
        """The public page itself, for the frame: no other site may show it in one."""
        request.apercu = None
        objet = self._objet_vu(request, object_id)
        return apercus.rendre(
            request, self._version(objet, numero), cadre="cadre" in request.GET
        )

    @method_decorator(require_POST)
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def lien_view(self, request, object_id, numero):
        """Make a link to a version; the next page shows it, once."""
        objet = self._objet_change(request, object_id)
        revision = self._version(objet, numero)
        formulaire = LienForm(request.POST)
        if not formulaire.is_valid():
            return self._rendre_apercu(request, objet, revision, formulaire)
        with transaction.atomic():
            if revision.pk is None:
                revision = versions.saisir(objet, request.user)
            lien, jeton = apercus.creer_lien(
                revision,
                destinataire=formulaire.cleaned_data["destinataire"],
                jours=formulaire.cleaned_data["duree"],
                auteur=request.user,
            )
            self.log_change(request, objet, f"Lien d’aperçu créé pour « {lien.destinataire} ».")
        request.session[LIEN_NEUF] = {"lien": lien.pk, "jeton": jeton}
        return HttpResponseRedirect(f"{self._url('apercu', objet, revision.numero)}#lien-neuf")

    @method_decorator(require_POST)
    def lien_revoquer_view(self, request, object_id, lien_pk):
        """Close a link for good."""
        objet = self._objet_change(request, object_id)
        liens = LienApercu.objects.filter(revision__in=Revision.objects.of(objet).values("pk"))
        with transaction.atomic():
            lien = get_object_or_404(liens.select_for_update(), pk=lien_pk)
            if lien.revoked_at is None:
                lien.revoked_at = timezone.now()
                lien.save(update_fields=["revoked_at"])
                self.log_change(
                    request, objet, f"Lien d’aperçu révoqué pour « {lien.destinataire} »."
                )
        self.message_user(
            request,
            f"Le lien donné à « {lien.destinataire} » ne s’ouvre plus.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(f"{self._url('apercu', objet, lien.revision.numero)}#liens")

    def _objet_vu(self, request, object_id):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        objet = self.get_object(request, str(object_id))
        if objet is None:
            raise Http404
        return objet

    def _objet_change(self, request, object_id):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self._objet_vu(request, object_id)

    def _version(self, objet, numero):
        if numero == 0:
            return versions.actuelle(objet)
        return get_object_or_404(
            Revision.objects.of(objet).select_related("auteur"), numero=numero
        )

    def _url(self, page, objet, *args):
        return reverse(admin_urlname(self.opts, page), args=[objet.pk, *args])

    def _rendre_apercu(self, request, objet, revision, formulaire):
        demandee = request.GET.get("largeur", "")
        ecran = next((e for e in ECRANS if str(e.largeur) == demandee), ECRANS[-1])
        liens = LienApercu.objects.filter(revision_id=revision.pk).annotate(
            nombre=Count("reponses")
        )
        reponses = ReponseApercu.objects.filter(lien__revision_id=revision.pk)
        return TemplateResponse(
            request,
            "redaction/apercu.html",
            {
                **self.admin_site.each_context(request),
                # The frame needs the room.
                "is_nav_sidebar_enabled": False,
                "title": "Aperçu",
                "subtitle": str(objet),
                "opts": self.opts,
                "objet": objet,
                "revision": revision,
                "ecran": ecran,
                "ecrans": ECRANS,
                "adresse": self._url("apercu", objet, revision.numero),
                "page": self._url("apercu_page", objet, revision.numero),
                "ancre": urldefrag(objet.get_absolute_url()).fragment,
                "reponses": reponses.select_related("lien").order_by(
                    F("traitee_at").asc(nulls_first=True), "created_at", "pk"
                ),
                "suite": "?file=1" if "file" in request.GET else "?apercu=1",
                "liens": liens,
                "adresse_neuve": self._adresse_neuve(request, liens),
                "formulaire": formulaire,
                "peut_donner": self.has_change_permission(request, objet),
            },
        )

    def _adresse_neuve(self, request, liens):
        """The whole address of the link just made, the first time it is asked for; "" after."""
        neuf = request.session.get(LIEN_NEUF)
        if neuf is None or neuf["lien"] not in {lien.pk for lien in liens}:
            return ""
        del request.session[LIEN_NEUF]
        return request.build_absolute_uri(reverse("redaction:apercu", args=[neuf["jeton"]]))


class TraiteeFilter(admin.SimpleListFilter):
    """Those that wait for the coordinator, or those that she dealt with."""

    title = "suite"
    parameter_name = "suite"

    def lookups(self, request, model_admin):
        return [("a_traiter", "À traiter"), ("traitees", "Traitées")]

    def queryset(self, request, queryset):
        if self.value() in {"a_traiter", "traitees"}:
            return queryset.filter(traitee_at__isnull=self.value() == "a_traiter")
        return queryset


@admin.action(description="Marquer comme traitées")
def marquer_traitees(modeladmin, request, queryset):
    """Deal with the selection: what was already dealt with keeps its date."""
    nombre = sum(modeladmin.traiter(request, reponse) for reponse in queryset)
    accord = "s" if nombre > 1 else ""
    modeladmin.message_user(
        request,
        f"{nombre} réponse{accord} marquée{accord} comme traitée{accord}.",
        messages.SUCCESS,
    )


@admin.register(ReponseApercu)
class ReponseApercuAdmin(EditeurAdmin):
    """What the readers of previews answered: read only, but for « Marquer comme traitée ».

    The model has no rights of its own: who may change the sheet reads what is said of it.
    """

    change_form_template = "redaction/apercu_reponse.html"
    list_display = ["fiche", "traitee", "verdict", "extrait", "recue"]
    list_filter = [TraiteeFilter, "verdict"]
    search_fields = ["texte", "lien__destinataire", "lien__revision__titre"]
    list_select_related = ["lien__revision"]
    ordering = ["-created_at", "-pk"]
    fieldsets = [
        (None, {"fields": ["verdict", "remarques", "de", "created_at", "traitee_at"]}),
        ("Ce qui a été lu", {"fields": ["fiche", "version", "lien_modification"]}),
    ]
    readonly_fields = ["remarques", "de", "fiche", "version", "lien_modification"]
    actions = [marquer_traitees]

    def get_queryset(self, request):
        siennes = Q(pk__in=[])
        for model in _types_changes(request.user):
            siennes |= Q(
                lien__revision__content_type__app_label=model._meta.app_label,
                lien__revision__content_type__model=model._meta.model_name,
            )
        return (
            super()
            .get_queryset(request)
            .filter(siennes)
            .select_related("lien__revision__content_type")
        )

    def get_urls(self):
        return [
            path(
                "<int:reponse_pk>/traiter/",
                self.admin_site.admin_view(self.traiter_view),
                name="redaction_reponseapercu_traiter",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def traiter_view(self, request, reponse_pk):
        """The button of the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        reponse = get_object_or_404(self.get_queryset(request), pk=reponse_pk)
        self.traiter(request, reponse)
        self.message_user(request, "La réponse est marquée comme traitée.", messages.SUCCESS)
        if "file" in request.GET:
            return HttpResponseRedirect(reverse("admin:index"))
        if "apercu" in request.GET:
            return HttpResponseRedirect(f"{_url_apercu(reponse.lien.revision)}#reponses")
        return HttpResponseRedirect(reverse("admin:redaction_reponseapercu_changelist"))

    def traiter(self, request, reponse):
        """Deal with one answer. Returns whether it was still waiting."""
        libres = ReponseApercu.objects.filter(pk=reponse.pk, traitee_at__isnull=True)
        if not libres.update(traitee_at=timezone.now()):
            return False
        self.log_change(request, reponse, "Réponse à un aperçu marquée comme traitée.")
        return True

    # Rights

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return bool(_types_changes(request.user))
        return peut_relire(request.user, obj.lien.revision.content_type.model_class())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # Columns

    def render_change_form(self, request, context, *args, **kwargs):
        context["suite"] = "?file=1" if "file" in request.GET else ""
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="fiche", ordering="lien__revision__titre")
    def fiche(self, obj):
        return obj.lien.revision.titre

    @admin.display(description="traitée", ordering="traitee_at", boolean=True)
    def traitee(self, obj):
        return obj.traitee_at is not None

    @admin.display(description="reçue le", ordering="created_at")
    def recue(self, obj):
        return jour_court(obj.created_at)

    @admin.display(description="de la part de", ordering="lien__destinataire")
    def de(self, obj):
        return obj.lien.destinataire

    @admin.display(description="remarques")
    def extrait(self, obj):
        return Truncator(obj.texte).chars(80)

    @admin.display(description="remarques")
    def remarques(self, obj):
        return obj.texte or None

    @admin.display(description="version")
    def version(self, obj):
        revision = obj.lien.revision
        return format_html(
            '<a href="{}">Version {}</a>', _url_apercu(revision), revision.numero
        )

    @admin.display(description="pour corriger")
    def lien_modification(self, obj):
        revision = obj.lien.revision
        if revision.objet is None:
            return "La fiche n’existe plus."
        return format_html(
            '<a href="{}">Modifier « {} »</a>', revision.objet.get_admin_url(), revision.objet
        )


def _url_apercu(revision):
    opts = revision.content_type.model_class()._meta
    return reverse(admin_urlname(opts, "apercu"), args=[revision.objet_pk, revision.numero])


def _types_changes(user):
    """The publishable types that this person may change in the back office."""
    return [model for model in types_publiables() if peut_relire(user, model)]
