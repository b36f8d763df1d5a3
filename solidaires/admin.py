"""The admin site itself and what every publishable type shares in it. A leaf: imports no content app."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from js_asset import Media

from solidaires import texte
from solidaires.publication import EN_LIGNE, EN_PREPARATION, Etat, TransitionImpossible


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
        "mediatheque",
        "comptes",
        "auth",
    )

    def get_app_list(self, request, app_label=None):
        rang = {label: i for i, label in enumerate(self.ordre_des_apps)}
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: rang.get(app["app_label"], len(rang)))


class EtatFilter(admin.SimpleListFilter):
    """State as the public experiences it: a scheduled item whose hour has passed is published."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return Etat.choices

    def queryset(self, request, queryset):
        valeur, now = self.value(), timezone.now()
        if valeur not in Etat.values:
            return queryset
        if valeur == Etat.PUBLIEE:
            return queryset.published(now)
        if valeur == Etat.PROGRAMMEE:
            return queryset.filter(etat__in=EN_LIGNE, published_at__gt=now)
        if valeur == Etat.RETIREE:
            return queryset.filter(etat=Etat.RETIREE) | queryset.filter(
                etat__in=EN_LIGNE, retired_at__lte=now
            )
        return queryset.filter(etat=valeur)


class LigneAccessibleMixin:
    """Inlines whose every field has a name for screen readers, not only its column's title."""

    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        class Formset(super().get_formset(request, obj, **kwargs)):
            def add_fields(self, form, index):
                super().add_fields(form, index)
                rang = "nouvelle ligne" if index is None else f"ligne {index + 1}"
                for field in form.fields.values():
                    if field.label:
                        field.widget.attrs.setdefault("aria-label", f"{field.label}, {rang}")

        return Formset


class TabularInline(LigneAccessibleMixin, admin.TabularInline):
    """Ordered or short parts of an object."""


class StackedInline(LigneAccessibleMixin, admin.StackedInline):
    """Parts with long texts."""


class EditeurAdmin(admin.ModelAdmin):
    """Base of every ModelAdmin: the editor works under the strict policy, search ignores accents."""

    save_on_top = True
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    class Media:
        css = {"all": ["css/admin.css"]}
        # The first is Django's own; naming it makes ours load after it.
        js = ["admin/js/urlify.js", "js/adresse.js"]

    def changelist_view(self, request, extra_context=None):
        """Titled with what it lists, where Django says « Sélectionnez l’objet initiative… »."""
        nom = str(self.opts.verbose_name_plural)
        titre = f"{nom[0].upper()}{nom[1:]}"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Help texts are typed with plain spaces in the code and read with French ones."""
        champ = super().formfield_for_dbfield(db_field, request, **kwargs)
        if champ:
            champ.help_text = texte.typographier(str(champ.help_text))
        return champ

    def get_fieldsets(self, request, obj=None):
        return [
            (titre, {**options, "description": texte.typographier(options["description"])})
            if options.get("description")
            else (titre, options)
            for titre, options in super().get_fieldsets(request, obj)
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        # Django's « Modification de initiative » has no elision.
        nom = self.opts.verbose_name
        if kwargs.get("add"):
            context["title"] = f"Ajout : {nom}"
        elif kwargs.get("change"):
            context["title"] = f"{nom[0].upper()}{nom[1:]}"
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


@admin.action(description="Publier la sélection", permissions=["publish"])
def publier(modeladmin, request, queryset):
    modeladmin.appliquer(request, queryset, "publish", "publiée")


@admin.action(description="Retirer la sélection du site", permissions=["publish"])
def retirer(modeladmin, request, queryset):
    modeladmin.appliquer(request, queryset, "retire", "retirée")


class PubliableAdmin(EditeurAdmin):
    """List, form and buttons of a publishable type.

    The form saves the words; the state only changes through the verbs of `Publiable`, by the
    buttons under the form (same page, same rights) or the bulk actions.
    """

    change_form_template = "admin/publiable_change_form.html"
    list_per_page = 50
    actions = [publier, retirer]
    prepopulated_fields = {"slug": ["titre"]}
    fieldset_publication = (
        "Publication",
        {
            "description": "L’état change avec les boutons en bas de page, pas en enregistrant.",
            "fields": ["slug", "etat_en_clair", "created_at", "updated_at"],
        },
    )
    readonly_fields = ["etat_en_clair", "created_at", "updated_at"]

    # Verb: (label of the button, states that show it, CSS class). The order is the buttons'.
    verbes = {
        "publish": ("Enregistrer et publier", [*EN_PREPARATION, Etat.RETIREE], "default"),
        "submit": ("Enregistrer et mettre à relire", [Etat.BROUILLON, Etat.A_COMPLETER], ""),
        "retire": ("Enregistrer et retirer du site", [*EN_LIGNE], "verbe-retrait"),
        "back_to_draft": ("Reprendre en brouillon", [Etat.REFUSEE, Etat.A_RELIRE], ""),
    }
    participes = {
        "publish": "publiée",
        "submit": "mise à relire",
        "retire": "retirée du site",
        "back_to_draft": "reprise en brouillon",
    }

    def view_on_site(self, obj):
        """The public page; a preview for its editors as long as it is not published."""
        return obj.get_absolute_url()

    def has_publish_permission(self, request):
        opts = self.opts
        return request.user.has_perm(f"{opts.app_label}.publish_{opts.model_name}")

    @admin.display(description="état", ordering="etat")
    def etat_en_clair(self, obj):
        if obj.pk is None:
            return "Nouvelle fiche"
        etat = obj.etat_effectif
        quand = ""
        if etat == Etat.PROGRAMMEE:
            quand = f"pour le {_heure(obj.published_at)}"
        elif etat == Etat.PUBLIEE:
            quand = f"depuis le {_heure(obj.published_at)}"
            if obj.retired_at:
                quand += f", jusqu’au {_heure(obj.retired_at)}"
        elif etat == Etat.RETIREE and obj.retired_at:
            quand = f"le {_heure(obj.retired_at)}"
        return format_html(
            '<span class="etat etat--{}">{}</span> {}{}',
            etat.value,
            etat.label,
            quand,
            format_html("<br>Motif : {}", obj.motif) if obj.motif else "",
        )

    @admin.display(description="état", ordering="etat")
    def etat_badge(self, obj):
        etat = obj.etat_effectif
        return format_html('<span class="etat etat--{}">{}</span>', etat.value, etat.label)

    def get_list_filter(self, request):
        return [EtatFilter, *super().get_list_filter(request)]

    def render_change_form(self, request, context, *args, **kwargs):
        obj = context.get("original")
        etat = obj.etat if obj else Etat.BROUILLON
        context["verbes"] = [
            {"nom": nom, "label": label, "classe": classe}
            for nom, (label, depuis, classe) in self.verbes.items()
            if etat in depuis
            and (obj is None or self.has_change_permission(request, obj))
            and (nom == "submit" or self.has_publish_permission(request))
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _apply_button(self, request, obj):
        """Run the verb whose button was pressed, after the form has been saved."""
        for verbe in self.verbes:
            if f"_verbe_{verbe}" not in request.POST:
                continue
            if verbe != "submit" and not self.has_publish_permission(request):
                raise PermissionDenied
            try:
                getattr(obj, verbe)()
            except TransitionImpossible as erreur:
                self.message_user(request, erreur.message, messages.ERROR)
            else:
                self.log_change(request, obj, f"Fiche {self.participes[verbe]}.")
                self.message_user(
                    request, f"« {obj} » est {self.participes[verbe]}.", messages.SUCCESS
                )
            return True
        return False

    def response_add(self, request, obj, post_url_continue=None):
        if self._apply_button(request, obj):
            return HttpResponseRedirect(obj.get_admin_url())
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if self._apply_button(request, obj):
            return HttpResponseRedirect(obj.get_admin_url())
        return super().response_change(request, obj)

    def appliquer(self, request, queryset, verbe, participe):
        """Run one verb on a selection and say how many changed, and why the others did not."""
        reussies, refus = 0, []
        for obj in queryset:
            try:
                getattr(obj, verbe)()
            except TransitionImpossible as erreur:
                refus.append(erreur.message)
            else:
                reussies += 1
                self.log_change(request, obj, f"Fiche {participe}.")
        if reussies:
            accord = "s" if reussies > 1 else ""
            self.message_user(
                request, f"{reussies} fiche{accord} {participe}{accord}.", messages.SUCCESS
            )
        for message in refus:
            self.message_user(request, message, messages.WARNING)


def _heure(instant):
    return texte.typographier(timezone.localtime(instant).strftime("%d/%m/%Y à %H:%M"))
