"""Solutions solidaires: wiring on top (settings, urls, views), leaves at the bottom (publication, texte, admin)."""
