"""What initiatives give to the search, and the values of their facets."""

from django.db.models import Prefetch

from chantiers.index import classement, mots, publics
from chantiers.models import Chantier, Public, Theme
from fabrique.models import Initiative, Reprise
from recherche import facettes
from recherche.index import Fiche, contenu, suite
from solidaires.texte import INSECABLE
from territoires.index import situer
from territoires.models import Territoire

# Upper bounds in euros, the first that is not passed being the band.
TRANCHES = [
    (10_000, "moins-de-10000", f"Moins de 10{INSECABLE}000{INSECABLE}€"),
    (100_000, "moins-de-100000", f"De 10{INSECABLE}000 à 100{INSECABLE}000{INSECABLE}€"),
    (1_000_000, "moins-d-un-million", f"De 100{INSECABLE}000 à 1{INSECABLE}million d’euros"),
]
AU_DELA = ("un-million-et-plus", f"1{INSECABLE}million d’euros et plus", len(TRANCHES))
NON_COMMUNIQUE = ("non-communique", "Non communiqué", len(TRANCHES) + 1)


def tranche(cout):
    """The cost band of an amount in euros, as a value of a facet; said too when it is not told."""
    if cout is None:
        return NON_COMMUNIQUE
    bandes = ((v, mots, i) for i, (borne, v, mots) in enumerate(TRANCHES) if cout < borne)
    return next(bandes, AU_DELA)


def _lignes():
    return (
        Initiative.objects.for_list()
        .select_related("territoire__region", "territoire__departement")
        .prefetch_related(
            "mots_cles",
            "publics",
            publics(),
            "chiffres",
            Prefetch("territoires_associes", Territoire.objects.order_by("code")),
        )
    )


@contenu(
    Initiative,
    "Initiatives de la Fabrique",
    section="fabrique",
    depend={Theme: "themes", Public: "publics", Chantier: "chantiers", Reprise: "reprises"},
    entraine={Territoire: "territoire"},
    lignes=_lignes,
)
def initiative(initiative):
    territoire = initiative.territoire
    lieux = filter(None, [territoire, territoire.departement, territoire.region])
    return Fiche(
        titre=initiative.titre,
        url=initiative.get_absolute_url(),
        resume=initiative.chapo,
        classement=mots(
            initiative,
            *(lieu.nom for lieu in lieux),
            *(associe.nom for associe in initiative.territoires_associes.all()),
            initiative.territoire_precision,
            initiative.lieux,
            initiative.porteur,
            initiative.pour_qui,
            *(public.nom for public in initiative.publics.all()),
        ),
        texte=suite(
            initiative.presentation,
            initiative.probleme,
            initiative.solution,
            initiative.partenaires,
            *(chiffre.libelle for chiffre in initiative.chiffres.all()),
            initiative.limites,
            initiative.prerequis,
            initiative.rattachement,
        ),
        surtitre=initiative.surtitre,
        annee=initiative.annee,
        poids=initiative.nombre_reprises,
        facettes={
            **classement(initiative),
            **situer(territoire),
            "nature": facettes.choix(Initiative.Nature, initiative.nature),
            "stade": facettes.choix(Initiative.Stade, initiative.stade),
            "preuve": facettes.choix(Initiative.Preuve, initiative.preuve),
            "annee": facettes.annee(initiative.annee),
            "public": facettes.classees(initiative.publics.all(), "nom"),
            "cout": [tranche(initiative.cout_euros)],
            "reprise": [
                ("oui", "Reprises ailleurs", 0)
                if initiative.nombre_reprises
                else ("non", "Pas encore reprises", 1)
            ],
        },
    )
