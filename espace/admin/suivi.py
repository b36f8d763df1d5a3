"""Pages about one initiative beside its form: corrections, the exchange, proposals that wait."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from espace import relais, suivi
from espace.corrections import demander, faire_le_bilan
from espace.etapes import ETAPES
from espace.forms.suivi import ORDRE, CorrectionsForm, MessageForm
from espace.models import Amendement, Message
from fabrique.admin import InitiativeAdmin, Voisine
from redaction import versions
from redaction.lecture import lire
from solidaires.publication import Etat
from solidaires.texte import typographier

COORDINATION = Message.Cote.COORDINATION


# Corrections


def corrections(admin, request, initiative):
    """Ask for corrections, each beside the field that it is about; see what became of the last ones."""
    if not admin.has_publish_permission(request):
        raise PermissionDenied
    version = versions.actuelle(initiative)
    (champs,) = lire(admin.model, version.instantane)
    par_nom = {champ.nom: champ for champ in champs}
    formulaire = CorrectionsForm(
        request.POST if request.method == "POST" else None,
        labels={nom: par_nom[nom].label for nom in ORDRE},
    )
    if formulaire.is_valid():
        try:
            with transaction.atomic():
                demander(
                    initiative,
                    request.user,
                    formulaire.cleaned_data["motif"],
                    formulaire.demandes,
                )
                admin.log_change(request, initiative, "Fiche renvoyée pour compléments.")
        except ValidationError as erreur:
            formulaire.add_error(None, typographier(" ".join(erreur.messages)))
        else:
            admin.message_user(
                request, f"« {initiative} » est renvoyée pour compléments.", messages.SUCCESS
            )
            return HttpResponseRedirect(_retour(request, initiative))
    return _rendre(
        admin,
        request,
        initiative,
        "espace/admin_corrections.html",
        "Corrections",
        {
            "formulaire": formulaire,
            # Decided meanwhile: what was typed is shown again, with the reason.
            "peut_demander": initiative.etat == Etat.A_RELIRE or formulaire.is_bound,
            "bilan": faire_le_bilan(initiative, ordre=ORDRE),
            "etapes": [
                {
                    "titre": etape.titre,
                    "champs": [(par_nom[nom], formulaire[nom]) for nom in etape.champs],
                }
                for etape in ETAPES
                if etape.champs
            ],
        },
    )


def _lien_corrections(request, initiative):
    if initiative.etat == Etat.A_RELIRE:
        return "Corrections champ par champ"
    return "Corrections demandées" if initiative.etat == Etat.A_COMPLETER else ""


# The exchange


def echanges(admin, request, initiative):
    """The exchange about a sheet; POST answers, or says that nothing is to be answered."""
    if not admin.has_change_permission(request, initiative):
        raise PermissionDenied
    sans_reponse = "_lus" in request.POST
    formulaire = MessageForm(
        request.POST if request.method == "POST" and not sans_reponse else None
    )
    if sans_reponse:
        suivi.marquer_lus(initiative, par=COORDINATION)
        admin.message_user(request, "Les messages ne demandent plus de réponse.")
        return HttpResponseRedirect(_retour(request, initiative))
    if formulaire.is_valid():
        suivi.ecrire(initiative, request.user, COORDINATION, formulaire.cleaned_data["texte"])
        admin.message_user(request, "Votre réponse est envoyée.", messages.SUCCESS)
        return HttpResponseRedirect(_retour(request, initiative))
    entrees = suivi.fil(initiative, vu_par=COORDINATION)
    return _rendre(
        admin,
        request,
        initiative,
        "espace/admin_echanges.html",
        "Échanges avec le territoire",
        {
            "formulaire": formulaire,
            "entrees": entrees,
            "attend": any(entree.nouvelle and not entree.titre for entree in entrees),
            "agents": [str(agent.user) for agent in relais.agents_de(initiative.territoire)],
            "propositions": Amendement.objects.waiting()
            .filter(initiative=initiative)
            .select_related("auteur")
            .defer("base", "instantane"),
        },
    )


def _lien_echanges(request, initiative):
    nombre = suivi.non_lus(initiative, par=COORDINATION).filter(etat="").count()
    return f"Échanges ({nombre} à lire)" if nombre else "Échanges"


# Proposals


def propositions(admin, request, initiative):
    """Lead to the proposal that waits longest."""
    attendue = Amendement.objects.waiting().filter(initiative=initiative).first()
    if attendue is None:
        return HttpResponseRedirect(initiative.get_admin_url())
    return redirect("admin:espace_amendement_change", attendue.pk)


def _lien_propositions(request, initiative):
    if not request.user.has_perm("espace.view_amendement"):
        return ""
    nombre = Amendement.objects.waiting().filter(initiative=initiative).count()
    return f"Propositions à décider ({nombre})" if nombre else ""


# What they share


def _retour(request, initiative):
    """Back to the queue when it led here, or to the sheet."""
    return reverse("admin:index") if "file" in request.GET else initiative.get_admin_url()


def _rendre(admin, request, initiative, gabarit, titre, contexte):
    return TemplateResponse(
        request,
        gabarit,
        {
            **admin.admin_site.each_context(request),
            "title": titre,
            "subtitle": str(initiative),
            "opts": admin.opts,
            "objet": initiative,
            **contexte,
        },
    )


InitiativeAdmin.voisines += [
    Voisine("echanges", echanges, _lien_echanges),
    Voisine("corrections", corrections, _lien_corrections),
    Voisine("propositions", propositions, _lien_propositions),
]
