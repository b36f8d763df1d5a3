"""Who acts for a territory: inviting, accepting, ending. The only way to an account."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from comptes.models import User
from courrier.poste import poster
from espace import relais
from espace.models import Invitation
from espace.models.acces import DUREE_INVITATION
from protection import jetons
from protection.quotas import Limite, consommer
from territoires.models import Agent

# Of the token in the mails (protection/jetons.py).
USAGE = "invitation"
PAR_PERSONNE = Limite(20, timedelta(hours=1))


class InvitationRefusee(ValidationError):
    """What forbids inviting, accepting or ending, as a sentence for the person who tries."""


@dataclass(frozen=True)
class Acceptation:
    """What accepting made: the account, and whether it was new."""

    user: User
    is_nouveau: bool


def inviter(territoire, email, nom, role, par):
    """Invite an address to act for a territory: one mail with a link. Returns the Invitation.

    An invitation that waits, expired or not, is renewed with these words. Raises InvitationRefusee
    for somebody who acts already, or when `par` sends too many.
    """
    email = User.objects.normalize_email(email)
    if (
        Agent.objects.in_force()
        .filter(territoire=territoire, user__email__iexact=email)
        .exists()
    ):
        raise InvitationRefusee(f"Cette personne agit déjà pour {territoire.nom}.")
    if not consommer("invitation", str(par.pk), PAR_PERSONNE):
        raise InvitationRefusee(
            "Vous avez envoyé beaucoup d’invitations : attendez une heure avant d’en envoyer d’autres."
        )
    with transaction.atomic():
        invitation = en_attente(territoire, email).select_for_update().first() or Invitation(
            territoire=territoire
        )
        invitation.email, invitation.nom, invitation.role = email, nom, role
        envoyer(invitation, par)
    return invitation


def en_attente(territoire, email):
    """The invitation, at most one, that waits for this person, expired or not."""
    return Invitation.objects.filter(
        territoire=territoire, email__iexact=email, accepted_at=None, revoked_at=None
    )


def envoyer(invitation, par):
    """Save an invitation that is open anew and post its mail; the links sent before still serve."""
    with transaction.atomic():
        invitation.invite_par = par
        invitation.created_at = timezone.now()
        invitation.expires_at = invitation.created_at + DUREE_INVITATION
        invitation.save()
        poster(
            "invitation",
            invitation.email,
            {
                "invitation": invitation,
                "territoire": invitation.territoire,
                "invite_par": relais.nom_de(par),
                "lien": relais.lien("espace:invitation", jetons.signer(USAGE, invitation.pk)),
            },
            cle=f"invitation:{invitation.pk}:{invitation.created_at:%Y%m%d%H%M%S%f}",
            secret=True,
            expire_at=invitation.expires_at,
        )


def annuler(invitation):
    """Have the link serve no more; whether it still did not."""
    attendue = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    return bool(attendue.update(revoked_at=timezone.now()))


def accepter(invitation, nom):
    """Make its holder an agent of the territory, with an account if they have none.

    Raises InvitationRefusee when the link serves no more or the account is deactivated.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=["self"])
            .select_related("territoire", "invite_par")
            .get(pk=invitation.pk)
        )
        if not invitation.is_open:
            raise InvitationRefusee("Ce lien ne sert plus.")
        user = User.objects.filter(email__iexact=invitation.email).first()
        is_nouveau = user is None
        if is_nouveau:
            user = User.objects.create_user(invitation.email, nom=nom)
        elif not user.is_active:
            raise InvitationRefusee(
                "Ce compte a été fermé. Écrivez à la coordination, qui peut le rouvrir."
            )
        elif nom and not user.nom:
            user.nom = nom
            user.save(update_fields=["nom"])
        Agent.objects.update_or_create(
            user=user,
            territoire=invitation.territoire,
            defaults={
                "role": invitation.role,
                "date_debut": timezone.localdate(),
                "date_fin": None,
            },
        )
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        _prevenir(invitation, user)
    return Acceptation(user, is_nouveau)


def mettre_fin(agent):
    """End somebody's access at once; the sheets stay with the territory.

    Raises InvitationRefusee for the last référent of a territory where others act.
    """
    with transaction.atomic():
        actifs = Agent.objects.in_force().filter(territoire=agent.territoire)
        # All of them, so that two référents do not end each other at the same instant.
        actifs = list(
            actifs.select_for_update(of=["self"]).select_related("user").order_by("pk")
        )
        agent = next((a for a in actifs if a.pk == agent.pk), None)
        if agent is None:
            raise InvitationRefusee("Cette personne n’agit déjà plus pour le territoire.")
        autres = [a.role for a in actifs if a.pk != agent.pk]
        derniere = agent.role == Agent.Role.REFERENT and Agent.Role.REFERENT not in autres
        if autres and derniere:
            raise InvitationRefusee(
                f"{agent.user} est la seule personne référente : nommez-en une autre d’abord, ou "
                "demandez à la coordination."
            )
        agent.date_fin = timezone.localdate()
        if agent.date_debut > agent.date_fin:
            agent.date_debut = agent.date_fin
        agent.save(update_fields=["date_debut", "date_fin"])
        poster(
            "acces_fini",
            agent.user.email,
            {"territoire": agent.territoire},
            cle=f"acces_fini:{agent.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        )


def _prevenir(invitation, user):
    """Tell the référents, and whoever invited, that somebody has joined."""
    referents = Agent.objects.in_force().filter(
        territoire=invitation.territoire, role=Agent.Role.REFERENT
    )
    avertis = {agent.user_id: agent.user for agent in referents.select_related("user")}
    if invitation.invite_par and invitation.invite_par.is_active:
        avertis[invitation.invite_par_id] = invitation.invite_par
    avertis.pop(user.pk, None)
    for averti in avertis.values():
        poster(
            "invitation_acceptee",
            averti.email,
            {
                "territoire": invitation.territoire,
                "qui": relais.nom_de(user) or user.email,
                "lien": relais.lien("espace:collegues", invitation.territoire_id),
            },
            cle=f"invitation_acceptee:{invitation.pk}:{averti.pk}",
        )
