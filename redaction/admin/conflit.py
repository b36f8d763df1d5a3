"""Two people on one sheet: both versions side by side, a choice field by field, nothing lost."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from redaction import versions
from redaction.fusion import divergences, fusionner
from redaction.lecture import lire
from redaction.models import Revision


class ChoixForm(forms.Form):
    """For each field on which two versions differ, the one to keep."""

    def __init__(self, donnees, divergences, labels):
        super().__init__(donnees)
        for divergence in divergences:
            self.fields[divergence.nom] = forms.ChoiceField(
                label=labels[divergence.nom],
                choices=[("mienne", "Garder ma version"), ("autre", "Garder l’autre version")],
                widget=forms.RadioSelect,
                initial=divergence.retenue or None,
                error_messages={"required": "Choisissez l’une des deux versions."},
            )


def opposer(admin, request, racine):
    """Keep what was typed as a version of its own; lead to the choice between it and the other."""
    lue = request.version if request.version.empreinte == request.empreinte else None
    mienne = versions.mettre_de_cote(
        racine,
        request.saisie,
        auteur=request.user,
        resume="Saisie gardée : la fiche avait changé",
    )
    admin.log_change(request, racine, "Saisie gardée à part : la fiche avait changé.")
    admin.message_user(
        request,
        f"« {racine} » a changé pendant que vous écriviez. Rien n’est perdu : votre texte est "
        f"gardé (version {mienne.numero}). Choisissez ce qui reste.",
        messages.WARNING,
    )
    opts = racine._meta
    url = reverse(
        f"admin:{opts.app_label}_{opts.model_name}_conflit", args=[racine.pk, mienne.numero]
    )
    return HttpResponseRedirect(f"{url}?base={lue.numero if lue else 0}")


class ConflitMixin:
    """The page `<id>/conflit/<numero>/`: what somebody typed, kept as a version, beside the other's."""

    def get_urls(self):
        nom = f"{self.opts.app_label}_{self.opts.model_name}_conflit"
        return [
            path(
                "<int:object_id>/conflit/<int:numero>/",
                self.admin_site.admin_view(self.conflit_view),
                name=nom,
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def conflit_view(self, request, object_id, numero):
        objet = self.get_object(request, str(object_id))
        if objet is None:
            raise Http404
        if not self.has_change_permission(request, objet):
            raise PermissionDenied
        toutes = Revision.objects.of(objet).select_related("auteur")
        mienne = toutes.filter(numero=numero).first()
        if mienne is None:
            raise Http404
        autre = versions.courante(objet)
        base = _base(toutes, request.GET.get("base", ""))
        ecarts = divergences(
            base.instantane if base else None, mienne.instantane, autre.instantane
        )
        mes_mots, autres_mots = (
            {champ.nom: champ for champ in champs}
            for champs in lire(self.model, mienne.instantane, autre.instantane)
        )
        # In the order of the form: PostgreSQL does not keep the one of a JSON object.
        par_nom = {ecart.nom: ecart for ecart in ecarts}
        ecarts = [par_nom[nom] for nom in mes_mots if nom in par_nom]
        formulaire = ChoixForm(
            request.POST if request.method == "POST" else None,
            ecarts,
            {nom: champ.label for nom, champ in mes_mots.items()},
        )
        if request.method == "POST" and formulaire.is_valid():
            try:
                with transaction.atomic():
                    self._fusionner(request, objet, mienne, autre, formulaire.cleaned_data)
            except ValidationError as erreur:
                self.message_user(request, " ".join(erreur.messages), messages.ERROR)
            else:
                return HttpResponseRedirect(objet.get_admin_url())
        return TemplateResponse(
            request,
            "redaction/conflit.html",
            {
                **self.admin_site.each_context(request),
                "title": "Deux versions",
                "subtitle": str(objet),
                "opts": self.opts,
                "objet": objet,
                "mienne": mienne,
                "autre": autre,
                "formulaire": formulaire,
                "lignes": [
                    {
                        "champ": formulaire[ecart.nom],
                        "retenue": ecart.retenue,
                        "mienne": mes_mots[ecart.nom].texte,
                        "autre": autres_mots[ecart.nom].texte,
                    }
                    for ecart in ecarts
                ],
            },
        )

    def _fusionner(self, request, objet, mienne, autre, choix):
        fusion = fusionner(mienne.instantane, autre.instantane, choix)
        with versions.materialiser(objet, fusion) as essai:
            essai.full_clean()
        revision = versions.enregistrer(
            objet,
            fusion,
            auteur=request.user,
            resume=f"Choix entre la version {mienne.numero} et {_nom(autre)}",
        )
        self.log_change(request, objet, f"{revision.resume}.")
        self.message_user(
            request,
            "Votre choix est enregistré."
            + (" Le public ne le voit pas encore." if objet.is_published else ""),
            messages.SUCCESS,
        )


def _nom(revision):
    return (
        f"la version {revision.numero}" if revision.numero else "la fiche telle qu’elle était"
    )


def _base(toutes, numero):
    return toutes.filter(numero=int(numero)).first() if numero.isdecimal() else None
