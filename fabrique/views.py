"""Public pages of La Fabrique: the list of initiatives, and one initiative whole."""

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chantiers import chaine
from fabrique import confirmation, parcours
from fabrique.liste import INITIATIVES, en_csv
from fabrique.models import Initiative, Reprise
from fabrique.renvois import renvois
from recherche.demande import DEPARTEMENT, Demande
from recherche.liste import lister, restreindre
from recherche.proches import proches
from recherche.reponse import Reponse
from solidaires.publication import get_visible_or_404
from territoires import carte
from territoires.models import Territoire

SECTION = "fabrique"
PAR_PAGE = 24
# Headings of the reprises of a sheet by others, then of those that it tells itself, by their sort.
REPRISES = {
    "reprise": "Qui la reprend",
    "interet": "Qui s’y intéresse",
    "abandon": "Qui a cessé de la reprendre",
}
ORIGINES = {
    "reprise": "Ce qu’elle reprend d’un autre territoire",
    "interet": "Ce qui l’intéresse dans un autre territoire",
    "abandon": "Ce qu’elle a cessé de reprendre d’un autre territoire",
}


@require_safe
def initiative_list(request):
    """The published initiatives, newest first, or what the query string asks of them."""
    initiatives = Initiative.objects.published().for_list()
    reponse, page = lister(request, INITIATIVES, initiatives, PAR_PAGE)
    requete = reponse.demande.adresse()
    formes = [
        ("Carte", "fabrique:initiative_carte"),
        ("CSV", "fabrique:initiative_csv"),
        ("Fil Atom", "fabrique:initiative_feed"),
    ]
    return render(
        request,
        "fabrique/initiative_list.html",
        {
            "section": SECTION,
            "fil": [("La Fabrique", "")],
            "reponse": reponse,
            "page": page,
            "liens": [(mots, reverse(nom) + requete) for mots, nom in formes],
        },
    )


@require_safe
def initiative_carte(request):
    """How many sheets of the list each département has: a map, and the same figures in words."""
    reponse = Reponse(Demande(INITIATIVES, request.GET))
    liste = reverse("fabrique:initiative_list")
    choix = {
        valeur.valeur: valeur
        for groupe in reponse.groupes
        if groupe.nom == DEPARTEMENT.nom
        for valeur in groupe.choix
        if valeur.nombre
    }
    departements = Territoire.objects.for_map().filter(nature=Territoire.Nature.DEPARTEMENT)
    dessin = carte.construire(
        (
            (
                d.code,
                d.nom,
                liste + choix[d.code].adresse if d.code in choix else "",
                choix[d.code].nombre if d.code in choix else 0,
                d.est_membre,
            )
            for d in departements
        ),
        par_nombre=True,
    )
    situees = sum(valeur.nombre for valeur in choix.values())
    return render(
        request,
        "fabrique/initiative_carte.html",
        {
            "section": SECTION,
            "fil": [("La Fabrique", liste), ("Carte", "")],
            "reponse": reponse,
            "carte": dessin,
            "lignes": [(v.libelle, liste + v.adresse, v.nombre) for v in choix.values()],
            "situees": situees,
            # A territory that lies in several départements, or a whole région, is in none.
            "ailleurs": max(0, reponse.total - situees)
            if not reponse.demande.choix["departement"]
            else 0,
            "retour": liste + reponse.demande.adresse(),
        },
    )


@require_safe
def initiative_csv(request):
    """The same list as a file, whole."""
    demande = Demande(INITIATIVES, request.GET)
    initiatives = restreindre(demande, Initiative.objects.published().for_list())
    response = HttpResponse(
        en_csv(initiatives, request.build_absolute_uri), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="initiatives.csv"'
    return response


@require_safe
def initiative_detail(request, slug):
    """One sheet: what, where, for whom, at what stage, with what result, and what it does not say."""
    initiative = get_visible_or_404(Initiative.objects.for_detail(), request, slug=slug)
    liens = renvois(initiative)
    origines, reprises = _reprises(initiative)
    suite = chaine.construire(initiative)
    return render(
        request,
        "fabrique/initiative_detail.html",
        {
            "section": SECTION,
            "fil": [
                ("La Fabrique", reverse("fabrique:initiative_list")),
                (initiative.titre, ""),
            ],
            "initiative": initiative,
            "renvois": liens,
            "classement": [lien[:2] for lien in (*liens["themes"], *liens["mots_cles"])],
            "origines": Reprise.grouper(origines, ORIGINES),
            "reprises": Reprise.grouper(reprises, REPRISES),
            "confirmation_ancienne": confirmation.is_ancienne(initiative, timezone.localdate()),
            "mise_a_jour": timezone.localdate(initiative.updated_at),
            "chaine": suite,
            "parcours": parcours.etapes(initiative, suite.maillons),
            "proches": proches(initiative, suite.cles),
        },
    )


def _reprises(initiative):
    """The public reprises that this sheet tells, then those of it, oldest first. Two queries."""
    reprises = (
        Reprise.objects.published()
        .filter(Q(initiative=initiative) | Q(fiche=initiative))
        .select_related("territoire", "fiche", "initiative__territoire")
        .prefetch_related("sources")
        .order_by(F("date").asc(nulls_last=True), "pk")
    )
    origines = [reprise for reprise in reprises if reprise.fiche_id == initiative.pk]
    return origines, [reprise for reprise in reprises if reprise not in origines]
