"""Who acts for a territory: inviting, accepting, naming, ending. The only way to an account.

Each verb first locks the territory: two people who decide about it at the same instant take turns.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from comptes.models import User
from courrier.poste import poster
from espace import relais
from espace.acces import agit_pour, is_coordination
from espace.models import Invitation
from espace.models.acces import DUREE_INVITATION
from protection import jetons
from protection.quotas import Limite, consommer
from territoires.models import Agent, Territoire

# Of the token in the mails (protection/jetons.py).
USAGE = "invitation"
PAR_PERSONNE = Limite(20, timedelta(hours=1))
# The same invitation sent again within this time is the same one: a button pressed twice.
MEME_ENVOI = timedelta(minutes=1)


class InvitationRefusee(ValidationError):
    """What forbids inviting, accepting, naming or ending, as a sentence for the person who tries."""


# Inviting


def inviter(territoire, email, nom, role, par):
    """Invite an address to act for a territory: one mail with a link. Returns the Invitation.

    An invitation that waits, expired or not, is renewed with these words. Raises InvitationRefusee
    for somebody who acts already, or when `par` sends too many.
    """
    email = User.objects.normalize_email(email)
    with transaction.atomic():
        _verrouiller(territoire)
        if agit_deja(territoire, email):
            raise InvitationRefusee(f"Cette personne agit déjà pour {territoire.nom}.")
        invitation = en_attente(territoire, email).first() or Invitation(territoire=territoire)
        mots = {"email": email, "nom": nom, "role": role}
        if _vient_de_partir(invitation) and all(
            getattr(invitation, champ) == valeur for champ, valeur in mots.items()
        ):
            return invitation
        _compter(par)
        for champ, valeur in mots.items():
            setattr(invitation, champ, valeur)
        envoyer(invitation, par)
    return invitation


def renouveler(invitation, par):
    """Send again one that waits, expired or not; whether it still waited. Its link serves anew.

    Raises InvitationRefusee when `par` sends too many.
    """
    with transaction.atomic():
        _verrouiller(invitation.territoire)
        invitation = _relire(invitation)
        if invitation.accepted_at or invitation.revoked_at:
            return False
        if not _vient_de_partir(invitation):
            _compter(par)
            envoyer(invitation, par)
    return True


def envoyer(invitation, par):
    """Save an invitation that is open anew and post its mail, in the transaction around."""
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
        cle=f"invitation:{invitation.pk}:{invitation.created_at.isoformat()}",
        secret=True,
        expire_at=invitation.expires_at,
    )


def annuler(invitation):
    """Have the link serve no more; whether it still did."""
    with transaction.atomic():
        _verrouiller(invitation.territoire)
        return bool(_ouvertes().filter(pk=invitation.pk).update(revoked_at=timezone.now()))


def en_attente(territoire, email):
    """The invitation, at most one, that waits for this person, expired or not."""
    return _ouvertes().filter(territoire=territoire, email__iexact=email)


def agit_deja(territoire, email):
    """Whether somebody with this address acts for the territory today."""
    agents = Agent.objects.in_force().filter(territoire=territoire)
    return agents.filter(user__email__iexact=email).exists()


# Accepting


def compte_de(invitation):
    """The account of its address, active or not; None when there is none yet."""
    return User.objects.filter(email__iexact=invitation.email).first()


def accepter(invitation, nom=""):
    """Make its holder an agent of the territory, with an account if they have none. Returns the User.

    `nom` names a new account, or one without a name. Raises InvitationRefusee when the link serves
    no more or the account is deactivated, which the coordination is told once.
    """
    if (user := compte_de(invitation)) and not user.is_active:
        _signaler_le_compte(invitation)
        raise InvitationRefusee(
            "Le compte de cette adresse est désactivé. La coordination, que nous venons de prévenir, "
            "peut vous dire pourquoi."
        )
    with transaction.atomic():
        _verrouiller(invitation.territoire)
        invitation = _relire(invitation)
        if not invitation.is_open:
            raise InvitationRefusee("Ce lien ne sert plus.")
        user = compte_de(invitation)
        if user is None:
            user = User.objects.create_user(invitation.email, nom=nom)
        elif nom and not user.nom:
            user.nom = nom
            user.save(update_fields=["nom"])
        _faire_agir(user, invitation)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        _prevenir(invitation, user)
    return user


# Naming and ending


def nommer_referent(agent):
    """Have an agent in force also decide who acts for the territory. Raises InvitationRefusee."""
    with transaction.atomic():
        _verrouiller(agent.territoire)
        en_place = Agent.objects.in_force().filter(pk=agent.pk, role=Agent.Role.AGENT)
        if not en_place.update(role=Agent.Role.REFERENT):
            raise InvitationRefusee("Cette personne est déjà référente, ou n’agit plus ici.")
        poster(
            "collegue_referent",
            agent.user.email,
            {
                "territoire": agent.territoire,
                "lien": relais.lien("espace:collegues", agent.territoire_id),
            },
            cle=f"collegue_referent:{agent.pk}:{timezone.now().isoformat()}",
        )


def is_irremplacable(agent):
    """Whether they are the last référent of the territory today."""
    referents = Agent.objects.in_force().filter(
        territoire=agent.territoire_id, role=Agent.Role.REFERENT
    )
    return set(referents.values_list("pk", flat=True)) == {agent.pk}


def mettre_fin(agent, par):
    """End somebody's access at once, with the invitation that would bring them back.

    The sheets, what they prepared and their messages stay with the territory. Raises
    InvitationRefusee for the last référent, unless the coordination does it.
    """
    with transaction.atomic():
        _verrouiller(agent.territoire)
        en_place = Agent.objects.in_force().select_related("user", "territoire")
        agent = en_place.filter(pk=agent.pk).first()
        if agent is None:
            raise InvitationRefusee("Cette personne n’agit déjà plus pour le territoire.")
        if is_irremplacable(agent) and not is_coordination(par):
            raise InvitationRefusee(
                f"{agent.user} est la seule personne référente\u00a0: nommez-en une autre d’abord, ou "
                "demandez à la coordination."
            )
        agent.date_fin = timezone.localdate()
        agent.save(update_fields=["date_fin"])
        en_attente(agent.territoire, agent.user.email).update(revoked_at=timezone.now())
        poster(
            "collegue_fin",
            agent.user.email,
            {"territoire": agent.territoire},
            cle=f"collegue_fin:{agent.pk}:{timezone.now().isoformat()}",
        )


def _verrouiller(territoire):
    Territoire.objects.select_for_update(no_key=True).get(pk=territoire.pk)


def _ouvertes():
    return Invitation.objects.filter(accepted_at=None, revoked_at=None)


def _relire(invitation):
    return Invitation.objects.select_related("territoire", "invite_par").get(pk=invitation.pk)


def _compter(par):
    """One more sent by this person; the coordination may well invite every département in a day."""
    if not is_coordination(par) and not consommer("invitation", str(par.pk), PAR_PERSONNE):
        raise InvitationRefusee(
            "Vous avez envoyé beaucoup d’invitations\u00a0: attendez une heure avant d’en envoyer "
            "d’autres."
        )


def _vient_de_partir(invitation):
    return bool(invitation.pk) and timezone.now() - invitation.created_at < MEME_ENVOI


def _faire_agir(user, invitation):
    """Whoever acts already, by another way since, keeps their role and their date."""
    agents = Agent.objects.filter(user=user, territoire=invitation.territoire)
    if agents.in_force().exists():
        return
    agents.update_or_create(
        user=user,
        territoire=invitation.territoire,
        defaults={
            "role": invitation.role,
            "date_debut": timezone.localdate(),
            "date_fin": None,
        },
    )


def _prevenir(invitation, user):
    """Tell the référents, and whoever invited and still acts, that somebody has joined."""
    territoire = invitation.territoire
    referents = Agent.objects.in_force().filter(territoire=territoire, role=Agent.Role.REFERENT)
    avertis = {agent.user_id: agent.user for agent in referents.select_related("user")}
    invitant = invitation.invite_par
    if invitant and invitant.is_active and agit_pour(invitant, territoire):
        avertis[invitant.pk] = invitant
    avertis.pop(user.pk, None)
    for averti in avertis.values():
        poster(
            "invitation_acceptee",
            averti.email,
            {
                "territoire": territoire,
                "qui": str(user),
                "lien": relais.lien("espace:collegues", territoire.pk),
            },
            cle=f"invitation_acceptee:{invitation.pk}:{averti.pk}",
        )


def _signaler_le_compte(invitation):
    relais.ecrire_a_la_coordination(
        "invitation_compte_desactive",
        {
            "email": invitation.email,
            "territoire": invitation.territoire,
            "fin": invitation.expires_at,
        },
        cle=f"invitation_compte_desactive:{invitation.pk}",
    )
