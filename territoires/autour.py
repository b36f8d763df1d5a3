"""What stands around a territory: its neighbours, its parts, the members nearby, what looks like it."""

from dataclasses import dataclass

from django.db.models import Q

from territoires.comparables import FIGURES, Portrait, comparer
from territoires.models import Territoire
from territoires.voisins import limitrophes

# Comparable territories are looked for among those nearest in population, as many on either side:
# every région and département is among them, and no page reads the 36 000 communes.
CANDIDATS_PAR_COTE = 100
# The most peopled of those beside; the page of the territory that holds them has them all.
A_COTE_AU_PLUS = 8

N = Territoire.Nature


@dataclass(frozen=True)
class Groupe:
    """Territories under one heading, each from `with_initiatives`; `tous`: (words, address) of the
    page that has those not shown, () when all are here."""

    titre: str
    territoires: list
    tous: tuple[str, ...] = ()


@dataclass(frozen=True)
class Autour:
    """`voisins`, `parties`: a Groupe or None; `comparables`: [(territory, why)]."""

    voisins: Groupe | None
    parties: Groupe | None
    comparables: list


def autour(territoire):
    """The Autour of a territory whose région, département and EPCI are loaded. Five queries at most."""
    parties = _parties(territoire)
    comparables = _comparables(territoire)
    par_cle = {t.pk: t for t in _lignes().filter(pk__in=[c.cle for c in comparables])}
    return Autour(
        voisins=_voisins(territoire, parties),
        parties=parties,
        comparables=[(par_cle[c.cle], c.raisons) for c in comparables],
    )


def membres_proches(territoire):
    """The members that it lies in, the smallest first, then those of the départements around it, or
    of its own for a région. One query."""
    parents = [territoire.epci_id, territoire.departement_id, territoire.region_id]
    departement = territoire if territoire.nature == N.DEPARTEMENT else territoire.departement
    codes = limitrophes([departement.code]) if departement else []
    membres = _lignes().filter(
        Q(pk__in=[*filter(None, parents)])
        | Q(nature=N.DEPARTEMENT, code__in=codes)
        | Q(nature=N.DEPARTEMENT, region=territoire),
        pk__in=Territoire.objects.members().order_by().values("pk"),
    )
    return sorted(
        membres,
        key=lambda t: parents.index(t.pk) if t.pk in parents else len(parents),
    )


def _lignes():
    return Territoire.objects.current().with_initiatives().order_by("nom_replie", "pk")


def _parties(territoire):
    """What lies right below: a région has départements, these EPCI, these communes. One query."""
    match territoire.nature:
        case N.REGION:
            return _groupe(
                "Ses départements", _lignes().filter(nature=N.DEPARTEMENT, region=territoire)
            )
        case N.DEPARTEMENT:
            return _groupe(
                "Ses intercommunalités", _lignes().filter(nature=N.EPCI, departement=territoire)
            )
        case N.EPCI:
            return _groupe("Ses communes", _lignes().filter(nature=N.COMMUNE, epci=territoire))
    return None


def _voisins(territoire, parties):
    """Those of its nature that border it, or stand beside it in what holds them. One query."""
    departement, epci = territoire.departement, territoire.epci
    match territoire.nature:
        case N.REGION:
            codes = limitrophes(d.code for d in parties.territoires) if parties else []
            en_face = Territoire.objects.filter(nature=N.DEPARTEMENT, code__in=codes)
            return _groupe(
                "Les régions voisines", _lignes().filter(pk__in=en_face.values("region"))
            )
        case N.DEPARTEMENT:
            codes = limitrophes([territoire.code])
            return _groupe(
                "Les départements voisins",
                _lignes().filter(nature=N.DEPARTEMENT, code__in=codes),
            )
        case N.EPCI if departement:
            return _groupe(
                "Les autres intercommunalités du département",
                _plus_peuples(territoire, departement=departement),
                (f"Toutes celles du département : {departement.nom}", departement),
            )
        case N.COMMUNE if epci:
            return _groupe(
                "Les autres communes de son intercommunalité",
                _plus_peuples(territoire, epci=epci),
                (f"Toutes les communes : {epci.nom}", epci),
            )
    return None


def _plus_peuples(territoire, **parent):
    a_cote = _lignes().filter(nature=territoire.nature, **parent).exclude(pk=territoire.pk)
    return a_cote.order_by("-population", "code")[: A_COTE_AU_PLUS + 1]


def _groupe(titre, territoires, tous=()):
    """The group, None when empty; `tous`: (words, territory whose page has them all)."""
    territoires = list(territoires)
    if not territoires:
        return None
    if not tous or len(territoires) <= A_COTE_AU_PLUS:
        return Groupe(titre, territoires)
    mots, parent = tous
    adresse = f"{parent.get_absolute_url()}#titre-parties"
    return Groupe(titre, territoires[:A_COTE_AU_PLUS], (mots, adresse))


def _comparables(territoire):
    """The territories of its nature that look like it. Two queries."""
    population = territoire.population
    if population is None:
        return []
    autres = (
        Territoire.objects.current()
        .filter(nature=territoire.nature)
        .exclude(pk=territoire.pk)
        .values_list("pk", "code", "region__code", *FIGURES[territoire.nature])
    )
    if territoire.epci:
        # Those around it are its neighbours already; what they share would make them all alike.
        autres = autres.exclude(epci=territoire.epci)
    dessus = autres.filter(population__gte=population).order_by("population", "code")
    dessous = autres.filter(population__lt=population).order_by("-population", "code")
    return comparer(
        territoire.nature,
        _portrait(territoire),
        [
            _en_portrait(territoire.nature, *ligne)
            for cote in (dessus, dessous)
            for ligne in cote[:CANDIDATS_PAR_COTE]
        ],
    )


def _portrait(territoire):
    region, epci = territoire.region, territoire.epci
    chiffres = {
        "population": territoire.population,
        "nombre_communes": territoire.nombre_communes,
        "population_commune_max": territoire.population_commune_max,
        "epci__population": epci and epci.population,
        "epci__nombre_communes": epci and epci.nombre_communes,
    }
    figures = [chiffres[nom] for nom in FIGURES[territoire.nature]]
    return _en_portrait(
        territoire.nature, territoire.pk, territoire.code, region and region.code, *figures
    )


def _en_portrait(nature, cle, code, code_region, *figures):
    """Overseas, the code of a région begins with 0: its own, or that of the région it lies in."""
    region = code if nature == N.REGION else code_region or ""
    chiffres = dict(zip(FIGURES[nature], figures, strict=True))
    return Portrait(cle, code, region.startswith("0"), chiffres)
