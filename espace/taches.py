"""What the space does by itself: tell the territories what happened at an hour set in advance."""

from courrier.taches import tache
from espace import suivi


@tache(
    "annoncer-les-parutions",
    "Annoncer aux territoires les mises en ligne et les retraits programmés",
    minutes=1,
)
def annoncer_les_parutions(maintenant):
    """The sheets that the clock put online or took away, told to their territory once."""
    nombre = len(suivi.raconter_les_echeances(maintenant))
    if not nombre:
        return ""
    return f"{nombre} fiche{'s' if nombre > 1 else ''} annoncée{'s' if nombre > 1 else ''}."
