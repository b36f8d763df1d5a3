"""Who acts for a territory: the list, invitations, the end of an access."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from comptes import connexion
from espace import invitations
from espace.acces import is_coordination, is_referent, ouvrir_territoire, prive
from espace.forms.invitation import AcceptationForm, InvitationForm
from espace.models import Invitation
from protection import jetons
from protection.quotas import Limite, consommer, reseau
from protection.refus import introuvable
from solidaires.confidentialite import confidentielle
from territoires.models import Agent

# A whole office behind one address may enter on the same morning.
PAR_RESEAU = Limite(60, timedelta(hours=1))


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def collegues(request, territoire):
    """Who acts, who is invited; a référent invites here."""
    territoire = ouvrir_territoire(request, territoire)
    decide = is_referent(request.user, territoire)
    formulaire = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not decide:
            raise introuvable(request, f"not a référent of territory {territoire.pk}")
        if formulaire.is_valid() and _inviter(request, territoire, formulaire):
            return redirect("espace:collegues", territoire.pk)
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
            "chapo": "Qui agit pour le territoire. Les fiches lui appartiennent\u00a0: elles restent "
            "quand une personne part.",
            "territoire": territoire,
            "rubrique": "collegues",
            "agents": agents.order_by("-role", "user__nom", "user__email", "pk"),
            "attendues": attendues.select_related("invite_par") if decide else [],
            "decide": decide,
            "formulaire": formulaire,
        },
    )


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def collegue_fin(request, territoire, agent):
    """Asks, then ends somebody's access; one may end one's own."""
    territoire = ouvrir_territoire(request, territoire)
    agent = _agent(request, territoire, agent)
    est_soi = agent.user_id == request.user.pk
    if not est_soi:
        _exiger_un_referent(request, territoire)
    if request.method == "POST":
        try:
            invitations.mettre_fin(agent, request.user)
        except invitations.InvitationRefusee as erreur:
            messages.error(request, erreur.message)
            return redirect("espace:collegues", territoire.pk)
        if est_soi:
            messages.success(request, f"Vous n’agissez plus pour {territoire.nom}.")
            return redirect("espace:accueil")
        messages.success(request, f"{agent.user} n’agit plus pour {territoire.nom}.")
        return redirect("espace:collegues", territoire.pk)
    return render(
        request,
        "espace/collegue_fin.html",
        {
            "titre": "Quitter cet espace" if est_soi else "Mettre fin à un accès",
            "surtitre": str(territoire),
            "chapo": "",
            "territoire": territoire,
            "rubrique": "collegues",
            "agent": agent,
            "est_soi": est_soi,
            "irremplacable": invitations.is_irremplacable(agent)
            and not is_coordination(request.user),
        },
    )


@prive
@require_POST
def collegue_referent(request, territoire, agent):
    """Has somebody who acts also decide who acts."""
    territoire = ouvrir_territoire(request, territoire)
    _exiger_un_referent(request, territoire)
    agent = _agent(request, territoire, agent)
    try:
        invitations.nommer_referent(agent)
    except invitations.InvitationRefusee as erreur:
        messages.error(request, erreur.message)
    else:
        messages.success(request, f"{agent.user} décide maintenant aussi qui agit ici.")
    return redirect("espace:collegues", territoire.pk)


@prive
@require_POST
def invitation_renouveler(request, territoire, invitation):
    """Sends again an invitation that waits."""
    invitation = _attendue(request, territoire, invitation)
    try:
        renouvelee = invitations.renouveler(invitation, request.user)
    except invitations.InvitationRefusee as erreur:
        messages.error(request, erreur.message)
    else:
        _dire(request, renouvelee, f"L’invitation est envoyée de nouveau à {invitation.email}.")
    return redirect("espace:collegues", invitation.territoire_id)


@prive
@require_POST
def invitation_annuler(request, territoire, invitation):
    """Cancels an invitation that waits."""
    invitation = _attendue(request, territoire, invitation)
    annulee = invitations.annuler(invitation)
    _dire(request, annulee, f"L’invitation de {invitation.email} est annulée.")
    return redirect("espace:collegues", invitation.territoire_id)


@confidentielle
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, jeton):
    """What an invited person accepts; opening the page does nothing, as robots open mails."""
    if not consommer("invitation.page", reseau(request), PAR_RESEAU):
        return render(request, "espace/invitation_fermee.html", {"trop": True}, status=429)
    attendue = (
        Invitation.objects.select_related("territoire", "invite_par")
        .filter(pk=jetons.lire(invitations.USAGE, jeton))
        .first()
    )
    if attendue is None:
        raise introuvable(request, "forged token of an invitation")
    if not attendue.is_open:
        return _fermee(request, attendue)
    formulaire = AcceptationForm(
        request.POST if request.method == "POST" else None,
        initial={"nom": attendue.nom},
        compte=invitations.compte_de(attendue),
    )
    if formulaire.is_valid():
        try:
            nom = formulaire.cleaned_data.get("nom", "")
            user = invitations.accepter(attendue, nom)
        except invitations.InvitationRefusee as erreur:
            attendue.refresh_from_db()
            if not attendue.is_open:
                return _fermee(request, attendue)
            formulaire.add_error(None, erreur)
        else:
            return _entrer(request, user, attendue.territoire)
    autre = request.user.is_authenticated and (
        request.user.email.lower() != attendue.email.lower()
    )
    return render(
        request,
        "espace/invitation.html",
        {"invitation": attendue, "formulaire": formulaire, "autre": autre},
    )


def _entrer(request, user, territoire):
    """Sign the person in; whoever else was, on this machine, is signed out first."""
    if request.user.is_authenticated and request.user != user:
        logout(request)
    messages.success(request, f"Bienvenue dans l’espace de {territoire.nom}.")
    suite = reverse("espace:tableau", args=[territoire.pk])
    return connexion.ouvrir(request, user, suite)


def _fermee(request, invitation):
    contexte = {"invitation": invitation, "trop": False}
    return render(request, "espace/invitation_fermee.html", contexte, status=410)


def _inviter(request, territoire, formulaire):
    """Whether the invitation left; the form says why not."""
    champs = formulaire.cleaned_data
    try:
        invitee = invitations.inviter(
            territoire, champs["email"], champs["nom"], champs["role"], request.user
        )
    except invitations.InvitationRefusee as erreur:
        formulaire.add_error("email", erreur)
        return False
    messages.success(request, f"L’invitation est envoyée à {invitee.email}.")
    return True


def _agent(request, territoire, pk):
    agents = Agent.objects.in_force().filter(territoire=territoire, pk=pk)
    agent = agents.select_related("user", "territoire").first()
    if agent is None:
        raise introuvable(request, f"agent {pk} is not of territory {territoire.pk}")
    return agent


def _attendue(request, territoire, pk):
    """An invitation of the territory, for somebody who decides there."""
    territoire = ouvrir_territoire(request, territoire)
    _exiger_un_referent(request, territoire)
    invitation = Invitation.objects.filter(territoire=territoire, pk=pk).first()
    if invitation is None:
        raise introuvable(request, f"invitation {pk} is not of territory {territoire.pk}")
    return invitation


def _exiger_un_referent(request, territoire):
    if not is_referent(request.user, territoire):
        raise introuvable(request, f"not a référent of territory {territoire.pk}")


def _dire(request, fait, phrase):
    if fait:
        messages.success(request, phrase)
    else:
        messages.error(request, "Cette invitation a été acceptée ou annulée entre-temps.")
