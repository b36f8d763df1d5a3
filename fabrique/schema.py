"""How machines read the sheet of an initiative."""

from fabrique.models import Initiative
from partage.schema import article, decrire, lieu


@decrire(Initiative)
def initiative(initiative):
    return article(
        initiative,
        initiative.titre,
        "La Fabrique",
        resume=initiative.chapo,
        texte=initiative.presentation,
        contentLocation=lieu(initiative.territoire),
    )
