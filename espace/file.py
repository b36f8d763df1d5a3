"""What waits because of the territories and the readers, asked of the database in one query.

One source for all of it: the home page of the back office keeps its cost when a kind is added.
Titles and reasons come as columns; no object is read, whatever the volume.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Min,
    Model,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Left, NullIf
from django.utils import timezone

from courrier.models import Courriel
from espace.models import Amendement, DemandeAcces, Message, Verification
from fabrique.confirmation import a_confirmer, seuil
from fabrique.models import Initiative
from redaction.file import Groupe, Ligne, premieres, source
from redaction.sources import PAGES, adresse, extraits
from signalements.models import Signalement
from solidaires import texte
from territoires.models import Agent

# A defect of accessibility is urgent when no more than this is left to answer it.
URGENCE = timedelta(days=2)
# After the reminder, or an answer that changes nothing, this long before the coordinator sees it.
PATIENCE = timedelta(days=30)
# Characters of a text that the reason of a line may use.
LONGUEUR = 300
COLONNES = ("groupe", "label", "pk", "intitule", "qui", "detail", "cible", "quand", "total")

# A sheet that comes back opens on what had been asked of it.
PAGES["corrections", Initiative._meta.label_lower] = "corrections"


@dataclass(frozen=True)
class Sorte:
    """One kind of line; `model` names it and says who may view it.

    `rangees(demande)`: its rows, with the columns of `_en_rangees`; `pourquoi(rangee, demande)`: the
    sentence; `page(rangee)`: where it is handled; `urgent(rangee, demande)`.
    """

    model: type[Model]
    groupes: tuple[str, ...]
    rangees: Callable
    genre: str
    action: str
    pourquoi: Callable
    page: Callable
    urgent: Callable = lambda rangee, demande: False

    @property
    def label(self):
        return self.model._meta.label_lower

    def lire(self, demande):
        """Its first rows of each group, asleep ones aside, as the union asks."""
        queryset = self.rangees(demande).annotate(label=Value(self.label, CharField()))
        for groupe in self.groupes:
            if endormis := demande.endormis(groupe, self.label):
                queryset = queryset.exclude(groupe=groupe, pk__in=endormis)
        premiers = premieres(queryset, demande.limite, "quand", partition="groupe")
        return premiers.order_by().values(*COLONNES)


@source(
    Groupe("courriels", "Courriels non partis", rang=5),
    Groupe("accessibilite", "Défauts d’accessibilité", rang=12),
    Groupe("messages", "Messages des territoires", rang=22),
    Groupe("amendements", "Propositions de modification", rang=32),
    Groupe("acces", "Demandes d’accès", rang=34),
    Groupe("erreurs", "Erreurs signalées", rang=36),
    Groupe("a-reverifier", "Initiatives à re-vérifier", rang=65),
)
def territoires_et_lecteurs(demande):
    """The lines of every kind whose type this person may view."""
    visibles = {sorte.label: sorte for sorte in SORTES if demande.peut_voir(sorte.model)}
    if not visibles:
        return {}
    premiere, *autres = (sorte.lire(demande) for sorte in visibles.values())
    rangees = [
        {**rangee, "depuis": rangee["quand"]} for rangee in premiere.union(*autres, all=True)
    ]
    return extraits(
        rangees,
        demande.limite,
        lambda rangee: _ligne(visibles[rangee["label"]], rangee, demande),
    )


def _ligne(sorte, rangee, demande):
    return Ligne(
        cle=f"{rangee['groupe']}:{rangee['label']}:{rangee['pk']}",
        titre=rangee["intitule"],
        genre=sorte.genre,
        depuis=rangee["depuis"],
        pourquoi=sorte.pourquoi(rangee, demande),
        url=sorte.page(rangee),
        action=sorte.action,
        urgent=sorte.urgent(rangee, demande),
    )


def _en_rangees(queryset, *, groupe, intitule, quand, detail, qui="", cible="pk"):
    """`queryset` with the columns of the union: same names and types of columns for every kind."""
    return queryset.annotate(
        groupe=Value(groupe, CharField()) if isinstance(groupe, str) else groupe,
        intitule=Cast(intitule, TextField()),
        qui=Cast(F(qui) if qui else Value(""), TextField()),
        detail=Cast(Left(detail, LONGUEUR) if isinstance(detail, str) else detail, TextField()),
        cible=Cast(cible, BigIntegerField()),
        quand=F(quand) if isinstance(quand, str) else quand,
    )


def _cite(rangee):
    return f"«\u00a0{texte.extrait(rangee['detail'], 140)}\u00a0»"


# Messages of the territories: one line per sheet, its latest message that nobody has answered


def _messages(demande):
    attendus = Message.objects.filter(cote=Message.Cote.TERRITOIRE, etat="", lu_at=None)
    meme_fiche = attendus.filter(initiative=OuterRef("initiative")).order_by()
    premier = meme_fiche.values("initiative").annotate(premier=Min("created_at"))
    return _en_rangees(
        attendus.filter(initiative__jetee_at=None).exclude(
            Exists(meme_fiche.filter(pk__gt=OuterRef("pk")))
        ),
        groupe="messages",
        intitule="initiative__titre",
        qui="initiative__territoire__nom",
        detail="texte",
        cible="initiative_id",
        quand=Subquery(premier.values("premier")),
    )


# Proposals


def _amendements(demande):
    return _en_rangees(
        Amendement.objects.filter(etat=Amendement.Etat.PROPOSE, initiative__jetee_at=None),
        groupe="amendements",
        intitule="initiative__titre",
        qui="initiative__territoire__nom",
        detail="resume",
        quand="propose_at",
    )


def _pourquoi_amendement(rangee, demande):
    propose = f"{rangee['qui']} propose de modifier la page en ligne"
    return f"{propose}\u00a0: {_cite(rangee)}" if rangee["detail"] else f"{propose}."


# Requests for access


def _acces(demande):
    return _en_rangees(
        DemandeAcces.objects.filter(traitee_at=None),
        groupe="acces",
        intitule=Coalesce(NullIf("nom", Value("")), "email"),
        detail="siret",
        quand="created_at",
    )


def _pourquoi_acces(rangee, demande):
    siret = f", établissement {rangee['detail']}" if rangee["detail"] else ""
    return f"ProConnect a reconnu cette personne{siret}\u00a0: pour quel territoire agit-elle\u00a0?"


# Reports of readers


def _signalements(demande):
    return _en_rangees(
        Signalement.objects.filter(etat=Signalement.Etat.RECU),
        groupe=Case(
            When(genre=Signalement.Genre.ACCESSIBILITE, then=Value("accessibilite")),
            default=Value("erreurs"),
            output_field=CharField(),
        ),
        intitule="page",
        detail="texte",
        quand="created_at",
    )


def _reste(rangee, demande):
    """How long is left to answer a report; negative when it is late."""
    signalement = Signalement(pk=rangee["pk"], created_at=rangee["depuis"])
    return signalement.echeance_at - demande.maintenant


def _pourquoi_signalement(rangee, demande):
    reste = _reste(rangee, demande)
    jours = abs(reste).days
    compte = f"{jours}\u00a0jour{'s' if jours > 1 else ''}" if jours else "moins d’un jour"
    delai = f"en retard de {compte}" if reste < timedelta() else f"reste {compte} pour répondre"
    numero = Signalement(pk=rangee["pk"], created_at=rangee["depuis"]).numero
    return f"{numero}, {delai}\u00a0: {_cite(rangee)}"


def _urgence_signalement(rangee, demande):
    marge = URGENCE if rangee["groupe"] == "accessibilite" else timedelta()
    return _reste(rangee, demande) <= marge


# Sheets that their territory has not confirmed for a year, and that nobody is being asked about


def _a_reverifier(demande):
    aujourd_hui = timezone.localdate(demande.maintenant)
    limite = demande.maintenant - PATIENCE
    agents = Agent.objects.in_force(aujourd_hui).filter(territoire=OuterRef("territoire"))
    posees = Verification.objects.filter(
        initiative=OuterRef("pk"), demandee_at__date__gte=seuil(aujourd_hui)
    )
    muettes = posees.filter(reponse="", relancee_at__lte=limite)
    sans_suite = posees.exclude(reponse="").filter(repondue_at__lte=limite)
    initiatives = a_confirmer(Initiative.objects.published(demande.maintenant), aujourd_hui)
    return _en_rangees(
        initiatives.filter(~Exists(agents) | Exists(muettes) | Exists(sans_suite)),
        groupe="a-reverifier",
        intitule="titre",
        qui="territoire__nom",
        detail=Case(
            When(Exists(muettes), then=Value("muette")),
            When(Exists(sans_suite), then=Value("sans_suite")),
            When(date_confirmation=None, then=Value("jamais")),
            default=Value("ancienne"),
            output_field=CharField(),
        ),
        # The database knows a date as midnight in UTC.
        quand=Coalesce(
            Cast("date_confirmation", DateTimeField()),
            "published_at",
            output_field=DateTimeField(),
        ),
    )


def _pourquoi_reverifier(rangee, demande):
    qui = rangee["qui"]
    match rangee["detail"]:
        case "muette":
            return (
                f"{qui} n’a pas répondu à la question annuelle, rappelée il y a plus d’un mois."
            )
        case "sans_suite":
            return (
                f"{qui} a répondu à la question annuelle il y a plus d’un mois, sans confirmer la "
                "fiche ni la changer depuis."
            )
        case "jamais":
            debut = "En ligne depuis plus d’un an, et jamais confirmée par le territoire."
        case _:
            debut = "Confirmée par le territoire il y a plus d’un an."
    return f"{debut} Personne n’agit ici pour {qui}\u00a0: la question est pour vous."


# Mails


def _courriels(demande):
    return _en_rangees(
        Courriel.objects.needing_help(),
        groupe="courriels",
        intitule="sujet",
        detail="etat",
        quand="created_at",
    )


def _pourquoi_courriel(rangee, demande):
    if rangee["detail"] == Courriel.Etat.INCERTAIN:
        return "Il est peut-être parti\u00a0: vérifiez avant de l’envoyer de nouveau."
    return "Le serveur l’a refusé."


def _page(model, *, page="change", cible="pk", ancre=""):
    """The page of the back office about the row, or about what it points to."""
    return lambda rangee: adresse(model, rangee[cible], page=page) + ancre


SORTES = [
    Sorte(
        model=Courriel,
        groupes=("courriels",),
        rangees=_courriels,
        genre="courriel",
        action="Voir le courriel",
        pourquoi=_pourquoi_courriel,
        page=_page(Courriel),
    ),
    Sorte(
        model=Message,
        groupes=("messages",),
        rangees=_messages,
        genre="message",
        action="Lire et répondre",
        pourquoi=lambda rangee, demande: f"{rangee['qui']} écrit\u00a0: {_cite(rangee)}",
        page=_page(Initiative, page="echanges", cible="cible", ancre="#repondre"),
    ),
    Sorte(
        model=Amendement,
        groupes=("amendements",),
        rangees=_amendements,
        genre="proposition",
        action="Lire et décider",
        pourquoi=_pourquoi_amendement,
        page=_page(Amendement),
    ),
    Sorte(
        model=DemandeAcces,
        groupes=("acces",),
        rangees=_acces,
        genre="demande d’accès",
        action="Décider",
        pourquoi=_pourquoi_acces,
        page=_page(DemandeAcces),
    ),
    Sorte(
        model=Signalement,
        groupes=("accessibilite", "erreurs"),
        rangees=_signalements,
        genre="signalement",
        action="Traiter",
        pourquoi=_pourquoi_signalement,
        page=_page(Signalement),
        urgent=_urgence_signalement,
    ),
    Sorte(
        model=Initiative,
        groupes=("a-reverifier",),
        rangees=_a_reverifier,
        genre="initiative",
        action="Vérifier la fiche",
        pourquoi=_pourquoi_reverifier,
        page=_page(Initiative, ancre="#id_date_confirmation"),
    ),
]
