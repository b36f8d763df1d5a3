"""How machines read an editorial page."""

from pages.models import Page
from partage.schema import decrire, oeuvre


@decrire(Page)
def page(page):
    """No Article: who we are, the legal pages."""
    return oeuvre(page, "WebPage", name=page.titre, resume=page.chapo, texte=page.corps)
