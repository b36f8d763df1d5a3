"""The admin site itself and what every form in it shares. A leaf: imports no content app."""

import json

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from js_asset import Media

from solidaires import saisie, texte
from solidaires.publication import Publiable, dire_change


class SolidairesAdminSite(admin.AdminSite):
    """The coordinator's back office: apps in the order of the public menu, French throughout."""

    site_header = "Solutions solidaires"
    site_title = "Solutions solidaires"
    index_title = "Coordination"
    empty_value_display = "–"
    enable_nav_sidebar = True

    ordre_des_apps = (
        "fabrique",
        "forum",
        "evenements",
        "publications",
        "barometre",
        "pages",
        "chantiers",
        "territoires",
        "espace",
        "mediatheque",
        "recherche",
        "redaction",
        "signalements",
        "courrier",
        "comptes",
        "auth",
    )

    def login(self, request, extra_context=None):
        """No form of its own: whoever is not signed in goes to the sign-in page of the portal."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            return render(request, "admin/reserve.html", status=403)
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        raise Http404("Nobody has a password.")

    password_change_done = password_change

    def get_app_list(self, request, app_label=None):
        rang = {label: i for i, label in enumerate(self.ordre_des_apps)}
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: rang.get(app["app_label"], len(rang)))


def jour_court(instant):
    """« 10/03/2026 », the day of an instant in Paris, for a column of a list; None without one."""
    return instant and date_format(timezone.localtime(instant), "SHORT_DATE_FORMAT")


class LigneAccessibleMixin:
    """Inlines whose every field has a name for screen readers, not only its column's title.

    `data-ordre` marks the number that orders the lines: static/js/ordre.js puts buttons beside it.
    """

    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        ordonnee = self.model._meta.ordering[:1] == ["ordre"]

        class Formset(super().get_formset(request, obj, **kwargs)):
            def add_fields(self, form, index):
                super().add_fields(form, index)
                rang = "nouvelle ligne" if index is None else f"ligne {index + 1}"
                for field in form.fields.values():
                    # A key to another object is wrapped in its « + » link.
                    widget = getattr(field.widget, "widget", field.widget)
                    if field.label and not field.widget.is_hidden:
                        widget.attrs.setdefault("aria-label", f"{field.label}, {rang}")
                if ordonnee and "ordre" in form.fields:
                    form.fields["ordre"].widget.attrs["data-ordre"] = ""

        return Formset


class TabularInline(LigneAccessibleMixin, admin.TabularInline):
    """Ordered or short parts of an object."""


class StackedInline(LigneAccessibleMixin, admin.StackedInline):
    """Parts with long texts."""


class EditeurAdmin(admin.ModelAdmin):
    """Base of every ModelAdmin: the editor works under the strict policy, search ignores accents."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    class Media:
        css = {"all": ["css/admin.css"]}
        # The first is Django's own; naming it makes ours load after it.
        js = ["admin/js/urlify.js", "js/adresse.js", "js/noms.js", "js/ordre.js"]

    def changelist_view(self, request, extra_context=None):
        """Titled with what it lists, where Django says « Sélectionnez l’objet initiative… »."""
        nom = str(self.opts.verbose_name_plural)
        titre = f"{nom[0].upper()}{nom[1:]}"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def message_user(self, request, message, *args, **kwargs):
        """Messages are typed with plain spaces in the code and read with French ones."""
        if not isinstance(message, SafeString):
            message = texte.typographier(str(message))
        super().message_user(request, message, *args, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Help texts are typed with plain spaces in the code and read with French ones."""
        champ = super().formfield_for_dbfield(db_field, request, **kwargs)
        if champ:
            champ.help_text = texte.typographier(str(champ.help_text))
            widget = getattr(champ.widget, "widget", champ.widget)
            if isinstance(widget, AutocompleteMixin):
                # The suggestions open inside the page's main landmark, not after its end.
                widget.attrs.setdefault("data-dropdown-parent", "#content")
        return champ

    def add_view(self, request, form_url="", extra_context=None):
        return self._saisir(super().add_view, request, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._saisir(super().change_view, request, object_id, form_url, extra_context)

    def _saisir(self, page, request, *args):
        """A form whose text is kept by the browser until it is saved (solidaires/saisie.py)."""
        if saisie.REPRENDRE in request.POST:
            request.sans_enregistrer = True
            self.message_user(
                request,
                "Voici le texte retrouvé. Il n’est pas encore enregistré.",
                messages.WARNING,
            )
        response = page(request, *args)
        if getattr(request, "saisie_enregistree", False):
            saisie.dire_enregistree(request, response)
        return response

    def save_related(self, request, form, *args, **kwargs):
        super().save_related(request, form, *args, **kwargs)
        request.saisie_enregistree = True
        # What can be published says so itself, once its version is in the rows.
        if not isinstance(form.instance, Publiable):
            dire_change(form.instance)

    def delete_model(self, request, obj):
        pk = obj.pk
        super().delete_model(request, obj)
        obj.pk = pk
        dire_change(obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """`request.sans_enregistrer`: the form is shown again as posted, and nothing is saved."""
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        if not getattr(request, "sans_enregistrer", False):
            return formulaire

        class SansEnregistrer(formulaire):
            def is_valid(self):
                super().is_valid()
                return False

        return SansEnregistrer

    def get_fieldsets(self, request, obj=None):
        return [
            (titre, {**options, "description": texte.typographier(options["description"])})
            if options.get("description")
            else (titre, options)
            for titre, options in super().get_fieldsets(request, obj)
        ]

    def get_inline_formsets(self, *args, **kwargs):
        """With « Ajouter : étape », where Django says « Ajouter un objet Étape supplémentaire »."""
        groupes = super().get_inline_formsets(*args, **kwargs)
        for groupe in groupes:
            donnees = json.loads(groupe.inline_formset_data())
            donnees["options"]["addText"] = f"Ajouter : {groupe.opts.verbose_name}"
            donnees["options"]["deleteText"] = "Retirer"
            groupe.inline_formset_data = json.dumps(donnees)
        return groupes

    def render_change_form(self, request, context, *args, **kwargs):
        # Django's « Modification de initiative » has no elision.
        nom = self.opts.verbose_name
        if kwargs.get("add"):
            context["title"] = f"Ajout : {nom}"
        elif kwargs.get("change"):
            context["title"] = f"{nom[0].upper()}{nom[1:]}"
        if kwargs.get("add") or self.has_change_permission(request, kwargs.get("obj")):
            context["saisie"] = saisie.numero(request)
        # The import map of the editor is the one inline script of the portal; it needs the nonce.
        context["media"] = Media.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """Searches the words as typed, then without accents: slugs and folded names have none.

        SQLite compares accents and capitals outside ASCII as they are.
        """
        trouves, doublons = super().get_search_results(request, queryset, search_term)
        replie = texte.replier(search_term)
        if replie == search_term:
            return trouves, doublons
        autres, autres_doublons = super().get_search_results(request, queryset, replie)
        return trouves | autres, doublons or autres_doublons
