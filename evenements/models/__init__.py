"""Les Journées: editions, séances, people in the role they held, quotations; and the calendar."""

from evenements.models.annonce import Annonce
from evenements.models.evenements import Format, Journees, RendezVous
from evenements.models.programme import Citation, Intervention, Personne, Seance
from evenements.models.tenue import Tenue

__all__ = [
    "Annonce",
    "Citation",
    "Format",
    "Intervention",
    "Journees",
    "Personne",
    "RendezVous",
    "Seance",
    "Tenue",
]
