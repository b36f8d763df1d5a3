"""The bin: the page that shows what was deleted, takes it out or destroys it for good."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, ProtectedError, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from redaction.instantane import parties
from redaction.models import Revision
from solidaires.publication import types_publiables
from solidaires.usages import usages, vers


def get_urls(site):
    """The pages of the bin, for the admin site."""
    return [
        path("corbeille/", site.admin_view(corbeille), name="corbeille"),
        path(
            "corbeille/<str:app_label>/<str:model_name>/<int:pk>/sortir/",
            site.admin_view(sortir),
            name="corbeille_sortir",
        ),
        path(
            "corbeille/<str:app_label>/<str:model_name>/<int:pk>/detruire/",
            site.admin_view(detruire),
            name="corbeille_detruire",
        ),
    ]


@require_safe
def corbeille(request):
    """Everything in the bin that this person may see, the latest first. One query."""
    lignes = []
    if modeles := [model for model in types_publiables() if _peut(request, "view", model)]:
        premier, *autres = (_lignes(model) for model in modeles)
        lignes = list(premier.union(*autres, all=True).order_by("-jetee_at", "cle", "pk"))
    par_cle = {model._meta.label_lower: model for model in modeles}
    for ligne in lignes:
        model = par_cle[ligne["cle"]]
        ligne["genre"] = model._meta.verbose_name
        ligne["adresse"] = (model._meta.app_label, model._meta.model_name)
        ligne["peut_sortir"] = _peut(request, "change", model)
        ligne["peut_detruire"] = _peut(request, "delete", model)
    return TemplateResponse(
        request,
        "redaction/corbeille.html",
        {**admin.site.each_context(request), "title": "Corbeille", "lignes": lignes},
    )


@require_POST
def sortir(request, app_label, model_name, pk):
    """Take one thing out of the bin; it comes back offline."""
    objet = _objet(request, "change", app_label, model_name, pk)
    objet.sortir_de_la_corbeille()
    LogEntry.objects.log_actions(
        request.user.pk, [objet], CHANGE, "Fiche sortie de la corbeille.", single_object=True
    )
    messages.success(
        request, f"« {objet} » est sortie de la corbeille. Elle n’est pas en ligne."
    )
    return HttpResponseRedirect(objet.get_admin_url())


def detruire(request, app_label, model_name, pk):
    """Delete one thing for good, versions included, after asking."""
    objet = _objet(request, "delete", app_label, model_name, pk)
    if request.method == "POST":
        nom = str(objet)
        try:
            with transaction.atomic():
                LogEntry.objects.log_actions(
                    request.user.pk,
                    [objet],
                    DELETION,
                    "Fiche supprimée définitivement.",
                    single_object=True,
                )
                Revision.objects.of(objet).delete()
                objet.delete()
        except ProtectedError:
            messages.error(
                request,
                f"« {nom} » est encore citée ailleurs : retirez-la d’abord de ces pages.",
            )
        else:
            messages.success(request, f"« {nom} » est supprimée définitivement.")
            return HttpResponseRedirect(reverse("admin:corbeille"))
    siennes = {relation.related_model for relation in parties(type(objet))}
    return TemplateResponse(
        request,
        "redaction/detruire.html",
        {
            **admin.site.each_context(request),
            "title": "Supprimer définitivement",
            "objet": objet,
            "ailleurs": [vers(u) for u in usages([objet]) if type(u) not in siennes],
        },
    )


def _lignes(model):
    return (
        model._base_manager.filter(jetee_at__isnull=False)
        .order_by()
        .annotate(
            cle=Value(model._meta.label_lower, CharField()),
            intitule=Cast(model.TITRE, CharField()),
        )
        .values("cle", "pk", "intitule", "jetee_at")
    )


def _peut(request, droit, model):
    opts = model._meta
    return request.user.has_perm(f"{opts.app_label}.{droit}_{opts.model_name}")


def _objet(request, droit, app_label, model_name, pk):
    """The binned object, or 404; 403 without the right."""
    model = next(
        (
            model
            for model in types_publiables()
            if (model._meta.app_label, model._meta.model_name) == (app_label, model_name)
        ),
        None,
    )
    if model is None:
        raise Http404
    if not _peut(request, droit, model):
        raise PermissionDenied
    objet = model._base_manager.filter(pk=pk, jetee_at__isnull=False).first()
    if objet is None:
        raise Http404
    return objet
