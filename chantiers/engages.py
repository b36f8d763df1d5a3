"""The territories engaged in a workstream, in figures that sum to those of its page.

An initiative counts once, for the territory whose sheet it is; a reprise once, for the one that takes up.
"""

from dataclasses import dataclass, field


@dataclass
class Engagement:
    """What one territory does; of all of them when `territoire` is None. Counts of public sheets."""

    territoire: object = None
    initiatives: int = 0
    effectives: int = 0
    preparations: int = 0

    @property
    def reprises(self):
        """As every count of reprises: an interest is not one yet, nor one given up."""
        return self.effectives + self.preparations


@dataclass(frozen=True)
class Engages:
    """`lignes`: one Engagement per territory, the most engaged first; `total`: their sum."""

    lignes: list[Engagement] = field(default_factory=list)
    total: Engagement = field(default_factory=Engagement)


def compter(initiatives):
    """The Engages of public `initiatives` whose territory is loaded. One query, none without them."""
    if not initiatives:
        return Engages()
    model = type(initiatives[0])._meta.get_field("reprises").related_model
    reprises = (
        model.objects.published_alone()
        .counted()
        .filter(initiative__in=initiatives)
        .select_related("territoire")
    )
    lignes, total = {}, Engagement()

    def ligne(territoire):
        return lignes.setdefault(territoire.pk, Engagement(territoire))

    for initiative in initiatives:
        for compte in (ligne(initiative.territoire), total):
            compte.initiatives += 1
    for reprise in reprises:
        for compte in (ligne(reprise.territoire), total):
            if reprise.statut == model.Statut.EFFECTIVE:
                compte.effectives += 1
            else:
                compte.preparations += 1
    return Engages(
        sorted(
            lignes.values(),
            key=lambda e: (
                -e.initiatives - e.reprises,
                e.territoire.nom_replie,
                e.territoire.pk,
            ),
        ),
        total,
    )
