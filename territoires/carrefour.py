"""What the page of a territory gathers: all that is published and that the data link to it.

No content app is imported: each sort is reached by the relations it declares. A rendez-vous has a
town typed freely, a podcast has no territory: neither is guessed.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from territoires.models import Territoire

# The latest of each sort.
PAR_GROUPE = 12

SIENNES, SUR_PLACE, ASSOCIEES = "siennes", "sur_place", "associees"


@dataclass(frozen=True)
class Fiches:
    """The latest initiatives of one sort, as cards that say no theme, and how many there are."""

    objets: list
    total: int


def fiches(territoire):
    """{`siennes`, `sur_place`, `associees`: Fiches}; an initiative is of the first sort that holds it.

    `sur_place`: those of the territories that lie in it. Where no list of the Fabrique has the rest,
    all are given. One query.
    """
    associees = territoire.initiatives_associees.order_by().values("pk")
    lignes = (
        _initiatives(territoire)
        .filter(_dedans(territoire) | Q(territoire=territoire) | Q(pk__in=associees))
        .for_list()
        .prefetch_related(None)
        .annotate(
            sorte=Case(
                When(territoire=territoire, then=Value(SIENNES)),
                When(_dedans(territoire), then=Value(SUR_PLACE)),
                default=Value(ASSOCIEES),
            ),
            total=Window(Count("pk"), partition_by=F("sorte")),
            rang=Window(
                RowNumber(), partition_by=F("sorte"), order_by=["-published_at", "-pk"]
            ),
        )
    )
    if toutes_les_fiches(territoire):
        lignes = lignes.filter(rang__lte=PAR_GROUPE)
    groupes = {SIENNES: [], SUR_PLACE: [], ASSOCIEES: []}
    for ligne in lignes:
        groupes[ligne.sorte].append(ligne)
    return {
        sorte: Fiches(objets, objets[0].total if objets else 0)
        for sorte, objets in groupes.items()
    }


def a_proximite(territoire):
    """The latest initiatives around a territory that has none: its département's, or its région's."""
    if territoire.departement:
        autour = Q(territoire=territoire.departement) | _dedans(territoire.departement)
    elif territoire.region:
        autour = Q(territoire=territoire.region) | _dedans(territoire.region)
    else:
        return []
    publiees = _initiatives(territoire).filter(autour)
    return list(publiees.for_list().prefetch_related(None)[: PAR_GROUPE // 2])


def toutes_les_fiches(territoire):
    """(words, address) of the list of the Fabrique narrowed to it; () when no facet can say so."""
    liste = reverse("fabrique:initiative_list")
    match territoire.nature:
        case Territoire.Nature.DEPARTEMENT:
            return (
                "Toutes les initiatives du département",
                f"{liste}?departement={territoire.code}",
            )
        case Territoire.Nature.REGION:
            return "Toutes les initiatives de la région", f"{liste}?region={territoire.slug}"
    return ()


def reprises(territoire):
    """The public reprises on either side of the territory, latest first. One query."""
    publiees = territoire.reprises.model.objects.published()
    return publiees.filter(
        Q(territoire=territoire) | Q(initiative__territoire=territoire)
    ).select_related("initiative__territoire", "territoire", "fiche")


def classement(territoire):
    """[(words, address, number of sheets)] of the workstreams then themes of its public initiatives,
    those on its ground included; the most frequent first. One query."""
    siennes = _initiatives(territoire).filter(Q(territoire=territoire) | _dedans(territoire))
    champs = territoire.initiatives.model._meta
    chantiers = champs.get_field("chantiers").related_model.objects.published()
    themes = champs.get_field("themes").related_model.objects
    lignes = _compter(0, chantiers, "titre", siennes).union(_compter(1, themes, "nom", siennes))
    pages = ["chantiers:chantier_detail", "chantiers:theme_detail"]
    return [
        (mots, reverse(pages[rang], args=[slug]), nombre)
        for rang, mots, slug, nombre in sorted(
            lignes, key=lambda ligne: (ligne[0], -ligne[3], ligne[2])
        )
    ]


def _compter(rang, objets, champ, initiatives):
    """(rank of the sort, words, slug, number of `initiatives`); unordered, as a union demands."""
    return (
        objets.filter(initiatives__in=initiatives.order_by().values("pk"))
        .order_by()
        .annotate(nombre=Count("initiatives"))
        .values_list(Value(rang, output_field=IntegerField()), champ, "slug", "nombre")
    )


def idees(territoire):
    """The public ideas that led to its public initiatives. One query."""
    idee = territoire.initiatives.model._meta.get_field("idees").related_model
    siennes = territoire.initiatives.published().order_by().values("pk")
    origines = idee.objects.filter(initiatives__in=siennes).order_by().values("pk")
    nees = idee.objects.published().filter(pk__in=origines)
    return nees.for_list().prefetch_related(None)[:PAR_GROUPE]


def seances(territoire):
    """The moments of public events that presented its initiatives, or where its people spoke.

    Latest first, with their event. One query.
    """
    seance = territoire.initiatives.model._meta.get_field("seances").related_model
    champs = seance._meta
    journees = champs.get_field("journees").related_model.objects.published()
    rendez_vous = champs.get_field("rendez_vous").related_model.objects.published()
    siennes = territoire.initiatives.published().order_by().values("pk")
    concernees = seance.objects.filter(
        Q(initiatives__in=siennes) | Q(interventions__personne__territoire=territoire)
    )
    return (
        seance.objects.filter(pk__in=concernees.order_by().values("pk"))
        .filter(
            Q(journees__in=journees.order_by().values("pk"))
            | Q(rendez_vous__in=rendez_vous.order_by().values("pk"))
        )
        .select_related("journees", "rendez_vous")
        .order_by(F("date").desc(nulls_last=True), F("heure_debut").asc(nulls_last=True), "pk")[
            :PAR_GROUPE
        ]
    )


def citations(territoire):
    """The public words of the people that the data attach to it. One query."""
    seance = territoire.initiatives.model._meta.get_field("seances").related_model
    intervention = seance._meta.get_field("interventions").related_model
    personne = intervention._meta.get_field("personne").related_model
    citation = personne._meta.get_field("citations").related_model
    dites = citation.objects.published().filter(personne__territoire=territoire)
    return dites.for_list().prefetch_related(None)[:PAR_GROUPE]


def _initiatives(territoire):
    return territoire.initiatives.model.objects.published()


def _dedans(territoire):
    """Of the territories that lie in this one."""
    return (
        Q(territoire__region=territoire)
        | Q(territoire__departement=territoire)
        | Q(territoire__epci=territoire)
    )
