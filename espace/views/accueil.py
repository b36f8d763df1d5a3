"""The door of the space, and the dashboard of one territory."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from espace import tableau as lecture
from espace.acces import is_coordination, ouvrir_territoire, prive, territoires_de
from solidaires.texte import une_ligne
from territoires.suggestions import LONGUEUR_MAX, chercher, preciser


@prive
@require_safe
def accueil(request):
    """Straight to one's territory; a choice for whoever acts for several; a search for the coordination."""
    territoires = list(territoires_de(request.user))
    coordination = is_coordination(request.user)
    if len(territoires) == 1 and not coordination:
        return redirect("espace:tableau", territoires[0].pk)
    recherche = une_ligne(request.GET.get("q", "").replace("\x00", "")[:LONGUEUR_MAX])
    trouves = chercher(recherche) if coordination else []
    return render(
        request,
        "espace/accueil.html",
        {
            "titre": "Espace des territoires",
            "surtitre": "",
            "chapo": "Déposer une initiative, la tenir à jour, reprendre celle d’un autre territoire.",
            "territoire": None,
            "territoires": territoires,
            "coordination": coordination,
            "recherche": recherche,
            "trouves": [(territoire, preciser(territoire)) for territoire in trouves],
            "actifs": lecture.actifs() if coordination and not recherche else [],
        },
    )


@prive
@require_safe
def tableau(request, territoire):
    """The sheets of the territory, what each one waits for, and what others ask."""
    territoire = ouvrir_territoire(request, territoire)
    lu = lecture.lire(territoire, request.user)
    au_nom = all(agent.user_id != request.user.pk for agent in lu.agents)
    return render(
        request,
        "espace/tableau.html",
        {
            "titre": territoire.nom,
            "surtitre": "Espace du territoire",
            "chapo": "",
            "territoire": territoire,
            "rubrique": "tableau",
            "tableau": lu,
            "au_nom": au_nom,
            "is_choix": not au_nom and territoires_de(request.user).count() > 1,
        },
    )
