"""What the addresses do by themselves: count in what a script or the clock put online."""

from adresses.memoire import retenir
from courrier.taches import tache
from solidaires.publication import types_publiables


@tache("recenser-les-adresses", "Retenir les adresses de ce qui est en ligne", minutes=24 * 60)
def recenser(maintenant):
    """Every published page has its number and its path, however it came online."""
    for model in types_publiables():
        if hasattr(model, "get_absolute_url"):
            for objet in model.objects.published().order_by("pk"):
                retenir(objet)
    return ""
