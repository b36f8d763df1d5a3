"""What the portal does by itself with reports: forget who sent them."""

from courrier.taches import tache
from signalements import suivi


@tache(
    "oublier-les-signalements", "Effacer les adresses des signalements clos", minutes=24 * 60
)
def oublier(maintenant):
    nombre = suivi.oublier(maintenant)
    if not nombre:
        return ""
    accord = "s" if nombre > 1 else ""
    return f"{nombre} signalement{accord} anonymisé{accord}."
