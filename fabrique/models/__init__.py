"""La Fabrique: an Initiative with its parts, and its reprises."""

from fabrique.models.initiative import (
    ChiffreCle,
    Etape,
    IllustrationInitiative,
    Initiative,
)
from fabrique.models.reprise import Reprise

__all__ = ["ChiffreCle", "Etape", "IllustrationInitiative", "Initiative", "Reprise"]
