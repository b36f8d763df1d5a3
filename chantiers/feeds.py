"""Atom feeds of the hubs: what is published on a workstream, a theme or a keyword, all sorts together.

The sorts are those that a feed knows how to tell; none is imported.
"""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from chantiers.models import Chantier, MotCle, Theme
from solidaires import fils
from solidaires.fils import Entree


@fils.sorte(Chantier, lambda chantiers: chantiers.prefetch_related("themes"))
def chantier(chantier):
    return Entree(
        titre=chantier.titre,
        resume=chantier.chapo or chantier.corps,
        categories=[theme.nom for theme in chantier.themes.all()],
    )


@require_safe
@conditional_page
def chantier_feed(request, slug):
    """Also the events of which a séance names the workstream, and the waves that ask about it."""
    chantier = get_object_or_404(Chantier.objects.published(), slug=slug)
    chemins = ("chantiers", "seances__chantiers", "questions__chantiers")
    derniers = _derniers(chantier, *chemins)
    return _repondre(request, chantier, f"Chantier : {chantier.titre}", derniers)


@require_safe
@conditional_page
def theme_feed(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    return _repondre(request, theme, f"Thème : {theme.nom}", _derniers(theme, "themes"))


@require_safe
@conditional_page
def motcle_feed(request, slug):
    """Unknown, as its page, while nothing public carries the keyword."""
    mot_cle = get_object_or_404(MotCle, slug=slug)
    derniers = _derniers(mot_cle, "mots_cles")
    if not derniers:
        raise Http404
    return _repondre(request, mot_cle, f"Mot-clé : {mot_cle.name}", derniers)


def _repondre(request, carrefour, titre, objets):
    return fils.repondre(
        request,
        cle=f"{carrefour._meta.model_name}/{carrefour.pk}",
        titre=titre,
        sous_titre="Ce qui y a été publié en dernier",
        lien=carrefour.get_absolute_url(),
        objets=objets,
    )


def _derniers(carrefour, *chemins):
    """What points to a hub by one of these lookups, whatever its sort."""
    lots = []
    for model in fils.SORTES:
        siens = [chemin for chemin in chemins if _mene(model, chemin, type(carrefour))]
        if siens:
            criteres = [(chemin, carrefour.pk) for chemin in siens]
            lots.append(model.objects.filter(Q.create(criteres, connector=Q.OR)))
    return fils.derniers(lots)


def _mene(model, chemin, cible):
    """Whether this lookup leads from `model` to `cible`, through its own parts only."""
    *parties, dernier = chemin.split("__")
    for partie in parties:
        relations = {r.name: r for r in model._meta.related_objects if r.one_to_many}
        if partie not in relations:
            return False
        model = relations[partie].related_model
    champs = {champ.name: champ.related_model for champ in model._meta.many_to_many}
    return champs.get(dernier) is cible
