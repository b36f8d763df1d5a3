"""Whether something is held as announced: said by the coordination, read on pages and in calendars."""

from django.db import models
from django.db.models import Q

from solidaires.texte import INSECABLE


class Tenue(models.TextChoices):
    """What became of what was announced."""

    ANNULE = "annule", "Annulé"
    REPORTE = "reporte", "Reporté, la nouvelle date n’est pas connue"
    DEPLACE = "deplace", "Reporté à la date indiquée"

    __empty__ = "Comme annoncé"


class Tenu(models.Model):
    """What has a date, and may be cancelled or put off."""

    tenue = models.CharField(
        "annulation ou report",
        max_length=8,
        choices=Tenue,
        blank=True,
        help_text="Sans nouvelle date, laissez celle qui était prévue : les agendas la diront annulée.",
    )
    raison = models.CharField(
        "pourquoi",
        max_length=300,
        blank=True,
        help_text="En une phrase, pour le public : ce qui change et pourquoi.",
    )

    # How the word agrees: « annulé », « annulée », « annulées ».
    ACCORD = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(tenue="") | ~Q(raison=""),
                name="%(app_label)s_%(class)s_raison_donnee",
                violation_error_message="Dites pourquoi, en une phrase : le public la lit.",
            ),
        ]

    @property
    def tenue_en_un_mot(self):
        """« Annulée », « Reporté »; "" when it is held as announced."""
        if not self.tenue:
            return ""
        mot = "Annulé" if self.tenue == Tenue.ANNULE else "Reporté"
        return mot + self.ACCORD

    @property
    def tenue_en_clair(self):
        """The same, and whether the date is known: « Reporté : nouvelle date »."""
        precisions = {Tenue.REPORTE: "date à venir", Tenue.DEPLACE: "nouvelle date"}
        precision = precisions.get(self.tenue)
        mot = self.tenue_en_un_mot
        return f"{mot}{INSECABLE}: {precision}" if precision else mot

    @property
    def is_hors_agenda(self):
        """Whether nothing happens at the date that is written."""
        return self.tenue in {Tenue.ANNULE, Tenue.REPORTE}
