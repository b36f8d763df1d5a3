"""The page of a part that is too long for a line of its owner's form."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from redaction.admin.edition import EditionMixin
from redaction.instantane import PROVISOIRE, parties
from solidaires.admin import EditeurAdmin
from solidaires.publication import Publiable


class PartieAdmin(EditionMixin, EditeurAdmin):
    """A part of a publishable object: what changes here is a version of its owner.

    Added and removed on the owner's page, where its order shows.
    """

    change_form_template = "admin/partie_change_form.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def racine(self, obj):
        """Its owner, or its owner's owner: the first that is publishable. One query each."""
        while not isinstance(obj, Publiable):
            obj = next(filter(None, map(obj.__getattribute__, _vers_le_haut(type(obj)))))
        return obj

    def history_view(self, request, object_id, extra_context=None):
        """Its versions are those of its owner."""
        racine = self.racine(get_object_or_404(self.get_queryset(request), pk=object_id))
        opts = racine._meta
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_history", racine.pk)

    def conclure(self, request, racine, courante):
        change = self.garder(request, racine, courante)
        self.dire_gardee(request, racine, change)
        return HttpResponseRedirect(request.get_full_path())

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if object_id.isdecimal() and int(object_id) >= PROVISOIRE:
            self.message_user(
                request,
                "Cette partie n’a pas encore de page : publiez d’abord les modifications de la "
                "fiche qui la contient.",
                "warning",
            )
            return HttpResponseRedirect(reverse("admin:index"))
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def render_change_form(self, request, context, *args, **kwargs):
        if version := getattr(request, "version", None):
            context["proprietaire"] = format_html(
                '<a href="{}">{}</a>', version.objet.get_admin_url(), version.objet
            )
        return super().render_change_form(request, context, *args, **kwargs)


def _vers_le_haut(model):
    """The names of the keys of a part to its possible owners."""
    return [
        champ.name
        for champ in model._meta.fields
        if champ.many_to_one
        and any(relation.field is champ for relation in parties(champ.related_model))
    ]
