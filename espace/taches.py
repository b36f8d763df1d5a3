"""What the space does by itself: tell what happened at an hour set in advance, ask once a year."""

from datetime import timedelta

from courrier.taches import tache
from espace import suivi, verifications
from espace.models import DemandeAcces

# Said to the person on the page where they ask (espace/proconnect_demande.html).
DEMANDES_GARDEES = timedelta(days=365)


@tache(
    "annoncer-les-parutions",
    "Annoncer aux territoires les mises en ligne et les retraits programmés",
    minutes=1,
)
def annoncer_les_parutions(maintenant):
    """The sheets that the clock put online or took away, told to their territory once."""
    nombre = len(suivi.raconter_les_echeances(maintenant))
    if not nombre:
        return ""
    return f"{nombre} fiche{'s' if nombre > 1 else ''} annoncée{'s' if nombre > 1 else ''}."


@tache(
    "demander-l-actualite",
    "Demander aux territoires si leurs fiches sont toujours d’actualité",
    minutes=24 * 60,
)
def demander_l_actualite(maintenant):
    """The yearly question and its one reminder, for the sheets that are due today."""
    demandees = len(list(verifications.demander(maintenant)))
    relancees = len(list(verifications.relancer(maintenant)))
    if not demandees + relancees:
        return ""
    return (
        f"Question posée sur {demandees} fiche{'s' if demandees > 1 else ''}, "
        f"rappelée sur {relancees}."
    )


@tache("oublier-les-demandes", "Effacer les demandes d’accès traitées", minutes=24 * 60)
def oublier_les_demandes(maintenant):
    """Those that were decided a year ago: name, address and SIRET go with them."""
    anciennes = DemandeAcces.objects.filter(traitee_at__lte=maintenant - DEMANDES_GARDEES)
    nombre, _ = anciennes.delete()
    return (
        f"{nombre} demande{'s' if nombre > 1 else ''} effacée{'s' if nombre > 1 else ''}."
        * (nombre > 0)
    )
