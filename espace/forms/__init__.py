"""Forms of the space of the territories, one module per subject."""
