"""Hubs: a workstream, a theme or a keyword, with everything public that points to it.

A hub imports no content app: it asks the related managers, whose `published()` is the rule.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chantiers.models import Chantier, MotCle, MotCleUsage, Theme
from solidaires.publication import get_visible_or_404

# Related names of what a theme gathers, in the order of the page.
DU_THEME = (
    "chantiers",
    "initiatives",
    "idees",
    "journees",
    "rendez_vous",
    "focus",
    "notes",
    "podcasts",
    "citations",
)
DU_CHANTIER = (
    "initiatives",
    "idees",
    "journees",
    "rendez_vous",
    "focus",
    "notes",
    "podcasts",
)
# The same groups by the type of what carries a keyword.
GROUPES = {
    "chantier": "chantiers",
    "initiative": "initiatives",
    "idee": "idees",
    "journees": "journees",
    "rendezvous": "rendez_vous",
    "focuslibe": "focus",
    "note": "notes",
    "podcast": "podcasts",
    "citation": "citations",
}
PAR_PAGE = 24
# A hub shows the latest of each sort; the section's own list has them all.
PAR_GROUPE = 12


@require_safe
def chantier_list(request):
    """Every workstream, in the coordinator's order."""
    page = Paginator(
        Chantier.objects.published().select_related("image").order_by("ordre", "titre", "pk"),
        PAR_PAGE,
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "chantiers/chantier_list.html",
        {"section": "chantiers", "fil": [("Les chantiers", "")], "page": page},
    )


@require_safe
def chantier_detail(request, slug):
    """One workstream and what it gathers."""
    chantier = get_visible_or_404(
        Chantier.objects.select_related("image").prefetch_related("sources"), request, slug=slug
    )
    questions = (
        chantier.questions.filter(vague__in=_vagues_publiees(chantier))
        .select_related("vague")
        .order_by("-vague__annee", "ordre", "pk")
    )
    return render(
        request,
        "chantiers/chantier_detail.html",
        {
            "section": "chantiers",
            "fil": [
                ("Les chantiers", reverse("chantiers:chantier_list")),
                (chantier.titre, ""),
            ],
            "chantier": chantier,
            **_contenus(chantier, DU_CHANTIER),
            "questions": questions,
        },
    )


def _vagues_publiees(chantier):
    """The published waves, reached through the model that the questions point to."""
    vague = chantier.questions.model._meta.get_field("vague").related_model
    return vague.objects.published()


@require_safe
def theme_list(request):
    """The controlled list of the « champs des solidarités »."""
    return render(
        request,
        "chantiers/theme_list.html",
        {"section": "themes", "fil": [("Les thèmes", "")], "themes": Theme.objects.all()},
    )


@require_safe
def theme_detail(request, slug):
    """One theme and what it gathers."""
    theme = get_object_or_404(Theme, slug=slug)
    return render(
        request,
        "chantiers/theme_detail.html",
        {
            "section": "themes",
            "fil": [("Les thèmes", reverse("chantiers:theme_list")), (theme.nom, "")],
            "theme": theme,
            **_contenus(theme, DU_THEME),
        },
    )


@require_safe
def motcle_detail(request, slug):
    """One keyword and the public pages that carry it. One query per type in use."""
    mot_cle = get_object_or_404(MotCle, slug=slug)
    par_type = {}
    for usage in MotCleUsage.objects.filter(tag=mot_cle).only("content_type_id", "object_id"):
        par_type.setdefault(usage.content_type_id, []).append(usage.object_id)
    contenus = {}
    for type_id, pks in par_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        contenus[GROUPES[model._meta.model_name]] = _derniers(model.objects.filter(pk__in=pks))
    return render(
        request,
        "chantiers/motcle_detail.html",
        {
            "fil": [(f"Mot-clé : {mot_cle.name}", "")],
            "mot_cle": mot_cle,
            "contenus": contenus,
            "contenus_non_vides": any(contenus.values()),
        },
    )


def _contenus(hub, relations):
    """What the page shows: {related name: the latest published objects}. One query per relation."""
    contenus = {nom: _derniers(getattr(hub, nom)) for nom in relations}
    return {"contenus": contenus, "contenus_non_vides": any(contenus.values())}


def _derniers(manager):
    """The latest published objects of a manager, in the order of its own lists, themes aside."""
    publies = manager.published()
    ordonnes = publies.for_list() if hasattr(publies, "for_list") else publies
    return list(ordonnes.prefetch_related(None)[:PAR_GROUPE])
