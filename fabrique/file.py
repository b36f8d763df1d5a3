"""What waits in La Fabrique: initiatives that their territory has not confirmed for a year."""

from django.urls import reverse
from django.utils import timezone

from fabrique.confirmation import a_confirmer
from fabrique.models import Initiative
from redaction.file import Extrait, Groupe, Ligne, premieres, source


@source(Groupe("a-reverifier", "Initiatives à re-vérifier", rang=65))
def a_reverifier(demande):
    """The initiatives online that nobody has confirmed for a year, the oldest first."""
    if not demande.peut_voir(Initiative):
        return {}
    aujourd_hui = timezone.localdate(demande.maintenant)
    endormis = demande.endormis("a-reverifier", Initiative._meta.label_lower)
    initiatives = list(
        premieres(
            a_confirmer(Initiative.objects.published(demande.maintenant), aujourd_hui).exclude(
                pk__in=endormis
            ),
            demande.limite,
            "depuis",
        ).order_by("rang")
    )
    return {
        "a-reverifier": Extrait(
            initiatives[0].total if initiatives else 0,
            [_ligne(initiative) for initiative in initiatives],
        )
    }


def _ligne(initiative):
    url = reverse("admin:fabrique_initiative_change", args=[initiative.pk])
    jamais = initiative.date_confirmation is None
    return Ligne(
        cle=f"a-reverifier:{Initiative._meta.label_lower}:{initiative.pk}",
        titre=initiative.titre,
        genre="initiative",
        depuis=initiative.depuis,
        pourquoi="En ligne depuis plus d’un an, et jamais confirmée par le territoire."
        if jamais
        else "Confirmée par le territoire il y a plus d’un an.",
        url=f"{url}#id_date_confirmation",
        action="Vérifier la fiche",
    )
