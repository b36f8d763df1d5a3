"""The dashboard of a territory: each of its sheets with where it stands and the one thing to do next.

Read in a fixed number of queries whatever the number of sheets; nothing is decided in the template.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from espace.models import Amendement, Demande, Message
from fabrique.confirmation import seuil
from fabrique.models import Initiative
from redaction.sources import en_clair
from solidaires.publication import EN_LIGNE, Etat

# The groups of the page, in its order.
GROUPES = {
    "attend": "Ce qui vous attend",
    "cours": "En cours",
    "ligne": "En ligne",
    "terminee": "Terminées",
}
# Sections of a sheet that a reader may miss: the ring of completeness counts them.
RUBRIQUES = 8


@dataclass(frozen=True)
class Fiche:
    """One sheet as its territory sees it.

    `etat`: a sentence; `fraicheur`: when it was confirmed, "" offline; `manques`: what its page would
    show as not told; `non_lus`: messages of the coordination; `action`: (words, address).
    """

    initiative: Initiative
    groupe: str
    etat: str
    fraicheur: str
    manques: list[str]
    non_lus: int
    propositions: list[Amendement]
    action: tuple[str, str]

    @property
    def remplies(self):
        return RUBRIQUES - len(self.manques)


def lire(territoire, user):
    """[(title of the group, [Fiche])] of a territory, for one of its people. Four queries."""
    initiatives = list(
        Initiative.objects.kept().filter(territoire=territoire).order_by("-updated_at", "-pk")
    )
    passages, non_lus = _echanges(initiatives)
    demandes = _demandes(initiatives, passages)
    propositions = defaultdict(list)
    for amendement in (
        Amendement.objects.filter(initiative__in=initiatives, etat__in=Amendement.OUVERTS)
        .defer("base", "instantane")
        .select_related("auteur")
        .order_by("pk")
    ):
        propositions[amendement.initiative_id].append(amendement)
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
    messages = Message.objects.filter(initiative__in=initiatives).defer("texte")
    for message in messages.order_by("created_at", "pk"):
        if message.etat and message.etat == etats[message.initiative_id]:
            passages[message.initiative_id] = message
        if message.cote == Message.Cote.COORDINATION and message.lu_at is None:
            non_lus[message.initiative_id] += 1
    return passages, non_lus


def _demandes(initiatives, passages):
    """{pk: corrections still to make} of the sheets to complete. One query."""
    demandees = [
        passages[initiative.pk].pk
        for initiative in initiatives
        if initiative.etat == Etat.A_COMPLETER and initiative.pk in passages
    ]
    restantes = Demande.objects.filter(message__in=demandees, faite_at=None)
    return Counter(restantes.order_by("pk").values_list("message__initiative", flat=True))


def _fiche(initiative, user, *, depuis, demandes, non_lus, propositions):
    suivi = reverse("espace:fiche", args=[initiative.pk])
    saisie = reverse("espace:etape", args=[initiative.pk, "essentiel"])
    le = f" depuis le {_jour(depuis.created_at)}" if depuis else ""
    fraicheur, ancienne = "", False
    match initiative.etat_effectif:
        case Etat.BROUILLON:
            groupe, etat, action = "attend", "Brouillon", ("Reprendre la saisie", saisie)
        case Etat.A_COMPLETER:
            groupe, action = "attend", ("Voir les corrections", suivi)
            accord = "correction demandée" if demandes == 1 else "corrections demandées"
            etat = f"À compléter\u00a0: {demandes} {accord}" if demandes else "À compléter"
        case Etat.A_RELIRE:
            groupe, etat, action = "cours", f"En relecture{le}", ("Suivre la fiche", suivi)
        case Etat.PROGRAMMEE:
            groupe, action = "cours", ("Suivre la fiche", suivi)
            etat = f"En ligne le {en_clair(initiative.published_at)}"
        case Etat.PUBLIEE:
            groupe, etat, action = "ligne", "En ligne", ("Proposer une modification", suivi)
            fraicheur, ancienne = _fraicheur(initiative)
        case Etat.RETIREE:
            groupe, etat, action = "terminee", f"Retirée du site{le}", ("Lire pourquoi", suivi)
        case Etat.REFUSEE:
            groupe, etat, action = "terminee", f"Non retenue{le}", ("Lire pourquoi", suivi)
    mienne = next(
        (a for a in propositions if a.auteur_id == user.pk and _is_brouillon(a)), None
    )
    if non_lus:
        groupe, action = "attend", ("Lire le message", suivi)
    elif mienne and initiative.etat in EN_LIGNE:
        groupe, action = "attend", ("Continuer ma proposition", saisie)
    elif ancienne:
        groupe, action = "attend", ("Dire si elle est à jour", suivi)
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


def _fraicheur(initiative):
    """(when the territory last confirmed it, whether it is to confirm again)."""
    confirmee = initiative.date_confirmation
    repere = confirmee or timezone.localdate(initiative.published_at)
    ancienne = repere < seuil(timezone.localdate())
    if confirmee is None:
        return "Jamais confirmée", ancienne
    suite = ", à confirmer" if ancienne else ""
    return f"Confirmée le {_jour(confirmee)}{suite}", ancienne


def _is_brouillon(amendement):
    return amendement.etat == Amendement.Etat.BROUILLON


def _jour(valeur):
    """« 1 mars 2026 », a date or the day in Paris of an instant."""
    jour = timezone.localdate(valeur) if hasattr(valeur, "hour") else valeur
    return date_format(jour, "j F Y").replace(" ", "\u00a0")
