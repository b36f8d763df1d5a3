"""What the search does by itself: follow the hours, catch up with what was written behind its back."""

from datetime import timedelta

from django.db.models import Q

from courrier.taches import tache
from recherche.index import CONTENUS, reconstruire, suivre
from solidaires.publication import Publiable

# Longer than the pause between two passages, so that one missed is made up for.
DERNIERES_HEURES = timedelta(hours=6)


@tache("suivre-les-heures", "Suivre dans la recherche ce que l’heure met en ligne", minutes=5)
def suivre_les_heures(maintenant):
    """A page keeps its own dates, not those of what it names: a chantier, a reprise."""
    passes = (maintenant - DERNIERES_HEURES, maintenant)
    nommes = {model for contenu in CONTENUS.values() for model in contenu.depend}
    for model in nommes:
        if issubclass(model, Publiable):
            changes = Q(published_at__range=passes) | Q(retired_at__range=passes)
            for objet in model._base_manager.filter(changes).order_by("pk"):
                suivre(objet)
    return ""


@tache("verifier-l-index", "Vérifier l’index de la recherche", minutes=24 * 60)
def verifier(maintenant):
    """Write again what no longer says what the rows say: a script, a restored base."""
    change = sum(lot for contenu in CONTENUS.values() for _, _, lot in reconstruire(contenu))
    if not change:
        return ""
    return f"{change} page{'s' if change > 1 else ''} remise{'s' if change > 1 else ''} à jour."
