"""How machines read an idea of the Forum."""

from forum.models import Idee
from partage.schema import article, decrire, organisation


@decrire(Idee)
def idee(idee):
    return article(
        idee,
        idee.titre,
        "Le Forum",
        resume=idee.chapo,
        texte=idee.corps,
        # Several people in one line, or a group: nothing says which.
        creditText=idee.auteur,
        author="" if idee.auteur else organisation(idee.organisation),
    )
