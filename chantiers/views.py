"""Hubs: a workstream, a theme or a keyword, with everything public that points to it."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chantiers import carrefour, chaine, engages, parcours
from chantiers.models import Chantier, MotCleUsage, Theme
from solidaires.publication import get_visible_or_404
from solidaires.texte import typographier

PAR_PAGE = 24


@require_safe
def chantier_list(request):
    """Every workstream, in the coordinator's order."""
    chantiers = Chantier.objects.published().for_list()
    return render(
        request,
        "chantiers/chantier_list.html",
        {
            "fil": [("Les chantiers", "")],
            "page": Paginator(chantiers, PAR_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
def chantier_detail(request, slug):
    """One workstream: its way from the idea to the essaimage, and all that it gathers."""
    chantier = get_visible_or_404(
        Chantier.objects.select_related("image").prefetch_related("sources"), request, slug=slug
    )
    groupes = carrefour.du_chantier(chantier)
    suite = chaine.construire(chantier)
    questions = [maillon for maillon in suite.maillons if maillon.sorte == "question"]
    par_cle = {groupe.cle: groupe.objets for groupe in groupes} | {"questions": questions}
    engagements = engages.compter(par_cle.get("initiatives"))
    return render(
        request,
        "chantiers/chantier_detail.html",
        {
            "fil": [
                ("Les chantiers", reverse("chantiers:chantier_list")),
                (chantier.titre, ""),
            ],
            "chantier": chantier,
            "parcours": _parcours(par_cle, engagements.total),
            "engages": engagements,
            "chaine": suite,
            "chronologie": parcours.par_annee(suite.maillons),
            "groupes": groupes,
            "questions": sorted(questions, key=lambda question: -question.annee),
        },
    )


def _parcours(par_cle, total):
    """From the idea to the essaimage, as steps for partials/_parcours.html: what there is at each."""
    reprises = [(i, i.nombre_reprises) for i in par_cle.get("initiatives", ())]
    debats = ["journees", "rendez_vous", "focus", "questions"]
    return [
        _etape("Idée", "forum", ["idees"], par_cle),
        _etape("Expérimentation", "fabrique", ["initiatives"], par_cle),
        _etape("Débat", "journees", debats, par_cle),
        {
            "titre": "Essaimage",
            "section": "publications",
            "texte": f"{_compter(total.reprises)} par d’autres territoires"
            if total.reprises
            else "Aucune reprise déclarée",
            "liens": [
                (
                    typographier(f"{initiative.titre} : {_compter(nombre)}"),
                    f"{initiative.get_absolute_url()}#titre-reprises",
                )
                for initiative, nombre in reprises
                if nombre
            ],
        },
    ]


def _compter(reprises):
    return f"{reprises} reprise{'s' if reprises > 1 else ''}"


def _etape(titre, section, cles, par_cle):
    """One step: a link to each part of the page that tells it, or that nothing does."""
    liens = [
        (carrefour.SORTES[cle].compter(len(par_cle[cle])), f"#groupe-{cle}")
        for cle in cles
        if par_cle.get(cle)
    ]
    texte = "" if liens else "Rien de publié à cette étape"
    return {"titre": titre, "section": section, "texte": texte, "liens": liens}


@require_safe
def theme_list(request):
    """The controlled list of the « champs des solidarités », with what is published on each."""
    return render(
        request,
        "chantiers/theme_list.html",
        {
            "fil": [("Les thèmes", "")],
            "themes": carrefour.themes_with_nombres(),
        },
    )


@require_safe
def theme_detail(request, slug):
    """One theme and the latest of each sort that it gathers."""
    theme = get_object_or_404(Theme, slug=slug)
    return render(
        request,
        "chantiers/theme_detail.html",
        {
            "fil": [("Les thèmes", reverse("chantiers:theme_list")), (theme.nom, "")],
            "theme": theme,
            "groupes": carrefour.du_theme(theme),
        },
    )


@require_safe
def motcle_detail(request, slug):
    """One keyword and the public pages that carry it. Unknown to visitors while nothing public does."""
    usages = list(MotCleUsage.objects.filter(tag__slug=slug).select_related("tag"))
    groupes = carrefour.du_mot_cle(usages)
    if not usages or not (groupes or request.user.is_staff):
        raise Http404
    mot_cle = usages[0].tag
    return render(
        request,
        "chantiers/motcle_detail.html",
        {"fil": [(f"Mot-clé : {mot_cle.name}", "")], "mot_cle": mot_cle, "groupes": groupes},
    )
