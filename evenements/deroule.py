"""The programme of an event, day by day, with who spoke at each moment. Pure: it queries nothing."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Moment:
    """One séance with its people, and how many of those announced are known ("" when all are)."""

    seance: object
    interventions: list
    annonce: str


def par_jour(seances, interventions, jour_unique=None):
    """[(day, [Moment])]: the days in order, then None for the séances whose day is not known.

    Inside a day: by time (unknown last), then room, then the editor's order. `interventions`: of
    the whole event, in order; those without séance are left out (see `hors_seance`).
    `jour_unique`: the day of an event that lasts one, hence the day of all its séances.
    """
    par_seance = {}
    for intervention in interventions:
        par_seance.setdefault(intervention.seance_id, []).append(intervention)
    jours = {}
    for seance in sorted(seances, key=lambda seance: _rang(seance, jour_unique)):
        presents = par_seance.get(seance.pk, [])
        moment = Moment(seance, presents, annonce(seance.nombre_intervenants, len(presents)))
        jours.setdefault(seance.date or jour_unique, []).append(moment)
    return list(jours.items())


def _rang(seance, jour_unique):
    jour = seance.date or jour_unique
    return (
        jour is None,
        jour or date.min,
        seance.heure_debut is None,
        seance.heure_debut or time.min,
        seance.salle,
        seance.ordre,
        seance.pk,
    )


def hors_seance(interventions):
    """The people who were there, at a moment that no source tells."""
    return [i for i in interventions if i.seance_id is None]


def annonce(annonces, connus):
    """« 4 intervenants annoncés, 2 connus »; "" when none is missing or no number was announced."""
    if not annonces or annonces <= connus:
        return ""
    pluriel = "s" if annonces > 1 else ""
    reste = f"{connus} connu{'s' if connus > 1 else ''}" if connus else "aucun connu"
    return f"{annonces} intervenant{pluriel} annoncé{pluriel}, {reste}"
