"""Deleting a sheet from its page or from a list puts it in the bin."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpResponseRedirect
from django.urls import reverse

from redaction.instantane import parties
from solidaires.usages import usages, vers


class CorbeilleMixin:
    """A type whose deletion is a trip to the bin, after saying where the object is used."""

    delete_confirmation_template = "redaction/jeter.html"
    delete_selected_confirmation_template = "redaction/jeter_selection.html"

    def get_deleted_objects(self, objs, request):
        """What will change elsewhere. Nothing is deleted, so nothing forbids it."""
        siennes = {relation.related_model for relation in parties(self.model)}
        ailleurs = [vers(usage) for usage in usages(objs) if type(usage) not in siennes]
        return ailleurs, {}, set(), []

    def delete_model(self, request, obj):
        obj.jeter()

    def delete_queryset(self, request, queryset):
        for objet in queryset:
            objet.jeter()

    def log_deletions(self, request, queryset):
        LogEntry.objects.log_actions(
            request.user.pk, queryset, CHANGE, "Fiche mise à la corbeille."
        )

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(
            request,
            f"« {obj_display} » est dans la corbeille. Vous pouvez l’en sortir.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:corbeille"))
