"""What can be asked of the list of ideas."""

from recherche.demande import ANNEE, CHANTIER, PAR_ANNEE, PAR_TITRE, THEME, Facette, Liste

IDEES = Liste(
    types=("idee",),
    facettes=(
        THEME,
        CHANTIER,
        Facette("origine", "Origine", propre=True),
        Facette("suite", "Suite donnée", par_nombre=False, propre=True),
        ANNEE,
    ),
    tris=(PAR_ANNEE, PAR_TITRE),
)
