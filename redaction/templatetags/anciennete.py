"""{% load anciennete %}: how long something has been waiting, or will."""

from datetime import datetime

from django import template
from django.utils import timezone

from solidaires.texte import INSECABLE

register = template.Library()


@register.filter
def age(depuis, maintenant):
    """« depuis 3 jours », « dans 2 heures », "" for None.

    `depuis`: a date or a datetime; `maintenant`: a datetime. Days are those of the calendar in
    Paris.
    """
    if depuis is None:
        return ""
    if isinstance(depuis, datetime):
        secondes = abs((maintenant - depuis).total_seconds())
        jour = timezone.localdate(depuis)
    else:
        secondes, jour = None, depuis
    jours = (timezone.localdate(maintenant) - jour).days
    mot = "dans" if jours < 0 or (secondes and maintenant < depuis) else "depuis"
    return f"{mot} {_duree(abs(jours), secondes)}"


def _duree(jours, secondes):
    """Whole days, or seconds when known and shorter than a day, as one says them."""
    if secondes is not None and secondes < 24 * 3600:
        heures = int(secondes // 3600)
        return _compte(heures, "heure") if heures else "moins d’une heure"
    if jours < 1:
        return "moins d’un jour"
    if jours < 61:
        return _compte(jours, "jour")
    if jours < 731:
        return f"{jours * 12 // 365}{INSECABLE}mois"
    return _compte(jours // 365, "an")


def _compte(nombre, unite):
    return f"{nombre}{INSECABLE}{unite}{'s' if nombre > 1 else ''}"
