"""« Suivi »: where a sheet stands, what was said about it, what can be done now."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from espace import copie, suivi
from espace.acces import ouvrir_fiche, prive
from espace.corrections import faire_le_bilan
from espace.etapes import etape_de
from espace.forms.suivi import ORDRE, MessageForm
from espace.models import Amendement, Depot, Message
from protection import quotas
from redaction.sources import en_clair
from solidaires.publication import EN_LIGNE, Etat
from territoires.models import Agent

# Lines of the exchange shown before the older ones are folded.
LIGNES_MONTREES = 20
PROPOSITIONS_MONTREES = 20
# Of one person, all sheets together: more than any exchange needs.
MESSAGES = quotas.Limite(30, timedelta(hours=1))
TROP = (
    "Vous avez envoyé trente messages en une heure. Votre texte est gardé ci-dessous\u00a0: "
    "renvoyez-le un peu plus tard."
)


@dataclass(frozen=True)
class Situation:
    """Where a sheet stands, in the words of its territory."""

    titre: str
    texte: str


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def fiche(request, fiche):
    """The page; POST adds a message. Opening it marks what the coordination wrote as read."""
    initiative = ouvrir_fiche(request, fiche)
    cote = _cote(request.user, initiative.territoire)
    formulaire = MessageForm(request.POST if request.method == "POST" else None)
    statut = 200
    if formulaire.is_valid() and not quotas.consommer(
        "echange", str(request.user.pk), MESSAGES
    ):
        formulaire.add_error(None, TROP)
        statut = 429
    if formulaire.is_valid():
        message = suivi.ecrire(initiative, request.user, cote, formulaire.cleaned_data["texte"])
        messages.success(request, "Votre message est envoyé.")
        return HttpResponseRedirect(f"{request.path}#message-{message.pk}")
    entrees = suivi.fil(initiative, vu_par=cote)
    # What the territory wrote stays to be answered, even when the coordination looks here.
    if cote == Message.Cote.TERRITOIRE and any(entree.nouvelle for entree in entrees):
        suivi.marquer_lus(initiative, par=cote)
    bilan = faire_le_bilan(initiative, ordre=ORDRE)
    propositions = (
        Amendement.objects.filter(initiative=initiative)
        .exclude(etat=Amendement.Etat.ABANDONNE)
        .defer("base", "instantane")
        .select_related("auteur")
    )
    return render(
        request,
        "espace/fiche.html",
        {
            "titre": initiative.titre,
            "surtitre": "Suivi de la fiche",
            "chapo": "",
            "territoire": initiative.territoire,
            "rubrique": "tableau",
            "fiche": initiative,
            "depot": Depot.objects.filter(
                initiative=initiative, depose_at__isnull=False
            ).first(),
            "situation": situer(initiative),
            "peut_saisir": copie.ouvrir(initiative, request.user) is not None,
            "peut_proposer": initiative.etat_effectif in EN_LIGNE,
            "bilan": bilan,
            "corrections": [
                (correction, etape_de(correction.demande.champ))
                for correction in bilan.corrections
            ]
            if bilan
            else [],
            "propositions": propositions[:PROPOSITIONS_MONTREES],
            "anciennes": entrees[:-LIGNES_MONTREES],
            "recentes": entrees[-LIGNES_MONTREES:],
            "formulaire": formulaire,
        },
        status=statut,
    )


def situer(initiative):
    """The Situation of a sheet now."""
    match initiative.etat_effectif:
        case Etat.BROUILLON:
            return Situation(
                "Brouillon", "Personne d’autre que vous et la coordination ne la voit."
            )
        case Etat.A_RELIRE:
            return Situation(
                "En relecture",
                "La coordination la relit. Vous ne pouvez plus la modifier, mais vous pouvez "
                "écrire un message.",
            )
        case Etat.A_COMPLETER:
            return Situation(
                "À compléter", "La coordination vous demande des compléments avant de publier."
            )
        case Etat.PROGRAMMEE:
            return Situation(
                "Mise en ligne programmée",
                f"Tout le monde pourra la lire le {en_clair(initiative.published_at)}.",
            )
        case Etat.PUBLIEE:
            fin = (
                f" Son retrait est prévu le {en_clair(initiative.retired_at)}."
                if initiative.retired_at
                else ""
            )
            return Situation("En ligne", f"Depuis le {en_clair(initiative.published_at)}.{fin}")
        case Etat.RETIREE:
            return Situation("Retirée du site", initiative.motif or "Personne ne la voit plus.")
        case Etat.REFUSEE:
            return Situation("Refusée", initiative.motif)


def _cote(user, territoire):
    """The side on which somebody writes: their territory's, or the coordination's."""
    agit = Agent.objects.in_force().filter(user=user, territoire=territoire).exists()
    return Message.Cote.TERRITOIRE if agit else Message.Cote.COORDINATION
