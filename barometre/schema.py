"""How machines read a survey of the barometer."""

from barometre.models import Vague
from partage.schema import article, decrire, organisation
from solidaires.texte import extrait

# What a Dataset must at least say of itself (characters): https://developers.google.com/search/docs/appearance/structured-data/dataset
DESCRIPTION = 50


@decrire(Vague)
def vague(vague):
    texte = extrait(vague.presentation, 300)
    description = ". ".join(filter(None, [vague.titre, vague.methode_en_bref, texte]))
    if len(description) < DESCRIPTION:
        return {}
    dite = article(vague, titre=vague.titre)
    return dite | {
        "@type": "Dataset",
        "headline": "",
        "name": vague.titre,
        "description": description,
        "creator": organisation(vague.institut),
        "temporalCoverage": _terrain(vague),
        "measurementTechnique": vague.mode,
        "isAccessibleForFree": True,
    }


def _terrain(vague):
    """ISO 8601: the days of the fieldwork, its year when they are not known."""
    if not vague.terrain_debut:
        return str(vague.annee)
    debut, fin = vague.terrain_debut, vague.terrain_fin or vague.terrain_debut
    return f"{debut.isoformat()}/{fin.isoformat()}"
