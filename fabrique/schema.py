"""How machines read the sheet of an initiative."""

from fabrique.models import Initiative
from partage.schema import article, decrire, lieu


@decrire(Initiative)
def initiative(initiative):
    return article(
        initiative,
        titre=initiative.titre,
        resume=initiative.chapo,
        texte=initiative.presentation,
        articleSection="La Fabrique",
        contentLocation=lieu(initiative.territoire),
    )
