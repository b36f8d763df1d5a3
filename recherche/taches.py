"""What the search does by itself: catch up with what was written behind its back."""

from courrier.taches import tache
from recherche.index import CONTENUS, reconstruire


@tache("verifier-l-index", "Vérifier l’index de la recherche", minutes=24 * 60)
def verifier(maintenant):
    """Write again what no longer says what the rows say: a script, a restored base."""
    change = sum(lot for contenu in CONTENUS.values() for _, _, lot in reconstruire(contenu))
    if not change:
        return ""
    return f"{change} page{'s' if change > 1 else ''} remise{'s' if change > 1 else ''} à jour."
