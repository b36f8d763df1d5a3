"""What the sheet of an initiative points to, read in one query: six relations that only print links."""

from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from solidaires.texte import replier

# The page of each sort; a public has none, it narrows the list.
PAGES = {
    "idees": "forum:idee_detail",
    "chantiers": "chantiers:chantier_detail",
    "themes": "chantiers:theme_detail",
    "mots_cles": "chantiers:motcle_detail",
    "territoires": "territoires:territoire_detail",
    "publics": "fabrique:initiative_list",
}
SANS_ANNEE = Value(None)


class Renvoi(NamedTuple):
    """One link: its words, its address; the year of an idea when it is known."""

    mots: str
    adresse: str
    annee: int | None


def renvois(initiative):
    """{sort: [Renvoi]} for the sorts of PAGES: public ideas by year, the others by name. One query.

    A keyword that repeats the name of a theme is left out.
    """
    lignes = _lignes("idees", initiative.idees.published(), "titre", annee="annee").union(
        _lignes("chantiers", initiative.chantiers.published(), "titre"),
        _lignes("themes", initiative.themes, "nom"),
        _lignes("mots_cles", initiative.mots_cles, "name"),
        _lignes("publics", initiative.publics, "nom"),
        _lignes(
            "territoires",
            initiative.territoires_associes,
            "nom",
            adresse=Concat("nature", Value("/"), "slug", output_field=CharField()),
        ),
    )
    par_sorte = {sorte: [] for sorte in PAGES}
    for sorte, mots, adresse, annee in lignes:
        if sorte == "publics":
            page = f"{reverse(PAGES[sorte])}?public={adresse}"
        else:
            page = reverse(PAGES[sorte], args=adresse.split("/"))
        par_sorte[sorte].append(Renvoi(mots, page, annee))
    themes = {replier(theme.mots) for theme in par_sorte["themes"]}
    par_sorte["mots_cles"] = [
        mot for mot in par_sorte["mots_cles"] if replier(mot.mots) not in themes
    ]
    return {
        sorte: sorted(liens, key=lambda lien: (lien.annee or 0, replier(lien.mots)))
        for sorte, liens in par_sorte.items()
    }


def _lignes(sorte, objets, mots, adresse="slug", annee=SANS_ANNEE):
    """(sort, words, end of the address, year) of each; unordered and typed, as a union demands."""
    return objets.order_by().values_list(
        Value(sorte, output_field=CharField()),
        Cast(mots, CharField()),
        Cast(adresse, CharField()),
        Cast(annee, IntegerField()),
    )
