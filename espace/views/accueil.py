"""The door of the space, and the dashboard of one territory."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from espace import tableau as lecture
from espace.acces import is_coordination, ouvrir_territoire, prive, territoires_de
from espace.interets import recus_et_envoyes
from espace.models import MessageInteret
from solidaires.texte import replier
from territoires.models import Agent, Territoire

# Territories found at most: beyond, the words are to be completed.
TROUVES = 30


@prive
@require_safe
def accueil(request):
    """Straight to one's territory; a choice for whoever acts for several; a search for the coordination."""
    territoires = list(territoires_de(request.user))
    coordination = is_coordination(request.user)
    if len(territoires) == 1 and not coordination:
        return HttpResponseRedirect(reverse("espace:tableau", args=[territoires[0].pk]))
    recherche = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return render(
        request,
        "espace/accueil.html",
        {
            "titre": "Espace des territoires",
            "surtitre": "",
            "chapo": "Déposer une initiative, la tenir à jour, reprendre celle d’un autre.",
            "territoire": None,
            "territoires": territoires,
            "coordination": coordination,
            "recherche": recherche,
            "trouves": _trouver(recherche) if coordination and recherche else [],
        },
    )


@prive
@require_safe
def tableau(request, territoire):
    """The sheets of the territory, what each one waits for, and what others ask."""
    territoire = ouvrir_territoire(request, territoire)
    recus, _ = recus_et_envoyes(territoire)
    sans_reponse = [r for r in recus if r.dernier_cote == MessageInteret.Cote.DEMANDEUR]
    agents = Agent.objects.in_force().filter(territoire=territoire).select_related("user")
    return render(
        request,
        "espace/tableau.html",
        {
            "titre": territoire.nom,
            "surtitre": "Espace du territoire",
            "chapo": "",
            "territoire": territoire,
            "rubrique": "tableau",
            "groupes": lecture.lire(territoire, request.user),
            "sans_reponse": sans_reponse,
            "agents": list(agents.order_by("user__nom", "user__email", "pk")),
        },
    )


def _trouver(recherche):
    """Territories whose name starts with these words, then those that hold them. Two queries."""
    replie = replier(recherche)
    en_vigueur = Territoire.objects.current().order_by("nature", "nom_replie", "pk")
    debuts = list(en_vigueur.filter(nom_replie__startswith=replie)[:TROUVES])
    autres = en_vigueur.filter(nom_replie__contains=replie).exclude(
        pk__in=[territoire.pk for territoire in debuts]
    )
    return [*debuts, *autres[: TROUVES - len(debuts)]]
