"""What the desk does by itself: put scheduled changes online at their hour."""

from courrier.taches import tache
from redaction import versions


# Tried every minute even after a failure: one version that cannot be applied, and that waits for
# the coordinator, must not make the others late.
@tache(
    "appliquer-modifications",
    "Mettre en ligne les modifications programmées",
    minutes=1,
    reessai_max=1,
)
def appliquer_modifications(maintenant):
    """The versions due at this instant, applied. Raises ValidationError for those that cannot be."""
    titres = [f"« {revision.titre} »" for revision in versions.appliquer_dues(maintenant)]
    if not titres:
        return ""
    nombre = len(titres)
    accord = "s" if nombre > 1 else ""
    return f"{nombre} modification{accord} mise{accord} en ligne : {', '.join(titres)}."
