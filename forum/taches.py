"""What Le Forum does by itself: tell people what became of their ideas, forget their addresses."""

from django.db.models import Q
from django.utils import timezone

from courrier.taches import tache
from forum import suivi
from forum.models import Proposition
from solidaires.publication import Etat


@tache("annoncer-les-reponses", "Annoncer les idées publiées et leurs réponses", minutes=5)
def annoncer_les_reponses(maintenant):
    """One mail for each idea that the clock put online, and for each public answer."""
    annoncees = list(suivi.a_annoncer())
    for proposition in annoncees:
        suivi.annoncer(proposition, proposition.idee)
    return _bilan(len(annoncees), "annonce écrite", "annonces écrites")


@tache("oublier-les-adresses", "Effacer les adresses des propositions d’idées", minutes=6 * 60)
def oublier(maintenant):
    """What was never confirmed is deleted; what is over keeps neither address nor name."""
    perimees = maintenant - suivi.DELAI_DE_CONFIRMATION
    jamais_confirmees = Proposition.objects.filter(
        confirmee_at__isnull=True, created_at__lte=perimees
    )
    supprimees, _ = jamais_confirmees.delete()
    effacees = _finies(maintenant).update(
        email="", signature="", organisation="", anonymisee_at=timezone.now()
    )
    phrases = [
        _bilan(supprimees, "proposition supprimée", "propositions supprimées"),
        _bilan(effacees, "adresse effacée", "adresses effacées"),
    ]
    return " ".join(filter(None, phrases))


def _finies(maintenant):
    """The confirmed proposals whose author has nothing more to read, for long enough."""
    limite = maintenant - suivi.CONSERVATION
    closes = Q(idee__etat__in=[Etat.REFUSEE, Etat.RETIREE], idee__updated_at__lte=limite)
    return Proposition.objects.exclude(email="").filter(
        closes
        | Q(idee__retired_at__lte=limite)
        | Q(idee__jetee_at__lte=limite)
        | Q(reponse_annoncee_at__lte=limite)
        | Q(idee__isnull=True)
        | Q(created_at__lte=maintenant - suivi.CONSERVATION_AU_PLUS),
        confirmee_at__isnull=False,
    )


def _bilan(nombre, singulier, pluriel):
    return f"{nombre} {pluriel if nombre > 1 else singulier}." if nombre else ""
