"""What the editorial pages give to the search."""

from pages.models import Page
from recherche.index import Fiche, contenu


@contenu(Page, "Pages du site", section="neutre", lignes=Page.objects.all)
def page(page):
    return Fiche(
        titre=page.titre,
        url=page.get_absolute_url(),
        resume=page.chapo,
        texte=page.corps,
        surtitre="Page",
    )
