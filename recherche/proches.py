"""Pages close to another one, and why: what both are filed under, said in words, nothing else.

The facets of the index are compared. Each value that two pages share counts by its facet (LIENS);
the latest of two pages as close comes first.
"""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Subquery

from recherche import moteur
from recherche.criteres import Criteres, decouper_en_blocs, tranche
from recherche.index import CONTENUS
from recherche.models import Entree, Valeur
from solidaires.texte import enumerer, typographier

AU_PLUS = 4
# Facet: (what sharing one of its values counts for, how it is said of one value, of several).
LIENS = {
    "chantier": (4, "même chantier", "mêmes chantiers"),
    "public": (3, "même public", "mêmes publics"),
    "mot": (3, "même mot-clé", "mêmes mots-clés"),
    "theme": (2, "même thème", "mêmes thèmes"),
    "departement": (1, "même département", "mêmes départements"),
}
# Sharing less is not being close: two pages of one département may have nothing else in common.
ASSEZ = 2
# Sheets; a list, a person's words or a territory are reached otherwise.
TYPES = ("initiative", "idee", "rendezvous", "focuslibe", "note", "podcast", "vague")


@dataclass(frozen=True)
class Proche:
    """One page, and why it is close: « même chantier : Revenu d’autonomie ; même public : jeunes »."""

    titre: str
    url: str
    surtitre: str
    section: str
    raisons: str


def proches(objet, deja=()):
    """The AU_PLUS pages closest to a sheet, the closest first; none when it is not in the index.

    `deja`: keys of pages that its own page links to already (« idee-12 »). The closest are looked for
    among the PLAFOND latest entered that share enough. Three queries, fewer when nothing is close.
    """
    nom = objet._meta.model_name
    # The last key tells how large the index is.
    siennes = Entree.objects.filter(type=nom, objet_pk=objet.pk).values_list(
        "facettes", Subquery(Entree.objects.order_by("-pk").values("pk")[:1])
    )
    sienne = siennes.first()
    if not sienne:
        return []
    facettes, derniere = sienne
    marques = {m for m in facettes.split() if _facette(m) in LIENS}
    # A keyword that repeats a theme says nothing more.
    marques -= {f"mot={m.partition('=')[2]}" for m in marques if _facette(m) == "theme"}
    cherchees = tuple(sorted(m for m in marques if LIENS[_facette(m)][0] >= ASSEZ))
    if not cherchees:
        return []
    blocs = decouper_en_blocs(tranche(derniere) + 1)
    candidates = moteur.dernieres(Criteres(marques=(cherchees,), types=TYPES, blocs=blocs))
    connues = {*deja, f"{nom}-{objet.pk}"}
    notees = [
        (sum(LIENS[_facette(m)][0] for m in communes), communes, entree)
        for entree in candidates
        if f"{entree.type}-{entree.objet_pk}" not in connues
        for communes in [marques.intersection(entree.facettes.split())]
    ]
    notees.sort(key=lambda notee: (notee[0], notee[2].visible_de, notee[2].pk), reverse=True)
    return _expliquer([(communes, entree) for _, communes, entree in notees[:AU_PLUS]])


def _facette(marque):
    return marque.partition("=")[0]


def _expliquer(retenues):
    """[Proche] of [(shared values, entry)]. One query, none without entries."""
    partagees = {m for communes, _ in retenues for m in communes}
    if not partagees:
        return []
    valeurs = {m.partition("=")[2] for m in partagees}
    libelles = {}
    for valeur in Valeur.objects.filter(facette__in=LIENS, valeur__in=valeurs):
        libelles[f"{valeur.facette}={valeur.valeur}"] = valeur
    contenus = {contenu.nom: contenu for contenu in CONTENUS.values()}
    return [
        Proche(
            entree.titre,
            entree.url,
            entree.surtitre,
            contenus[entree.type].section,
            _raisons([libelles[m] for m in communes if m in libelles]),
        )
        for communes, entree in retenues
    ]


def _raisons(valeurs):
    raisons = []
    for facette, (_, un, plusieurs) in LIENS.items():
        siennes = [v for v in valeurs if v.facette == facette]
        noms = [v.libelle for v in sorted(siennes, key=attrgetter("rang", "libelle"))]
        if noms:
            raisons.append(f"{plusieurs if len(noms) > 1 else un} : {enumerer(noms)}")
    return typographier(" ; ".join(raisons))
