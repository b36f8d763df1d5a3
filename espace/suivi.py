"""What becomes of a sheet, told to its territory: its changes of state, the exchange of messages.

Every change of state of an initiative passes here (`temoin`), whoever decides it and wherever: it
is written in the exchange and mailed once to each agent, in its transaction.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from courrier.poste import absolue
from espace import relais
from espace.models import Demande, Depot, Message
from fabrique.models import Initiative
from redaction import versions
from redaction.lecture import labels
from redaction.sources import en_clair
from solidaires.publication import EN_LIGNE, Etat, au_passage

# The mail of each state; the territory that sends its sheet has a receipt instead.
GABARITS = {
    Etat.BROUILLON: "etat_brouillon",
    Etat.A_COMPLETER: "etat_a_completer",
    Etat.PROGRAMMEE: "etat_programmee",
    Etat.PUBLIEE: "etat_publiee",
    Etat.RETIREE: "etat_retiree",
    Etat.REFUSEE: "etat_refusee",
}
# What a change of state is called in the history.
PASSAGES = {
    Etat.BROUILLON: "Reprise en brouillon",
    Etat.A_RELIRE: "Envoyée à la coordination",
    Etat.A_COMPLETER: "Compléments demandés",
    Etat.PROGRAMMEE: "Mise en ligne programmée",
    Etat.PUBLIEE: "Mise en ligne",
    Etat.RETIREE: "Retirée du site",
    Etat.REFUSEE: "Refusée",
}
# The same words sent again within this time are the same message: a button pressed twice.
MEME_ENVOI = timedelta(minutes=5)


# Changes of state


@au_passage
def temoin(objet, avant, motif):
    """Tell a change of state of an initiative; its `demandes`, when set, are the corrections asked."""
    if not isinstance(objet, Initiative):
        return
    etat = Etat(objet.etat)
    # Online before and after: only the hour of its withdrawal moved.
    if avant == etat == Etat.PUBLIEE:
        return
    # What had been asked stays on a sheet that comes back: those are not the words of its territory.
    if etat == Etat.A_RELIRE:
        motif = ""
    raconter(objet, etat, motif, demandes=getattr(objet, "demandes", {}))


def raconter(initiative, etat, motif="", *, demandes=(), at=None):
    """Write that `initiative` came to `etat` in its exchange, and mail it to the agents.

    `demandes`: {name of a field: what to correct}. `at`: when it happened, now by default.
    """
    if etat == Etat.PROGRAMMEE:
        motif = f"Pour le {en_clair(initiative.published_at)}."
    message = Message.objects.create(
        initiative=initiative,
        cote=Message.Cote.TERRITOIRE if etat == Etat.A_RELIRE else Message.Cote.COORDINATION,
        etat=etat,
        texte=motif,
        created_at=at or timezone.now(),
    )
    demandes = Demande.objects.bulk_create(
        Demande(message=message, champ=champ, texte=texte)
        for champ, texte in dict(demandes).items()
    )
    if etat in GABARITS:
        ecrire_au_territoire(
            GABARITS[etat],
            initiative,
            f"etat:{message.pk}",
            {"motif": motif, "demandes": nommer(demandes)},
        )
    return message


def raconter_les_echeances(maintenant):
    """Tell what the clock alone did: sheets online or withdrawn at their hour. Returns the Messages.

    A sheet is told once, since what was told of it last is then its state.
    """
    dernier = (
        Message.objects.filter(initiative=OuterRef("pk"))
        .exclude(etat="")
        .order_by("-created_at", "-pk")
        .values("etat")[:1]
    )
    suivies = Initiative.objects.kept().annotate(dit=Subquery(dernier))
    parues = suivies.published(maintenant).filter(dit=Etat.PROGRAMMEE)
    parties = suivies.filter(
        etat__in=EN_LIGNE, retired_at__lte=maintenant, dit__in=[Etat.PROGRAMMEE, Etat.PUBLIEE]
    )
    racontes = []
    for pk in [*parues.values_list("pk", flat=True), *parties.values_list("pk", flat=True)]:
        with transaction.atomic():
            initiative = suivies.select_for_update(of=["self"]).get(pk=pk)
            etat = initiative.etat_effectif
            if etat == initiative.dit:
                continue
            if etat == Etat.PUBLIEE:
                racontes.append(raconter(initiative, etat, at=initiative.published_at))
            elif etat == Etat.RETIREE:
                racontes.append(
                    raconter(initiative, etat, initiative.motif, at=initiative.retired_at)
                )
    return racontes


# Messages


def ecrire(initiative, auteur, cote, texte):
    """Add a message of one side to the exchange; the coordination's is mailed to the agents.

    Answering is having read: what the other side wrote is marked. Returns the Message, the former
    one when the same words were sent just before.
    """
    with transaction.atomic():
        versions.verrouiller(initiative)
        recents = Message.objects.filter(
            initiative=initiative,
            auteur=auteur,
            cote=cote,
            etat="",
            texte=texte,
            created_at__gt=timezone.now() - MEME_ENVOI,
        )
        if deja := recents.first():
            return deja
        message = Message.objects.create(
            initiative=initiative, auteur=auteur, cote=cote, texte=texte
        )
        marquer_lus(initiative, par=cote)
        if cote == Message.Cote.COORDINATION:
            ecrire_au_territoire(
                "message_coordination",
                initiative,
                f"message:{message.pk}",
                {"texte": texte},
                suivi=reverse("admin:fabrique_initiative_echanges", args=[initiative.pk]),
            )
    return message


def non_lus(initiative, *, par):
    """The messages of the other side that the side `par` has not read."""
    return Message.objects.filter(initiative=initiative, lu_at=None).exclude(cote=par)


def marquer_lus(initiative, *, par):
    """Mark what the other side wrote as read by the side `par`. Returns how many."""
    return non_lus(initiative, par=par).update(lu_at=timezone.now())


@dataclass(frozen=True)
class Entree:
    """One line of the exchange as both sides read it.

    `titre`: what happened, "" for plain words; `demandes`: [(label of the field, what to correct,
    Demande)]; `nouvelle`: not read yet by the side that looks.
    """

    message: Message
    titre: str
    qui: str
    demandes: list
    nouvelle: bool


def fil(initiative, *, vu_par):
    """The whole exchange about a sheet, the oldest first, for one side. Two queries."""
    messages = (
        Message.objects.filter(initiative=initiative)
        .select_related("auteur")
        .prefetch_related("demandes")
        .order_by("created_at", "pk")
    )
    return [
        Entree(
            message,
            PASSAGES[message.etat] if message.etat else "",
            _qui(message, initiative),
            nommer(message.demandes.all()),
            message.cote != vu_par and message.lu_at is None,
        )
        for message in messages
    ]


def nommer(demandes):
    """[(label of the field, words, Demande)]."""
    if not demandes:
        return []
    noms = labels(Initiative)
    return [(noms.get(d.champ, d.champ), d.texte, d) for d in demandes]


def numero(initiative):
    """The number on the receipt, "" for a sheet that its territory did not submit. One query."""
    depot = Depot.objects.filter(initiative=initiative, depose_at__isnull=False).first()
    return depot.numero if depot else ""


def _qui(message, initiative):
    """Who wrote it, without any address."""
    nom = message.auteur.nom if message.auteur else ""
    if message.cote == Message.Cote.TERRITOIRE:
        return f"{nom}, {initiative.territoire.nom}" if nom else initiative.territoire.nom
    return f"{nom}, pour la coordination" if nom else "La coordination"


def ecrire_au_territoire(gabarit, initiative, evenement, contexte, *, suivi=""):
    """Post one mail about the sheet to each agent of its territory, once per event.

    `suivi`: where the back office handles it, the sheet by default.
    """
    contexte = {
        "initiative": initiative,
        "numero": numero(initiative),
        "lien": relais.lien("espace:fiche", initiative.pk),
        **contexte,
    }
    if gabarit in {GABARITS[Etat.PROGRAMMEE], GABARITS[Etat.PUBLIEE]}:
        contexte["page"] = absolue(initiative.get_absolute_url())
    relais.ecrire_aux_agents(
        initiative.territoire,
        gabarit,
        contexte,
        cle=evenement,
        suivi=suivi or initiative.get_admin_url(),
    )
