"""Atom feed of a territory: its initiatives, those around it, and the reprises on either side."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from solidaires import fils
from territoires.models import Territoire


@require_safe
@conditional_page
def territoire_feed(request, nature, slug):
    territoire = get_object_or_404(Territoire, nature=nature, slug=slug)
    return fils.repondre(
        request,
        cle=f"territoire/{territoire.pk}",
        titre=territoire.nom,
        sous_titre="Les dernières initiatives et reprises de ce territoire",
        lien=territoire.get_absolute_url(),
        objets=fils.derniers([_initiatives(territoire), _reprises(territoire)]),
    )


def _initiatives(territoire):
    """Its own, those it is associated with, those of the territories that lie in it."""
    return territoire.initiatives.model.objects.filter(
        Q(territoire=territoire)
        | Q(territoires_associes=territoire)
        | Q(territoire__region=territoire)
        | Q(territoire__departement=territoire)
        | Q(territoire__epci=territoire)
    )


def _reprises(territoire):
    return territoire.reprises.model.objects.filter(
        Q(territoire=territoire) | Q(initiative__territoire=territoire)
    )
