"""The history of a sheet: its versions, what differs between two of them, one taken up again, all in a file."""

import json
from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from redaction import instantane as contenu
from redaction import versions
from redaction.lecture import comparer, lire
from redaction.models import Revision

VERSIONS_PAR_PAGE = 50
ACTIONS_MONTREES = 50


class ComparaisonForm(forms.Form):
    """Which two versions to compare. `numeros`: those of the object, the latest first."""

    de = forms.ChoiceField(label="De")
    a = forms.ChoiceField(label="À")

    def __init__(self, donnees, numeros):
        par_defaut = {"de": numeros[min(1, len(numeros) - 1)], "a": numeros[0]}
        super().__init__({**par_defaut, **donnees.dict()})
        for champ in self.fields.values():
            champ.choices = [(numero, nom_de_version(numero)) for numero in numeros]
            champ.error_messages = {
                "required": "Choisissez une version.",
                "invalid_choice": "La version « %(value)s » n’existe pas : choisissez-en une dans la "
                "liste.",
            }


def nom_de_version(numero):
    """« Version 3 »; 0 is what the rows say when no version does."""
    return f"Version {numero}" if numero else "Contenu actuel"


class HistoriqueMixin:
    """The pages of the history: `<id>/history/`, `comparer/`, `restaurer/`, `historique.json`."""

    def get_urls(self):
        nom = f"{self.opts.app_label}_{self.opts.model_name}"
        vue = self.admin_site.admin_view
        return [
            path("<path:object_id>/comparer/", vue(self.comparer_view), name=f"{nom}_comparer"),
            path(
                "<path:object_id>/versions/<int:numero>/restaurer/",
                vue(self.restaurer_view),
                name=f"{nom}_restaurer",
            ),
            path(
                "<path:object_id>/historique.json",
                vue(self.exporter_view),
                name=f"{nom}_exporter",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        """Every version of the object with who and when, then what was done to it."""
        objet = self._objet_historise(request, object_id)
        enregistrees = Revision.objects.of(objet).defer("instantane").select_related("auteur")
        page = Paginator(enregistrees, VERSIONS_PAR_PAGE).get_page(request.GET.get("page"))
        actuelle = versions.actuelle(objet)
        lignes = list(page)
        if actuelle.numero == 0 and page.number == 1:
            lignes.insert(0, actuelle)
        en_attente = next((v for v in lignes if v.statut == Revision.Statut.EN_ATTENTE), None)
        # What the form edits has nothing to be restored to.
        editee = en_attente or actuelle
        return self._rendre_historique(
            request,
            "redaction/historique.html",
            objet,
            "Historique",
            {
                "page": page,
                "lignes": [
                    {
                        "version": version,
                        "nom": nom_de_version(version.numero),
                        "precedente": suivante.numero
                        if suivante
                        else max(version.numero - 1, 0),
                        "actuelle": version.numero == actuelle.numero,
                        "de": rang == min(1, len(lignes) - 1),
                        "a": rang == 0,
                        "restaurable": version.numero not in {0, editee.numero},
                    }
                    for rang, (version, suivante) in enumerate(
                        zip(lignes, [*lignes[1:], None], strict=True)
                    )
                ],
                "actions": _actions(objet),
                "actions_montrees": ACTIONS_MONTREES,
                "peut_restaurer": self.has_change_permission(request, objet),
                **(extra_context or {}),
            },
        )

    @method_decorator(require_safe)
    def comparer_view(self, request, object_id):
        """What differs from version `de` to version `a`, field by field; the two latest by default."""
        objet = self._objet_historise(request, object_id)
        actuelle = versions.actuelle(objet)
        numeros = list(Revision.objects.of(objet).values_list("numero", flat=True))
        if actuelle.numero == 0:
            numeros.insert(0, 0)
        formulaire = ComparaisonForm(request.GET, numeros)
        contexte = {"formulaire": formulaire, "seule": len(numeros) == 1}
        if formulaire.is_valid():
            de, a = (int(formulaire.cleaned_data[nom]) for nom in ("de", "a"))
            choisies = {
                version.numero: version
                for version in Revision.objects.of(objet)
                .filter(numero__in=[de, a])
                .select_related("auteur")
            } | {0: actuelle}
            changements = comparer(
                self.model,
                choisies[de].instantane,
                choisies[a].instantane,
                ordre=self.ordre_du_formulaire(request, objet),
            )
            contexte |= {
                "cotes": [
                    {"sens": sens, "version": choisies[numero], "nom": nom_de_version(numero)}
                    for sens, numero in (("De", de), ("À", a))
                ],
                "changements": [changement.abrege for changement in changements],
            }
        return self._rendre_historique(
            request, "redaction/comparer.html", objet, "Comparaison de versions", contexte
        )

    @method_decorator(require_POST)
    def restaurer_view(self, request, object_id, numero):
        """Take a version up again as a draft."""
        objet = self._objet_historise(request, object_id)
        if not self.has_change_permission(request, objet):
            raise PermissionDenied
        revision = get_object_or_404(Revision.objects.of(objet), numero=numero)
        try:
            versions.restaurer(revision, request.user)
        except ValidationError as erreur:
            self.message_user(request, " ".join(erreur.messages), messages.ERROR)
            return HttpResponseRedirect(
                reverse(admin_urlname(self.opts, "history"), args=[objet.pk])
            )
        self.log_change(request, objet, f"Version {numero} reprise comme brouillon.")
        suite = (
            "Le public ne la voit pas encore : relisez-la, puis publiez-la."
            if objet.is_published
            else "Relisez-la avant de la publier."
        )
        self.message_user(request, f"La version {numero} est reprise comme brouillon. {suite}")
        return HttpResponseRedirect(objet.get_admin_url())

    @method_decorator(require_safe)
    def exporter_view(self, request, object_id):
        """Every version in one JSON file: in words, and as it is stored."""
        objet = self._objet_historise(request, object_id)
        toutes = list(Revision.objects.of(objet).select_related("auteur"))
        lus = lire(
            self.model,
            *(version.instantane for version in toutes),
            ordre=self.ordre_du_formulaire(request, objet),
        )
        fiche = {
            "fiche": str(objet),
            "type": str(self.opts.verbose_name),
            "exporté le": _iso(timezone.now()),
            "versions": [
                {
                    "version": version.numero,
                    "statut": version.get_statut_display(),
                    "titre": version.titre,
                    "pourquoi": version.resume,
                    "par": str(version.auteur),
                    "enregistrée le": _iso(version.created_at),
                    "appliquée le": _iso(version.applied_at),
                    "à appliquer le": _iso(version.pour_le),
                    "contenu": [asdict(champ) for champ in champs if champ.texte],
                    "données": version.instantane,
                }
                for version, champs in zip(toutes, lus, strict=True)
            ],
        }
        return HttpResponse(
            json.dumps(fiche, ensure_ascii=False, indent=2),
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Content-Disposition": f'attachment; filename="historique-{objet.slug}.json"',
                "Cache-Control": "no-store",
            },
        )

    def ordre_du_formulaire(self, request, objet):
        """The names of the fields and parts in the order in which one types them."""
        en_ligne = {
            relation.related_model: relation.get_accessor_name()
            for relation in contenu.parties(self.model)
        }
        return [
            *flatten_fieldsets(self.get_fieldsets(request, objet)),
            *(
                en_ligne[inline.model]
                for inline in self.get_inlines(request, objet)
                if inline.model in en_ligne
            ),
        ]

    def _objet_historise(self, request, object_id):
        objet = self.get_object(request, unquote(object_id))
        if objet is None:
            raise Http404
        if not self.has_view_or_change_permission(request, objet):
            raise PermissionDenied
        return objet

    def _rendre_historique(self, request, gabarit, objet, titre, contexte):
        return TemplateResponse(
            request,
            gabarit,
            {
                **self.admin_site.each_context(request),
                "title": titre,
                "subtitle": str(objet),
                "opts": self.opts,
                "objet": objet,
                **contexte,
            },
        )


def _actions(objet):
    """The latest lines of the log on this object: when, who, and a sentence."""
    entrees = (
        LogEntry.objects.filter(
            content_type__app_label=objet._meta.app_label,
            content_type__model=objet._meta.model_name,
            object_id=str(objet.pk),
        )
        .select_related("user")
        .order_by("-action_time", "-pk")[:ACTIONS_MONTREES]
    )
    return [
        {
            "quand": entree.action_time,
            "qui": entree.user,
            "phrase": capfirst(entree.get_change_message()) or "Changement.",
        }
        for entree in entrees
    ]


def _iso(instant):
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else None
