"""A list page with its facets, the same for every section."""

from django.core.paginator import Paginator

from recherche import moteur
from recherche.demande import Demande
from recherche.reponse import Reponse, dans_l_ordre


def lister(request, liste, objets, par_page):
    """(Reponse, page) of a list of one type. Three queries, then those of `objets`.

    `objets`: the published rows with what their cards read, in the usual order of the list. As long
    as nothing is demandee of a list that is not huge, they are the list; the index finds and sorts the
    rest.
    """
    demande = Demande(liste, request.GET)
    reponse = Reponse(demande)
    demandee = demande.choisie or demande.tri_choisi or reponse.plafonnee
    if demande.q or (demande.tri_actuel.champs and demandee):
        page = Paginator(reponse.objets(), par_page).get_page(demande.page)
        page.object_list = dans_l_ordre(objets, page.object_list)
        return reponse, page
    page = Paginator(restreindre(demande, objets), par_page).get_page(demande.page)
    reponse.total, reponse.plafonnee = page.paginator.count, False
    return reponse, page


def restreindre(demande, objets):
    """The rows of `objets` (a queryset of the type of the list) that are asked for, in their order.

    For what has no counts to show: a feed, a file, a calendar. Words are those that the list looks
    for, slips corrected.
    """
    if not demande.filtree:
        return objets
    entrees = Reponse(demande).entrees() if demande.q else moteur.entrees(demande.criteres())
    return objets.filter(pk__in=entrees.values("objet_pk"))


def titrer(titre, demande):
    """« La Fabrique : Alimentation, Gironde (33) »: a list and what narrows it, for a feed."""
    mots = ", ".join(mots for mots, _ in demande.jetons)
    return f"{titre} : {mots}" if mots else titre
