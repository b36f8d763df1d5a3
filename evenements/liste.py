"""What can be asked of the calendar."""

from recherche.demande import ANNEE, CHANTIER, PAR_ANNEE, THEME, Liste

RENDEZ_VOUS = Liste(types=("rendezvous",), facettes=(THEME, CHANTIER, ANNEE), tris=(PAR_ANNEE,))
