"""Calendar files (RFC 5545), pure: values in, bytes out. What goes in them is chosen by `agenda`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from solidaires.texte import une_ligne

TYPE = "text/calendar; charset=utf-8"
# How often a calendar that follows the file reads it again.
RYTHME = timedelta(hours=12)


@dataclass(frozen=True)
class Entree:
    """One line of a calendar, in plain text.

    `debut` and `fin`: days, both included, or instants; `fin` may be None. `is_annulee`: nothing
    happens then. `description`: its paragraphs.
    """

    uid: str
    titre: str
    debut: date | datetime
    fin: date | datetime | None
    lieu: str
    is_annulee: bool
    url: str
    description: tuple[str, ...]
    categories: tuple[str, ...]
    modifie_le: datetime
    sequence: int = 0


def ecrire(titre: str, entrees: Iterable[Entree]) -> bytes:
    """The file, the same for the same entries: its ETag only moves when something does."""
    calendrier = Calendar()
    calendrier.add("prodid", "-//Solutions solidaires//Portail//FR")
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    # One name and one rhythm as the standard says them (RFC 7986), one as most programs read them.
    calendrier.add("name", une_ligne(titre))
    calendrier.add("x-wr-calname", une_ligne(titre))
    calendrier.add("refresh-interval", RYTHME, parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", vDuration(RYTHME))
    for entree in entrees:
        calendrier.add_component(_evenement(entree))
    return calendrier.to_ical()


def _evenement(entree: Entree) -> Event:
    evenement = Event()
    evenement.add("uid", entree.uid)
    # Without METHOD, the stamp is the last revision, as LAST-MODIFIED (RFC 5545, 3.8.7.2).
    evenement.add("dtstamp", entree.modifie_le.astimezone(UTC))
    evenement.add("last-modified", entree.modifie_le.astimezone(UTC))
    evenement.add("sequence", entree.sequence)
    evenement.add("status", "CANCELLED" if entree.is_annulee else "CONFIRMED")
    evenement.add("summary", une_ligne(entree.titre))
    if isinstance(entree.debut, datetime):
        evenement.add("dtstart", entree.debut.astimezone(UTC))
        if isinstance(entree.fin, datetime):
            evenement.add("dtend", entree.fin.astimezone(UTC))
    else:
        evenement.add("dtstart", entree.debut)
        # The end of whole days is the first day after.
        evenement.add("dtend", (entree.fin or entree.debut) + timedelta(days=1))
        # Nobody is busy all day long because a festival takes place.
        evenement.add("transp", "TRANSPARENT")
    if lieu := une_ligne(entree.lieu):
        evenement.add("location", lieu)
    evenement.add("description", "\n".join(filter(None, map(une_ligne, entree.description))))
    if entree.categories:
        evenement.add("categories", [une_ligne(categorie) for categorie in entree.categories])
    evenement.add("url", entree.url)
    return evenement
