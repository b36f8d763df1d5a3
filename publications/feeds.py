"""Atom feed of the publications, the three families together."""

from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from publications.models import FocusLibe, Note, Podcast
from solidaires import fils
from solidaires.fils import Entree


def _themes(publications):
    return publications.prefetch_related("themes")


# The nearest is declared first.
@fils.sorte(Podcast, _themes)
@fils.sorte(Note, _themes)
@fils.sorte(FocusLibe, _themes)
def publication(publication):
    return Entree(
        titre=publication.titre,
        resume=publication.accroche or publication.surtitre,
        categories=[theme.nom for theme in publication.themes.all()],
    )


@require_safe
@conditional_page
def publication_feed(request):
    return fils.repondre(
        request,
        cle="publications",
        titre="Les publications",
        sous_titre="Les derniers focus, notes et podcasts",
        lien=reverse("publications:publication_list"),
        objets=fils.derniers(
            [FocusLibe.objects.all(), Note.objects.all(), Podcast.objects.all()]
        ),
    )
