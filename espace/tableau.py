"""What a territory sees first: its sheets, where each stands and the one thing to do next.

Read in a fixed number of queries whatever the number of sheets; nothing is decided in the template.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from espace import reprises
from espace.interets import recus_et_envoyes
from espace.models import Amendement, Demande, Interet, Message, MessageInteret
from fabrique.confirmation import seuil
from fabrique.models import Initiative, Reprise
from solidaires.publication import EN_LIGNE, Etat
from solidaires.texte import INSECABLE
from territoires.models import Agent, Territoire

# The groups of the page, in its order.
GROUPES = {
    "attend": "Ce qui vous attend",
    "cours": "En cours",
    "ligne": "En ligne",
    "terminee": "Terminées",
}


@dataclass(frozen=True)
class Action:
    """The one thing to do next. `is_envoi`: a button that does it, instead of a link."""

    mots: str
    adresse: str
    is_envoi: bool = False


@dataclass(frozen=True)
class Fiche:
    """One sheet as its territory sees it.

    `etat`: a sentence; `fraicheur`: when it was confirmed, "" offline; `manques`: what its page shows
    as not told; `non_lus`: messages of the coordination; `propositions`: those under way.
    """

    initiative: Initiative
    groupe: str
    etat: str
    fraicheur: str
    manques: list[str]
    non_lus: int
    propositions: list[Amendement]
    action: Action


@dataclass(frozen=True)
class Tableau:
    """The whole page. `groupes`: [(title, [Fiche])]; `nombre_donnees`: reprises by others, online."""

    groupes: list[tuple[str, list[Fiche]]]
    sans_reponse: list[Interet]
    prises: list[Reprise]
    nombre_donnees: int
    agents: list[Agent]


def lire(territoire, user):
    """The Tableau of a territory, for one of its people. Eight queries."""
    recus, _ = recus_et_envoyes(territoire)
    agents = Agent.objects.in_force().filter(territoire=territoire).select_related("user")
    return Tableau(
        groupes=_groupes(territoire, user),
        sans_reponse=[r for r in recus if r.dernier_cote == MessageInteret.Cote.DEMANDEUR],
        prises=list(reprises.prises(territoire)),
        nombre_donnees=reprises.donnees(territoire).count(),
        agents=list(agents.order_by("user__nom", "user__email", "pk")),
    )


def actifs():
    """The territories with somebody or something here: `nombre_fiches`, `nombre_agents`. One query."""
    fiches, agents = Initiative.objects.kept(), Agent.objects.in_force()
    return (
        Territoire.objects.filter(
            Q(pk__in=fiches.values("territoire")) | Q(pk__in=agents.values("territoire"))
        )
        .annotate(nombre_fiches=_nombre(fiches), nombre_agents=_nombre(agents))
        .order_by("nom_replie", "pk")
    )


def _nombre(objets):
    de_celui_ci = objets.filter(territoire=OuterRef("pk")).order_by().values("territoire")
    return Coalesce(Subquery(de_celui_ci.annotate(n=Count("pk")).values("n")), 0)


def _groupes(territoire, user):
    initiatives = list(
        Initiative.objects.kept().filter(territoire=territoire).order_by("-updated_at", "-pk")
    )
    passages, non_lus = _echanges(initiatives)
    demandes = _demandes(initiatives, passages)
    propositions = _propositions(initiatives)
    par_groupe = defaultdict(list)
    for initiative in initiatives:
        fiche = _fiche(
            initiative,
            user,
            depuis=passages.get(initiative.pk),
            demandes=demandes[initiative.pk],
            non_lus=non_lus[initiative.pk],
            propositions=propositions[initiative.pk],
        )
        par_groupe[fiche.groupe].append(fiche)
    return [(titre, par_groupe[cle]) for cle, titre in GROUPES.items() if par_groupe[cle]]


def _echanges(initiatives):
    """({pk: latest Message that tells its present state}, {pk: unread messages}). One query."""
    passages, non_lus = {}, Counter()
    etats = {initiative.pk: initiative.etat for initiative in initiatives}
    messages = (
        Message.objects.filter(initiative__in=initiatives)
        .defer("texte")
        .annotate(dit=ExpressionWrapper(~Q(texte=""), output_field=BooleanField()))
    )
    for message in messages.order_by("created_at", "pk"):
        if message.etat and message.etat == etats[message.initiative_id]:
            passages[message.initiative_id] = message
        if message.cote == Message.Cote.COORDINATION and message.dit and not message.lu_at:
            non_lus[message.initiative_id] += 1
    return passages, non_lus


def _demandes(initiatives, passages):
    """{pk: [whether each correction asked last is made]} of the sheets to complete. One query."""
    demandees = [
        passages[initiative.pk].pk
        for initiative in initiatives
        if initiative.etat == Etat.A_COMPLETER and initiative.pk in passages
    ]
    faites = defaultdict(list)
    for demande in Demande.objects.filter(message__in=demandees).select_related("message"):
        faites[demande.message.initiative_id].append(demande.faite_at is not None)
    return faites


def _propositions(initiatives):
    """{pk: [Amendement under way]}. One query."""
    par_fiche = defaultdict(list)
    for amendement in (
        Amendement.objects.filter(initiative__in=initiatives, etat__in=Amendement.OUVERTS)
        .defer("base", "instantane")
        .select_related("auteur")
        .order_by("pk")
    ):
        par_fiche[amendement.initiative_id].append(amendement)
    return par_fiche


def _fiche(initiative, user, *, depuis, demandes, non_lus, propositions):
    groupe, etat = _situer(initiative, depuis and _jour(depuis.created_at), demandes)
    fraicheur, ancienne = "", False
    if initiative.etat_effectif == Etat.PUBLIEE:
        fraicheur, ancienne = _fraicheur(initiative)
    mienne = any(
        a.etat == Amendement.Etat.BROUILLON and a.auteur_id == user.pk for a in propositions
    )
    action = _action(initiative, demandes, non_lus, mienne=mienne, ancienne=ancienne)
    if non_lus or ancienne or (mienne and initiative.etat in EN_LIGNE):
        groupe = "attend"
    return Fiche(
        initiative,
        groupe,
        etat,
        fraicheur,
        initiative.non_renseigne,
        non_lus,
        propositions,
        action,
    )


def _situer(initiative, jour, demandes):
    """(group, sentence); `jour`: since when, if the exchange says it."""
    match initiative.etat_effectif:
        case Etat.BROUILLON:
            return "attend", "Brouillon"
        case Etat.A_COMPLETER:
            return "attend", _a_completer(demandes)
        case Etat.A_RELIRE:
            return "cours", f"En relecture depuis le {jour}" if jour else "En relecture"
        case Etat.PROGRAMMEE:
            return "cours", f"Programmée le {_jour(initiative.published_at)}"
        case Etat.PUBLIEE if initiative.retired_at:
            return "ligne", f"En ligne jusqu’au {_jour(initiative.retired_at)}"
        case Etat.PUBLIEE:
            return "ligne", "En ligne"
        case Etat.RETIREE:
            return "terminee", f"Retirée du site le {jour}" if jour else "Retirée du site"
        case Etat.REFUSEE:
            return "terminee", f"Refusée le {jour}" if jour else "Refusée"


def _a_completer(demandes):
    if demandes and all(demandes):
        return "Corrigée, à renvoyer"
    restantes = len(demandes) - sum(demandes)
    if not restantes:
        return "À compléter"
    accord = "correction demandée" if restantes == 1 else "corrections demandées"
    return f"À compléter\u00a0: {restantes}\u00a0{accord}"


def _action(initiative, demandes, non_lus, *, mienne, ancienne):
    suivi = reverse("espace:fiche", args=[initiative.pk])
    saisie = reverse("espace:etape", args=[initiative.pk, "essentiel"])
    etat = initiative.etat_effectif
    if etat == Etat.A_COMPLETER and not (demandes and all(demandes)):
        return Action("Voir les corrections", suivi)
    if non_lus:
        return Action("Lire le message", suivi)
    if etat in (Etat.BROUILLON, Etat.A_COMPLETER):
        return Action("Reprendre la saisie", saisie)
    if mienne and etat in EN_LIGNE:
        return Action("Continuer ma proposition", saisie)
    if ancienne:
        confirmer = reverse("espace:confirmer", args=[initiative.pk])
        return Action("Elle est toujours à jour", confirmer, is_envoi=True)
    if etat in EN_LIGNE:
        amender = reverse("espace:amender", args=[initiative.pk])
        return Action("Proposer une modification", amender, is_envoi=True)
    return Action("Suivre la fiche" if etat == Etat.A_RELIRE else "Lire pourquoi", suivi)


def _fraicheur(initiative):
    """(when the territory last confirmed it, whether it is to confirm again)."""
    confirmee = initiative.date_confirmation
    repere = confirmee or timezone.localdate(initiative.published_at)
    dite = f"{'confirmée' if confirmee else 'mise en ligne'} le {_jour(repere)}"
    if repere < seuil(timezone.localdate()):
        return f"À confirmer\u00a0: {dite}", True
    return f"{dite[0].upper()}{dite[1:]}", False


def _jour(valeur):
    """« 1er mars 2026 », of a date or of the day in Paris of an instant; a line does not cut it."""
    jour = timezone.localdate(valeur) if hasattr(valeur, "hour") else valeur
    rang = "1er" if jour.day == 1 else str(jour.day)
    return f"{rang} {date_format(jour, 'F Y')}".replace(" ", INSECABLE)
