"""What the coordination decides about somebody whom ProConnect vouches for and nobody had invited."""

from django.db import transaction
from django.utils import timezone

from comptes.models import User
from courrier.poste import poster
from espace import invitations, relais
from espace.models import Etablissement, Invitation
from territoires.models import Agent


@transaction.atomic
def accueillir(demande, territoire, role, *, par, retenir=False):
    """Have them act for a territory; returns the Invitation, accepted already for one of its agents.

    The identity that asked is linked to the account when it comes back (rattachement.py).
    `retenir`: from now on the portal knows whose SIREN it is. Raises InvitationRefusee.
    """
    if User.objects.filter(email__iexact=demande.email, is_active=False).exists():
        raise invitations.InvitationRefusee(
            "Le compte de cette adresse est désactivé : rouvrez-le d’abord, la personne pourra entrer."
        )
    if retenir:
        Etablissement.objects.get_or_create(
            siren=demande.siren, defaults={"territoire": territoire}
        )
    agents = Agent.objects.in_force().filter(territoire=territoire)
    if agents.filter(user__email__iexact=demande.email).exists():
        invitation = _reconnaitre(demande, territoire, role, par)
    else:
        invitation = invitations.inviter(territoire, demande.email, demande.nom, role, par)
    if not demande.traiter(invitation):
        raise invitations.InvitationRefusee("Quelqu’un vient de traiter cette demande.")
    return invitation


def _reconnaitre(demande, territoire, role, par):
    """For somebody who acts for the territory already, and had only changed of number there."""
    invitation = Invitation.objects.create(
        territoire=territoire,
        email=demande.email,
        nom=demande.nom,
        role=role,
        invite_par=par,
        accepted_at=timezone.now(),
    )
    poster(
        "acces_proconnect",
        demande.email,
        {"territoire": territoire, "lien": relais.lien("account_login")},
        cle=f"acces_proconnect:{demande.pk}",
    )
    return invitation
