"""Les Journées: editions, séances, people in the role they held, quotations; and the calendar."""

from evenements.models.evenements import Format, Journees, RendezVous
from evenements.models.programme import Citation, Intervention, Personne, Seance

__all__ = ["Citation", "Format", "Intervention", "Journees", "Personne", "RendezVous", "Seance"]
