"""The outbox (Courriel) and the periodic jobs (Tache)."""

from courrier.models.courriel import Courriel
from courrier.models.tache import Tache

__all__ = ["Courriel", "Tache"]
