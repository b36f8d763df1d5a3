"""What is forgotten by itself: counters of attempts, sessions that are over."""

from django.core.management import call_command

from courrier.taches import tache
from protection import quotas


@tache(
    "oublier-les-compteurs", "Oublier les compteurs et les sessions périmés", minutes=24 * 60
)
def oublier_les_compteurs(maintenant):
    """Counters whose time is over, and sessions: of people who left, of half-finished sign-ins."""
    nombre = quotas.purger(maintenant)
    call_command("clearsessions", verbosity=0)
    accord = "s" if nombre > 1 else ""
    return f"{nombre} compteur{accord} oublié{accord}." if nombre else ""
