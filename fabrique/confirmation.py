"""For how long a sheet is taken for up to date after its territory has confirmed it: one year."""

from datetime import date

from django.db.models.functions import Coalesce, TruncDate


def seuil(aujourd_hui):
    """The day one year before `aujourd_hui`: what was confirmed earlier is to confirm again.

    The year before a 29 February starts on 1 March.
    """
    if (aujourd_hui.month, aujourd_hui.day) == (2, 29):
        return date(aujourd_hui.year - 1, 3, 1)
    return aujourd_hui.replace(year=aujourd_hui.year - 1)


def a_confirmer(initiatives, aujourd_hui):
    """Those of `initiatives` to confirm again, with `depuis`, the day of the last confirmation.

    A sheet counts as confirmed the day it goes online.
    """
    depuis = Coalesce("date_confirmation", TruncDate("published_at"))
    return initiatives.annotate(depuis=depuis).filter(depuis__lt=seuil(aujourd_hui))


def is_ancienne(initiative, aujourd_hui):
    """Whether its territory confirmed it more than a year ago. False when it never did."""
    confirmee = initiative.date_confirmation
    return confirmee is not None and confirmee < seuil(aujourd_hui)
