"""How machines read an editorial page."""

from pages.models import Page
from partage.schema import article, decrire


@decrire(Page)
def page(page):
    """No Article: who we are, the legal pages."""
    dite = article(page, titre="", resume=page.chapo, texte=page.corps)
    return dite | {"@type": "WebPage", "name": page.titre}
