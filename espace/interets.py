"""Interest between territories: one conversation per sheet and territory, relayed by mail."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from espace import relais
from espace.models import Interet, MessageInteret
from protection.quotas import Limite
from territoires.models import Agent

Cote = MessageInteret.Cote

# Messages that one person may send, whatever the conversation.
MESSAGES = Limite(10, timedelta(days=1))


def commencer(initiative, territoire, auteur, texte):
    """Send a first message about a published sheet. Returns the Interet: the one there was, if any."""
    with transaction.atomic():
        interet, _ = Interet.objects.get_or_create(initiative=initiative, territoire=territoire)
        ecrire(interet, Cote.DEMANDEUR, auteur, texte)
    return interet


def ecrire(interet, cote, auteur, texte):
    """Add a message of one side and mail it to the other. Returns it; the last one if it says the same.

    Without any agent on the other side, the coordination is told.
    """
    with transaction.atomic():
        Interet.objects.select_for_update().get(pk=interet.pk)
        dernier = interet.messages.order_by("pk").last()
        if dernier and (dernier.auteur_id, dernier.texte) == (auteur.pk, texte):
            return dernier
        message = interet.messages.create(cote=cote, auteur=auteur, texte=texte)
        _relayer(message, premier=dernier is None)
    return message


def cote_de(interet, user):
    """The side that a person writes for: the one they act for today; None for anybody else.

    Who acts for both answers for the owner.
    """
    territoires = set(
        Agent.objects.in_force().filter(user=user).values_list("territoire_id", flat=True)
    )
    if interet.initiative.territoire_id in territoires:
        return Cote.PORTEUR
    return Cote.DEMANDEUR if interet.territoire_id in territoires else None


def a_un_destinataire(territoire):
    """Whether somebody acts for it today, who would receive the message."""
    return Agent.objects.in_force().filter(territoire=territoire).exists()


def fil(interet):
    """[(MessageInteret, who wrote it)], the oldest first. One query."""
    territoires = {
        Cote.DEMANDEUR: interet.territoire.nom,
        Cote.PORTEUR: interet.initiative.territoire.nom,
    }
    return [
        (
            message,
            ", ".join(filter(None, [relais.nom_de(message.auteur), territoires[message.cote]])),
        )
        for message in interet.messages.select_related("auteur").order_by("pk")
    ]


def recus_et_envoyes(territoire):
    """([Interet] received, [Interet] sent), unanswered first. One query."""
    interets = list(
        Interet.objects.for_list()
        .filter(Q(territoire=territoire) | Q(initiative__territoire=territoire))
        .order_by("pk")
    )
    envoyes = [interet for interet in interets if interet.territoire_id == territoire.pk]
    recus = [interet for interet in interets if interet.territoire_id != territoire.pk]
    return _sans_reponse_d_abord(recus), _sans_reponse_d_abord(envoyes)


def _sans_reponse_d_abord(interets):
    """What waits for the owner's answer, the longest first; then the rest, the latest first."""
    attendent = [i for i in interets if i.dernier_cote == Cote.DEMANDEUR]
    autres = [i for i in interets if i.dernier_cote != Cote.DEMANDEUR]
    return [
        *sorted(attendent, key=lambda interet: interet.dernier_at),
        *sorted(autres, key=lambda interet: interet.dernier_at, reverse=True),
    ]


def _relayer(message, *, premier):
    interet = message.interet
    initiative = interet.initiative
    if message.cote == Cote.DEMANDEUR:
        expediteur, destinataire = interet.territoire, initiative.territoire
    else:
        expediteur, destinataire = initiative.territoire, interet.territoire
    contexte = {
        "initiative": initiative,
        "territoire": expediteur,
        "nom": relais.nom_de(message.auteur),
        "texte": relais.citer(message.texte),
        "lien": relais.lien("espace:interet", interet.pk),
    }
    options = {"cle": f"interet:{message.pk}", "suivi": _suivi(interet)}
    gabarit = "interet_recu" if premier else "interet_reponse"
    if not relais.ecrire_aux_agents(destinataire, gabarit, contexte, **options):
        contexte["destinataire"] = destinataire
        relais.ecrire_a_la_coordination("interet_sans_agent", contexte, **options)


def _suivi(interet):
    """Where the coordination reads the conversation in the back office."""
    return reverse("admin:espace_interet_change", args=[interet.pk])
