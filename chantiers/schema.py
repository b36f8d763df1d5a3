"""How machines read a workstream."""

from chantiers.models import Chantier
from partage.schema import article, decrire


@decrire(Chantier)
def chantier(chantier):
    return article(
        chantier,
        chantier.titre,
        "Les chantiers",
        resume=chantier.chapo,
        texte=chantier.corps,
    )
