"""The page of the search, across every section, and what it suggests while one types."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recherche import moteur
from recherche.analyse import decouper
from recherche.criteres import Criteres
from recherche.demande import (
    ANNEE,
    CHANTIER,
    DEPARTEMENT,
    PAR_TITRE,
    RECENTES,
    REGION,
    THEME,
    TYPE,
    Demande,
    Liste,
)
from recherche.extraits import extraire, marquer
from recherche.index import CONTENUS
from recherche.models import Entree
from recherche.reponse import Reponse, dans_l_ordre

TOUT = Liste(
    types=(),
    facettes=(TYPE, THEME, CHANTIER, REGION, DEPARTEMENT, ANNEE),
    tris=(RECENTES, PAR_TITRE),
)
PAR_PAGE = 20
SUGGESTIONS = 8


@require_safe
def recherche(request):
    """What every section has on some words; without any, how to look for something."""
    demande = Demande(TOUT, request.GET)
    contexte = {"fil": [("Recherche", "")], "demande": demande}
    if demande.filtree:
        reponse = Reponse(demande)
        page = Paginator(reponse.pks, PAR_PAGE).get_page(demande.page)
        contexte |= {
            "reponse": reponse,
            "page": page,
            "resultats": _resultats(page.object_list, reponse.requete.racines),
        }
    return render(request, "recherche/recherche.html", contexte)


def _resultats(pks, racines):
    """The entries as the page shows them. One query."""
    contenus = {contenu.nom: contenu for contenu in CONTENUS.values()}
    return [
        {
            "url": entree.url,
            "section": contenus[entree.type].section,
            "surtitre": entree.surtitre,
            "titre": marquer(entree.titre, racines),
            "extrait": extraire(entree.texte, racines),
        }
        for entree in dans_l_ordre(Entree.objects.all(), pks)
    ]


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request):
    """The titles that have the words typed, the last one being perhaps unfinished. One query."""
    formes = [mot.forme for mot in decouper(request.GET.get("q", "")[:100])][:6]
    trouvees = []
    if formes and len(formes[-1]) > 1:
        marques = [f"m={forme}" for forme in formes]
        criteres = Criteres(marques=(*((m,) for m in marques[:-1]), (f"{marques[-1]}*",)))
        trouvees = moteur.entrees(criteres).order_by("-poids", "titre_plie", "id")[:SUGGESTIONS]
    return JsonResponse(
        {
            "suggestions": [
                {"titre": e.titre, "precision": e.surtitre, "url": e.url} for e in trouvees
            ]
        }
    )
