"""How machines read a survey of the barometer."""

from barometre.models import Vague
from partage.schema import decrire, oeuvre, organisation
from solidaires.texte import en_texte

# What a Dataset must at least say of itself (characters): https://developers.google.com/search/docs/appearance/structured-data/dataset
DESCRIPTION = 50


@decrire(Vague)
def vague(vague):
    presentation = en_texte(vague.presentation)
    description = ". ".join(filter(None, [vague.titre, vague.methode_en_bref, presentation]))
    if len(description) < DESCRIPTION:
        return {}
    return oeuvre(
        vague,
        "Dataset",
        name=vague.titre,
        resume=description,
        creator=organisation(vague.institut),
        temporalCoverage=_terrain(vague),
        measurementTechnique=vague.mode,
        isAccessibleForFree=True,
    )


def _terrain(vague):
    """ISO 8601: the days of the fieldwork, its year when they are not known."""
    if not vague.terrain_debut:
        return str(vague.annee)
    debut, fin = vague.terrain_debut, vague.terrain_fin or vague.terrain_debut
    return f"{debut.isoformat()}/{fin.isoformat()}"
