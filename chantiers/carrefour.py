"""What a hub (theme, workstream, keyword) gathers: what is published, sort by sort, ready to show.

No content app is imported: the sorts are reached by the related names they declare on Theme.
"""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, OuterRef, Q, Subquery, When, Window
from django.urls import reverse

from chantiers.models import Theme

RIEN = "rien de publié encore"
# A hub shows the latest of each sort; the list of the section has them all.
PAR_GROUPE = 12


@dataclass(frozen=True)
class Sorte:
    """One sort of content: its heading, its colour, its words, the list of its section."""

    titre: str
    section: str
    singulier: str
    pluriel: str
    liste: str

    def compter(self, nombre):
        """« 1 idée », « 3 idées »."""
        return f"{nombre} {self.pluriel if nombre > 1 else self.singulier}"


# By related name, in the order of the page.
SORTES = {
    "chantiers": Sorte(
        "Les chantiers", "neutre", "chantier", "chantiers", "chantiers:chantier_list"
    ),
    "initiatives": Sorte(
        "Dans la Fabrique",
        "fabrique",
        "initiative",
        "initiatives",
        "fabrique:initiative_list",
    ),
    "idees": Sorte("Au Forum", "forum", "idée", "idées", "forum:idee_list"),
    "journees": Sorte(
        "Aux Journées",
        "journees",
        "édition des Journées",
        "éditions des Journées",
        "evenements:journees_list",
    ),
    "rendez_vous": Sorte(
        "Dans le calendrier",
        "calendrier",
        "rendez-vous",
        "rendez-vous",
        "evenements:rendezvous_list",
    ),
    "focus": Sorte(
        "Les focus avec Libération",
        "publications",
        "focus",
        "focus",
        "publications:focuslibe_list",
    ),
    "notes": Sorte("Les notes", "publications", "note", "notes", "publications:note_list"),
    "podcasts": Sorte(
        "Les podcasts", "publications", "podcast", "podcasts", "publications:podcast_list"
    ),
    "citations": Sorte(
        "Les échos des Journées",
        "journees",
        "citation",
        "citations",
        "evenements:citation_list",
    ),
    "questions": Sorte(
        "Au baromètre",
        "barometre",
        "question du baromètre",
        "questions du baromètre",
        "barometre:vague_list",
    ),
}
# What has themes and keywords; a question is only reached through a workstream.
CLASSEES = [cle for cle in SORTES if cle != "questions"]
# What a workstream gathers, from the idea to what is written of it.
DU_CHANTIER = ["idees", "initiatives", "journees", "rendez_vous", "focus", "notes", "podcasts"]
EVENEMENTS = {"journees", "rendez_vous"}


@dataclass(frozen=True)
class Groupe:
    """The published objects of one sort on a hub: the latest, and how many there are in all.

    `filtre`: the query string that narrows the section's list to the hub, "" when it cannot be.
    `seances`: [(séance, event)] of the events, on a workstream.
    """

    cle: str
    objets: list
    total: int
    filtre: str = ""
    seances: list = field(default_factory=list)

    @property
    def sorte(self):
        return SORTES[self.cle]

    @property
    def tout_voir(self):
        """(words, address) of the list that has those not shown; None when all are shown."""
        if self.total <= len(self.objets):
            return None
        adresse = reverse(self.sorte.liste)
        if self.filtre:
            return f"Tout voir ({self.sorte.compter(self.total)})", adresse + self.filtre
        montres = f"{len(self.objets)} sur {self.sorte.compter(self.total)}"
        return f"{montres}, toute la rubrique", adresse


def du_theme(theme):
    """The groups of a theme, without the empty ones. One query per sort."""
    groupes = []
    for cle in CLASSEES:
        # The Fabrique's list is the one that can be narrowed to a theme.
        filtre = f"?theme={theme.slug}" if cle == "initiatives" else ""
        groupes.append(_groupe(cle, getattr(theme, cle), filtre))
    return [groupe for groupe in groupes if groupe.objets]


def du_chantier(chantier):
    """The groups of a workstream, whole, without the empty ones. One query per sort."""
    groupes = []
    for cle in DU_CHANTIER:
        manager, seances = getattr(chantier, cle), []
        if cle in EVENEMENTS:
            objets, seances = _debats(manager, chantier)
        else:
            objets = list(_publies(manager))
        groupes.append(Groupe(cle, objets, len(objets), seances=seances))
    return [groupe for groupe in groupes if groupe.objets]


def du_mot_cle(usages):
    """The groups of a keyword from its usages, without the empty ones. One query per type in use."""
    modeles = {Theme._meta.get_field(cle).related_model: cle for cle in CLASSEES}
    types = ContentType.objects.get_for_models(*modeles)
    pks = {}
    for usage in usages:
        pks.setdefault(usage.content_type_id, []).append(usage.object_id)
    groupes = [
        _groupe(cle, model.objects.filter(pk__in=pks[types[model].pk]))
        for model, cle in modeles.items()
        if types[model].pk in pks
    ]
    return [groupe for groupe in groupes if groupe.objets]


def themes_with_nombres():
    """The themes with `nombres`: what is published on each, [« 5 initiatives », « 1 idée »]. One query."""
    themes = list(Theme.objects.annotate(**{f"n_{cle}": _nombre(cle) for cle in CLASSEES}))
    for theme in themes:
        nombres = {cle: getattr(theme, f"n_{cle}") for cle in CLASSEES}
        theme.nombres = [SORTES[cle].compter(n) for cle, n in nombres.items() if n] or [RIEN]
    return themes


def _debats(evenements, chantier):
    """The public events that name the workstream or one of whose séances does, and those séances.

    `evenements`: the related manager of one type of event. Returns ([event], [(séance, event)]).
    One query, of a row per event and séance.
    """
    seance = evenements.model._meta.get_field("seances").related_model
    sur_le_chantier = Q(seances__chantiers=chantier)
    lignes = (
        evenements.model.objects.published()
        .for_list()
        .filter(Q(chantiers=chantier) | sur_le_chantier)
        .annotate(
            seance_pk=Case(When(sur_le_chantier, then="seances__pk")),
            seance_type=Case(When(sur_le_chantier, then="seances__type")),
            seance_titre=Case(When(sur_le_chantier, then="seances__titre")),
        )
    )
    par_evenement = {}
    for ligne in lignes:
        seances = par_evenement.setdefault(ligne, {})
        if ligne.seance_pk:
            seances[ligne.seance_pk] = seance(
                pk=ligne.seance_pk, type=ligne.seance_type, titre=ligne.seance_titre
            )
    return list(par_evenement), [
        (seances[pk], evenement)
        for evenement, seances in par_evenement.items()
        for pk in sorted(seances)
    ]


def _groupe(cle, manager, filtre=""):
    objets = list(_publies(manager).annotate(total=Window(Count("pk")))[:PAR_GROUPE])
    return Groupe(cle, objets, objets[0].total if objets else 0, filtre)


def _publies(manager):
    """In the order of the section's own list, without the themes that the hub already says."""
    return manager.published().for_list().prefetch_related(None)


def _nombre(cle):
    """How many published objects of a sort a theme has, as a subquery; NULL for none."""
    publies = Theme._meta.get_field(cle).related_model.objects.published()
    du_theme = publies.filter(themes=OuterRef("pk")).order_by().values("themes")
    return Subquery(du_theme.annotate(n=Count("pk")).values("n"))
