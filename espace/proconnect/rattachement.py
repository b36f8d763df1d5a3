"""Who of the portal comes back from ProConnect, decided from what the portal knows of them.

An address alone decides nothing: anybody may have one day a mailbox that was somebody else's.
"""

from django.db import transaction
from django.db.models import Q

from comptes.models import Identite
from espace.invitations import InvitationRefusee, accepter
from espace.models import DemandeAcces, Etablissement, Invitation
from territoires.models import Agent, Territoire


@transaction.atomic
def reconnaitre(personne):
    """Their user, linked to this identity from now on; None when the coordination must decide.

    Either the identity is linked already; or the address is that of an agent in force, or of
    somebody with an open invitation, for a territory that employs them.
    """
    connue = Identite.objects.filter(emetteur=personne.emetteur, sub=personne.sub).first()
    if connue:
        return connue.user if connue.user.is_active else None
    territoires = _employeurs(personne)
    user = _agent(personne, territoires) or _invite(personne, territoires)
    if user:
        Identite.objects.get_or_create(
            emetteur=personne.emetteur, sub=personne.sub, defaults={"user": user}
        )
    return user


def transmettre(personne):
    """Have the coordination decide about somebody: one request at a time, up to date."""
    DemandeAcces.objects.update_or_create(
        emetteur=personne.emetteur,
        sub=personne.sub,
        traitee_at=None,
        defaults={"email": personne.email, "nom": personne.nom, "siret": personne.siret},
    )


def _employeurs(personne):
    """The territories whose SIREN is that of the person's SIRET, or for which the coordination
    invited this very identity, working for this very employer."""
    siren = personne.siret[:9]
    invitees = DemandeAcces.objects.filter(
        Q(siret__startswith=siren) if siren else Q(siret=""),
        emetteur=personne.emetteur,
        sub=personne.sub,
        invitation__isnull=False,
    )
    return Territoire.objects.filter(
        Q(pk__in=Etablissement.objects.filter(siren=siren).values("territoire"))
        | Q(pk__in=invitees.values("invitation__territoire"))
    )


def _agent(personne, territoires):
    agents = Agent.objects.in_force().filter(
        user__email__iexact=personne.email, territoire__in=territoires
    )
    agent = agents.select_related("user").first()
    return agent and agent.user


def _invite(personne, territoires):
    invitation = (
        Invitation.objects.open()
        .filter(email__iexact=personne.email, territoire__in=territoires)
        .first()
    )
    if invitation is None:
        return None
    try:
        return accepter(invitation, personne.nom)
    except InvitationRefusee:
        return None
