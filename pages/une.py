"""What the home page shows first: the choices of the Une in force, then what is newest."""

from collections import defaultdict

from django.db.models import Case, Value, When

from pages.models import CLES, ChoixDeUne, Une

# How many things each block of the home page shows.
PLACES = {
    "initiative": 3,
    "question": 1,
    "citation": 1,
    "idee": 3,
    "focus": 1,
    "rendez_vous": 3,
}


def choisis():
    """{key of ChoixDeUne: [pk], in order} as the Une in force says; {} without any. One query."""
    lignes = ChoixDeUne.objects.filter(une__in=Une.objects.in_force().values("pk"))
    pks = defaultdict(list)
    for ligne in lignes:
        for cle in CLES:
            if pk := getattr(ligne, f"{cle}_id"):
                pks[cle].append(pk)
    return dict(pks)


def remplir(cle, queryset, choix):
    """The first rows of the ordered `queryset`, as many as the block has places.

    Those that `choix` (see `choisis`) names come first, in its order; the others keep theirs. What
    is not in `queryset` is not shown, chosen or not. No query.
    """
    pks = choix.get(cle, [])
    if pks:
        rang = Case(
            *(When(pk=pk, then=Value(i)) for i, pk in enumerate(pks)), default=Value(len(pks))
        )
        ordre = queryset.query.order_by or queryset.model._meta.ordering
        queryset = queryset.order_by(rang, *ordre)
    return queryset[: PLACES[cle]]
