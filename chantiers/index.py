"""What workstreams and themes give to the search, and what they classify."""

from django.db.models import Prefetch

from chantiers.models import Chantier, Theme
from recherche import facettes
from recherche.index import Fiche, contenu


def publics():
    """Prefetch of the workstreams that the public may read the name of."""
    return Prefetch("chantiers", Chantier.objects.published().order_by("ordre", "pk"))


def classement(objet):
    """The facets of a page that has themes, keywords and chantiers (see `publics`)."""
    return {
        "theme": facettes.classees(objet.themes.all(), "nom"),
        "chantier": facettes.classees(objet.chantiers.all(), "titre"),
        # Narrows no list: says which pages are close.
        "mot": facettes.classees(objet.mots_cles.all(), "name"),
    }


def mots(objet, *autres):
    """What classifies a page, as a text: its themes, chantiers and keywords, then `autres`."""
    noms = [
        *(theme.nom for theme in objet.themes.all()),
        *(mot.name for mot in objet.mots_cles.all()),
    ]
    if hasattr(objet, "chantiers"):
        noms += [chantier.titre for chantier in objet.chantiers.all()]
    return " · ".join(filter(None, [*noms, *autres]))


@contenu(
    Chantier,
    "Chantiers",
    section="neutre",
    depend={Theme: "themes"},
    lignes=lambda: Chantier.objects.prefetch_related("themes", "mots_cles"),
)
def chantier(chantier):
    return Fiche(
        titre=chantier.titre,
        url=chantier.get_absolute_url(),
        resume=chantier.chapo,
        classement=mots(chantier),
        texte=chantier.corps,
        surtitre="Chantier",
        facettes={
            "theme": facettes.classees(chantier.themes.all(), "nom"),
            # Named to nobody before its hour.
            "chantier": facettes.classees([chantier] * chantier.is_published, "titre"),
        },
    )


@contenu(Theme, "Thèmes", section="neutre", lignes=Theme.objects.all)
def theme(theme):
    return Fiche(
        titre=theme.nom,
        url=theme.get_absolute_url(),
        resume=theme.description,
        surtitre="Thème",
        facettes={"theme": facettes.classees([theme], "nom")},
    )
