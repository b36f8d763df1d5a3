"""A change proposed to a sheet online: begun, followed, taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from espace import amendements, copie
from espace.acces import agit_pour, ouvrir_fiche, prive
from espace.forms.suivi import ORDRE
from espace.models import Amendement
from fabrique.models import Initiative
from protection.refus import introuvable
from redaction import versions
from redaction.lecture import comparer, differences
from solidaires.publication import EN_LIGNE, TransitionImpossible
from solidaires.texte import typographier
from territoires.models import Agent


@prive
@require_POST
def commencer(request, fiche):
    """Begin a proposal, or take up the one begun, and lead to its first step."""
    initiative = ouvrir_fiche(request, fiche)
    try:
        if initiative.etat_effectif not in EN_LIGNE:
            raise TransitionImpossible("Seule une fiche en ligne reçoit une proposition.")
        copie.commencer_amendement(initiative, request.user)
    except ValidationError as erreur:
        messages.error(request, typographier(" ".join(erreur.messages)))
        return redirect("espace:fiche", initiative.pk)
    return redirect("espace:etape", initiative.pk, "essentiel")


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def amendement(request, amendement):
    """What a proposal changes, its answer; POST takes it back."""
    amendement = _ouvrir(request, amendement)
    initiative = amendement.initiative
    if request.method == "POST":
        return _abandonner(request, amendement)
    contexte = {}
    if amendement.etat in Amendement.DECIDES:
        contexte["retenus"], contexte["ecartes"] = amendements.partager(amendement, ordre=ORDRE)
    else:
        contexte["changements"] = _ce_qui_change(amendement)
    return render(
        request,
        "espace/amendement.html",
        {
            "titre": initiative.titre,
            "surtitre": "Proposition de modification",
            "chapo": "",
            "territoire": initiative.territoire,
            "rubrique": "tableau",
            "fiche": initiative,
            "amendement": amendement,
            "peut_continuer": amendement.etat == Amendement.Etat.BROUILLON
            and amendement.auteur == request.user
            and initiative.etat in EN_LIGNE,
            "peut_abandonner": _peut_abandonner(request.user, amendement),
            "changements": [],
            "retenus": [],
            "ecartes": [],
            **contexte,
        },
    )


def _ouvrir(request, pk):
    """The proposal `pk`, for somebody who acts for the territory of its sheet."""
    trouve = (
        Amendement.objects.filter(pk=pk, initiative__jetee_at=None)
        .select_related("auteur", "initiative__territoire")
        .first()
    )
    if trouve is None or not agit_pour(request.user, trouve.initiative.territoire):
        raise introuvable(request, f"proposal {pk} is not theirs")
    return trouve


def _ce_qui_change(amendement):
    """[Changement] from what is online now, of the fields that the proposal changes."""
    en_ligne = versions.actuelle(amendement.initiative).instantane
    voulus = differences(Initiative, amendement.base, amendement.instantane)
    return [
        changement.abrege
        for changement in comparer(Initiative, en_ligne, amendement.instantane, ordre=ORDRE)
        if changement.nom in voulus
    ]


def _peut_abandonner(user, amendement):
    """A proposal belongs to the territory once sent; a draft to its author as long as they act."""
    if amendement.etat == Amendement.Etat.PROPOSE:
        return True
    if amendement.etat != Amendement.Etat.BROUILLON:
        return False
    auteurs = Agent.objects.in_force().filter(
        user=amendement.auteur_id, territoire=amendement.initiative.territoire
    )
    return amendement.auteur == user or not auteurs.exists()


def _abandonner(request, amendement):
    initiative = amendement.initiative
    if not _peut_abandonner(request.user, amendement):
        messages.error(
            request, "Cette proposition ne s’abandonne pas, ou plus\u00a0: rien n’a changé."
        )
        return redirect("espace:amendement", amendement.pk)
    try:
        amendements.abandonner(amendement)
    except ValidationError as erreur:
        messages.error(request, typographier(" ".join(erreur.messages)))
        return redirect("espace:amendement", amendement.pk)
    messages.success(request, "La proposition est abandonnée. La page en ligne n’a pas changé.")
    return redirect("espace:fiche", initiative.pk)
