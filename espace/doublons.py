"""Sheets that may already tell the same thing: the territory's own, and the public ones elsewhere."""

from difflib import SequenceMatcher

from django.db.models import Q

from fabrique.models import Initiative
from solidaires.texte import slugifier

# Shares of a title in common, from which two titles look alike.
PROCHE = 0.8
AU_PLUS = 5
_LIANTS = set(
    "a au aux avec ce ces d dans de des du en et l la le les leur par pour sur un une".split()
)


def semblables(titre, territoire):
    """At most five initiatives with the same or a near title, the nearest first.

    Those of `territoire` in any state, bin aside; elsewhere only what the public reads. Two
    queries.
    """
    candidates = (
        Initiative.objects.kept()
        .filter(
            Q(territoire=territoire) | Q(pk__in=Initiative.objects.published().values("pk"))
        )
        .order_by("pk")
        .values_list("pk", "titre")
    )
    notes = sorted(
        ((-ressemblance(titre, autre), pk) for pk, autre in candidates if autre),
    )
    proches = [pk for note, pk in notes[:AU_PLUS] if -note >= PROCHE]
    trouvees = Initiative.objects.select_related("territoire").in_bulk(proches)
    return [trouvees[pk] for pk in proches]


def ressemblance(titre, autre):
    """How alike two titles are, 0 to 1, by their telling words: their letters, or whole words."""
    mots, autres = sorted((_parlants(titre), _parlants(autre)))
    if not mots or not autres:
        return 0.0
    comparaison = SequenceMatcher(None, " ".join(mots), " ".join(autres), autojunk=False)
    moindre = min(len(set(mots)), len(set(autres)))
    communs = len(set(mots) & set(autres)) / moindre if moindre >= 2 else 0.0
    return max(communs, comparaison.ratio())


def _parlants(titre):
    """Its words in order, those that only bind the others left out."""
    return [mot for mot in slugifier(titre, 300).split("-") if mot and mot not in _LIANTS]
