"""Who acts for a territory: the list, invitations, the end of an access."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from comptes import connexion
from espace import invitations
from espace.acces import is_referent, ouvrir_territoire, prive
from espace.forms.invitation import AcceptationForm, InvitationForm
from espace.models import Invitation
from protection import jetons
from protection.quotas import Limite, consommer, reseau
from protection.refus import introuvable
from solidaires.confidentialite import confidentielle
from territoires.models import Agent

PAR_RESEAU = Limite(30, timedelta(hours=1))


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def collegues(request, territoire):
    """Who acts, who is invited; a référent invites here."""
    territoire = ouvrir_territoire(request, territoire)
    peut_inviter = is_referent(request.user, territoire)
    formulaire = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not peut_inviter:
            raise introuvable(request, f"not a référent of territory {territoire.pk}")
        if formulaire.is_valid() and _inviter(request, territoire, formulaire):
            return HttpResponseRedirect(request.path)
    agents = Agent.objects.in_force().filter(territoire=territoire).select_related("user")
    attendues = Invitation.objects.filter(
        territoire=territoire, accepted_at=None, revoked_at=None
    )
    return render(
        request,
        "espace/collegues.html",
        {
            "titre": "Collègues",
            "surtitre": str(territoire),
            "chapo": "Qui agit pour le territoire. Les fiches appartiennent au territoire : "
            "elles restent quand une personne part.",
            "territoire": territoire,
            "rubrique": "collegues",
            "agents": agents.order_by("-role", "user__nom", "user__email", "pk"),
            "attendues": attendues if peut_inviter else [],
            "peut_inviter": peut_inviter,
            "formulaire": formulaire,
        },
    )


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def collegue_fin(request, territoire, agent):
    """Asks, then ends somebody's access; one may end one's own."""
    territoire = ouvrir_territoire(request, territoire)
    agents = Agent.objects.in_force().filter(territoire=territoire).select_related("user")
    agent_ = agents.filter(pk=agent).first()
    if agent_ is None:
        raise introuvable(request, f"agent {agent} is not of territory {territoire.pk}")
    est_soi = agent_.user_id == request.user.pk
    if not est_soi and not is_referent(request.user, territoire):
        raise introuvable(request, f"not a référent of territory {territoire.pk}")
    if request.method == "POST":
        try:
            invitations.mettre_fin(agent_)
        except invitations.InvitationRefusee as erreur:
            messages.error(request, " ".join(erreur.messages))
            return HttpResponseRedirect(reverse("espace:collegues", args=[territoire.pk]))
        messages.success(request, f"{agent_.user} n’agit plus pour {territoire.nom}.")
        nom, args = ("accueil", []) if est_soi else ("collegues", [territoire.pk])
        return HttpResponseRedirect(reverse(f"espace:{nom}", args=args))
    return render(
        request,
        "espace/collegue_fin.html",
        {
            "titre": "Quitter cet espace" if est_soi else "Mettre fin à un accès",
            "surtitre": str(territoire),
            "chapo": "",
            "territoire": territoire,
            "rubrique": "collegues",
            "agent": agent_,
            "est_soi": est_soi,
        },
    )


@prive
@require_POST
def invitation_annuler(request, territoire, invitation):
    """Cancels an invitation that waits."""
    territoire = ouvrir_territoire(request, territoire)
    attendue = Invitation.objects.filter(pk=invitation, territoire=territoire).first()
    if attendue is None or not is_referent(request.user, territoire):
        raise introuvable(request, f"invitation {invitation} is not theirs to cancel")
    if invitations.annuler(attendue):
        messages.success(request, f"L’invitation de {attendue.email} est annulée.")
    else:
        messages.error(request, "Cette invitation a été acceptée ou annulée entre-temps.")
    return HttpResponseRedirect(reverse("espace:collegues", args=[territoire.pk]))


@confidentielle
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, jeton):
    """What an invited person accepts; opening the page does nothing, as robots open mails."""
    if not consommer("invitation.page", reseau(request), PAR_RESEAU):
        return _page(request, None, status=429)
    attendue = (
        Invitation.objects.select_related("territoire", "invite_par")
        .filter(pk=jetons.lire(invitations.USAGE, jeton))
        .first()
    )
    if attendue is None:
        raise introuvable(request, "forged token of an invitation")
    if not attendue.is_open:
        return _page(request, attendue, status=410)
    formulaire = AcceptationForm(
        request.POST if request.method == "POST" else None, initial={"nom": attendue.nom}
    )
    if formulaire.is_valid():
        try:
            acceptation = invitations.accepter(attendue, formulaire.cleaned_data["nom"])
        except invitations.InvitationRefusee as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Bienvenue dans l’espace de {attendue.territoire.nom}.")
            suite = reverse("espace:tableau", args=[attendue.territoire_id])
            return connexion.ouvrir(request, acceptation.user, suite)
    return _page(request, attendue, formulaire)


def _page(request, attendue, formulaire=None, *, status=200):
    autre = request.user.is_authenticated and (
        attendue is not None and request.user.email.lower() != attendue.email.lower()
    )
    return render(
        request,
        "espace/invitation.html",
        {
            "invitation": attendue,
            "formulaire": formulaire,
            "autre": autre,
            "trop": status == 429,
        },
        status=status,
    )


def _inviter(request, territoire, formulaire):
    """Whether the invitation left; the form says why not."""
    champs = formulaire.cleaned_data
    try:
        invitee = invitations.inviter(
            territoire, champs["email"], champs["nom"], champs["role"], request.user
        )
    except invitations.InvitationRefusee as erreur:
        formulaire.add_error(None, erreur)
        return False
    messages.success(request, f"L’invitation est envoyée à {invitee.email}.")
    return True
