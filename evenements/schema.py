"""How machines read an edition of the Journées and an entry of the calendar."""

from evenements.models import Format, Journees, RendezVous, Tenue
from partage.schema import absolue, decrire, organisation
from solidaires.texte import extrait

ETATS = {
    "": "EventScheduled",
    Tenue.ANNULE: "EventCancelled",
    Tenue.REPORTE: "EventPostponed",
    Tenue.DEPLACE: "EventRescheduled",
}
MODES = {
    Format.PRESENTIEL: "OfflineEventAttendanceMode",
    Format.EN_LIGNE: "OnlineEventAttendanceMode",
    Format.HYBRIDE: "MixedEventAttendanceMode",
}


@decrire(Journees)
def journees(journees):
    return _evenement(
        journees,
        nom=f"{journees} : {journees.accroche}" if journees.accroche else str(journees),
        mode=journees.format,
        organisateurs=[organisation()],
    )


@decrire(RendezVous)
def rendez_vous(rendez_vous):
    return _evenement(
        rendez_vous,
        nom=str(rendez_vous),
        organisateurs=[organisation(nom) for nom in rendez_vous.liste_organisateurs],
    )


def _evenement(evenement, *, nom, organisateurs, mode=""):
    """Nothing without a date and a place: an Event must say both.

    Days only: the hours that are known are those of the séances.
    """
    lieux = list(_lieux(evenement, mode))
    if not evenement.date_debut or not lieux:
        return {}
    fin = evenement.date_fin or evenement.date_debut
    return {
        "@type": "Event",
        "name": nom,
        "description": extrait(evenement.presentation, 300),
        "inLanguage": "fr",
        "startDate": evenement.date_debut.isoformat(),
        "endDate": fin.isoformat(),
        "eventStatus": f"https://schema.org/{ETATS[evenement.tenue]}",
        "eventAttendanceMode": f"https://schema.org/{MODES[mode]}" if mode else "",
        "location": lieux[0] if len(lieux) == 1 else lieux,
        "organizer": organisateurs[0] if len(organisateurs) == 1 else organisateurs,
    }


def _lieux(evenement, mode):
    if mode in {Format.EN_LIGNE, Format.HYBRIDE}:
        yield {"@type": "VirtualLocation", "url": absolue(evenement.get_absolute_url())}
    if mode != Format.EN_LIGNE and (evenement.lieu or evenement.ville):
        adresse = {"@type": "PostalAddress", "addressLocality": evenement.ville}
        lieu = {"@type": "Place", "name": evenement.lieu or evenement.ville}
        yield lieu | {"address": adresse} if evenement.ville else lieu
