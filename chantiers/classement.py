"""What classifies a page: its public workstreams, its themes, its keywords, as links, none said twice."""

from django.db.models import IntegerField, Value
from django.urls import reverse

from chantiers.models import Chantier
from solidaires.texte import replier

# The page of each sort, in the order in which they are shown.
PAGES = ["chantiers:chantier_detail", "chantiers:theme_detail", "chantiers:motcle_detail"]


def classement(objet):
    """[(words, address)] for an object that has chantiers, themes and mots_cles. One query for the three.

    A keyword that repeats the name of a theme is left out.
    """
    chantiers = Chantier.objects.published().filter(pk__in=objet.chantiers.values("pk"))
    lignes = _lignes(0, chantiers, "titre").union(
        _lignes(1, objet.themes, "nom"), _lignes(2, objet.mots_cles, "name")
    )
    liens = {}
    for rang, mots, slug in sorted(lignes, key=lambda ligne: (ligne[0], replier(ligne[1]))):
        liens.setdefault(replier(mots), (mots, reverse(PAGES[rang], args=[slug])))
    return list(liens.values())


def _lignes(rang, objets, champ):
    """(rank of the sort, words, slug) of each; unordered, as a union demands."""
    return objets.order_by().values_list(
        Value(rang, output_field=IntegerField()), champ, "slug"
    )
