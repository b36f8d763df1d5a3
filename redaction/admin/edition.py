"""A form of the back office whose answer becomes a version, instead of going straight to the rows."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponse

from redaction import instantane as contenu
from redaction import versions
from redaction.admin.conflit import opposer
from redaction.models import Revision


class EditionMixin:
    """Runs Django's form inside `versions.materialiser`; the subclass says what to do with the result.

    On the request: `version` (the Revision that fills the form), `saisie` (the snapshot of what was
    typed, once the form is good), `changement` (Django's own description of what changed).
    """

    def racine(self, obj):
        """The publishable object whose versions hold `obj`."""
        raise TypeError(f"{type(self).__name__} does not say whose versions hold its objects.")

    def conclure(self, request, racine, courante):
        """Keep `request.saisie`; `courante` is the version that it replaces. Returns the response."""
        raise TypeError(f"{type(self).__name__} does not say what to do with what was typed.")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            racine = self.racine(obj)
            if request.method == "POST":
                racine = versions.verrouiller(racine)
            courante = versions.courante(racine)
            request.empreinte = request.POST.get("empreinte", courante.empreinte)
            request.version = _version_lue(racine, courante, request.empreinte)
            if request.method != "POST" and not _attend(request.version):
                return super().changeform_view(request, object_id, form_url, extra_context)
            with versions.materialiser(racine, request.version.instantane):
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if hasattr(response, "render"):
                    response.render()
            if not hasattr(request, "saisie"):
                return response
            if request.empreinte != courante.empreinte and (
                request.saisie != courante.instantane
            ):
                return opposer(self, request, racine)
            return self.conclure(request, racine, courante)

    def response_change(self, request, obj):
        """The form is good: keep what it says. The rows are rolled back just after."""
        racine = self.racine(obj)
        connus = contenu.cles(type(racine), request.version.instantane)
        request.saisie = contenu.prendre(racine, connus)
        return HttpResponse()

    def log_change(self, request, obj, message):
        """Inside the form, only remembered: logged once what was typed is kept."""
        if hasattr(request, "version") and not hasattr(request, "saisie"):
            request.changement = message
            return None
        return super().log_change(request, obj, message)

    def garder(self, request, racine, courante):
        """Record what was typed, in the history and in the log. Returns whether anything changed."""
        change = request.saisie != courante.instantane
        # A version left waiting by something that went offline since goes in the rows.
        if change or (_attend(courante) and not racine.is_published):
            versions.enregistrer(
                racine, request.saisie, auteur=request.user, resume="Modification"
            )
        if change:
            self.log_change(request, racine, request.changement)
        return change

    def dire_gardee(self, request, racine, change):
        """Say what became of what was typed."""
        if not change:
            phrase = f"« {racine} » : rien n’a changé."
        elif racine.is_published:
            phrase = (
                f"Vos modifications de « {racine} » sont gardées. Le public ne les voit pas "
                "encore."
            )
        else:
            phrase = f"« {racine} » est enregistrée."
        self.message_user(request, phrase, messages.SUCCESS)

    def render_change_form(self, request, context, *args, **kwargs):
        version = getattr(request, "version", None)
        context |= {
            "version": version,
            "empreinte": getattr(request, "empreinte", ""),
            "attente": version is not None and _attend(version),
            "en_ligne": version is not None and version.objet.is_published,
        }
        return super().render_change_form(request, context, *args, **kwargs)


def _attend(version):
    return version.statut == Revision.Statut.EN_ATTENTE


def _version_lue(racine, courante, empreinte):
    """The version that the form was filled from; `courante` when nothing recorded says it."""
    if empreinte == courante.empreinte:
        return courante
    return Revision.objects.of(racine).filter(empreinte=empreinte).first() or courante
