"""What territories give to the search: those that are members, or have something published."""

from recherche.index import Fiche, contenu
from territoires.models import Adhesion, Territoire


def situer(*territoires):
    """The facets of what is in these territories: their régions and départements, each once."""
    natures = Territoire.Nature
    regions, departements = {}, {}
    for territoire in territoires:
        region = territoire if territoire.nature == natures.REGION else territoire.region
        departement = (
            territoire if territoire.nature == natures.DEPARTEMENT else territoire.departement
        )
        if region:
            regions[region.slug] = (region.slug, region.nom, 0)
        if departement:
            code = departement.code
            departements[code] = (code, f"{departement.nom} ({code})", 0)
    return {"region": list(regions.values()), "departement": list(departements.values())}


def _lignes():
    lignes = Territoire.objects.current().active().with_initiatives()
    return lignes.select_related("region", "departement")


@contenu(
    Territoire,
    "Territoires",
    section="territoires",
    depend={Adhesion: "adhesions"},
    lignes=_lignes,
)
def territoire(territoire):
    parents = filter(None, [territoire.departement, territoire.region])
    return Fiche(
        titre=territoire.nom,
        url=territoire.get_absolute_url(),
        classement=" · ".join([territoire.code, *(parent.nom for parent in parents)]),
        surtitre=territoire.get_nature_display(),
        poids=territoire.nombre_initiatives,
        facettes=situer(territoire),
    )
