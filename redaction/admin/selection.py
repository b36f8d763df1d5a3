"""The verbs on a selection in a list: one page when a reason or an hour is asked, one count at the end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse

from redaction.verbes import VERBES


class SelectionMixin:
    """Gives a list the verbs that have an `action`, to whom may use them."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not actions:
            return actions  # a list in a popup has none
        verbes = {
            verbe.nom: (_action(verbe), verbe.nom, verbe.action)
            for verbe in VERBES
            if verbe.action and self.peut(request, verbe)
        }
        return verbes | actions

    def appliquer_a_la_selection(self, request, queryset, verbe):
        """Run `verbe` on each object, after asking what it needs; says who could not and why."""
        formulaire = verbe.lier(request.POST if "_confirmer" in request.POST else None)
        if formulaire.fields and not formulaire.is_valid():
            return TemplateResponse(
                request,
                "redaction/selection.html",
                {
                    **self.admin_site.each_context(request),
                    "title": verbe.titre,
                    "opts": self.opts,
                    "verbe": verbe,
                    "formulaire": formulaire,
                    "objets": queryset,
                },
            )
        donnees = formulaire.cleaned_data if formulaire.is_bound else {}
        reussies = 0
        for objet in queryset:
            try:
                with transaction.atomic():
                    verbe.faire(objet, donnees)
            except ValidationError as erreur:
                self.message_user(request, " ".join(erreur.messages), messages.WARNING)
            else:
                reussies += 1
                self.log_change(request, objet, f"Fiche {verbe.participe}.")
        if reussies:
            accord = "s" if reussies > 1 else ""
            premier, _, reste = verbe.participe.partition(" ")
            phrase = f"{reussies} fiche{accord} {premier}{accord} {reste}".strip()
            self.message_user(request, f"{phrase}.", messages.SUCCESS)
        return None


def _action(verbe):
    def action(modeladmin, request, queryset):
        return modeladmin.appliquer_a_la_selection(request, queryset, verbe)

    return action
