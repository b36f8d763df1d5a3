"""Reprise: a territory takes up the initiative of another."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from fabrique.models.initiative import Initiative
from mediatheque.models import Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField
from territoires.models import Territoire


class RepriseQuerySet(PubliableQuerySet):
    def published(self, at=None):
        """Shown only when the initiative taken up is itself public."""
        return self.published_alone(at).filter(initiative__in=Initiative.objects.published(at))

    def published_alone(self, at=None):
        """By their own state: for pages of an initiative that is already known to be public."""
        return super().published(at)


class Reprise(Publiable):
    """Territory B takes up initiative A: one link of the essaimage, shown on both sides."""

    class Statut(models.TextChoices):
        INTERESSE = "interesse", "Intéressé"
        PREPARATION = "preparation", "En préparation"
        EFFECTIVE = "effective", "Effective"
        ABANDONNEE = "abandonnee", "Abandonnée"

    initiative = models.ForeignKey(
        Initiative,
        verbose_name="initiative reprise",
        on_delete=models.PROTECT,
        related_name="reprises",
    )
    territoire = models.ForeignKey(
        Territoire,
        verbose_name="territoire qui reprend",
        on_delete=models.PROTECT,
        related_name="reprises",
    )
    statut = models.CharField("statut", max_length=12, choices=Statut, default=Statut.INTERESSE)
    date = models.DateField("date", null=True, blank=True)
    adaptation = TexteRicheField("ce qui a été adapté")
    fiche = models.ForeignKey(
        Initiative,
        verbose_name="fiche du territoire qui reprend",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reprise_de",
        help_text="Sa propre fiche, si elle existe.",
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    TITRE = Concat("initiative__titre", Value(" reprise par "), "territoire__nom")

    objects = RepriseQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "reprise"
        ordering = [F("date").desc(nulls_last=True), "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            models.UniqueConstraint(
                fields=["initiative", "territoire"],
                name="fabrique_reprise_unique",
                violation_error_message="Ce territoire a déjà déclaré cette reprise.",
            ),
            models.CheckConstraint(
                condition=Q(fiche__isnull=True) | ~Q(fiche=F("initiative")),
                name="fabrique_reprise_d_une_autre",
                violation_error_message="Une initiative ne se reprend pas elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.initiative} reprise par {self.territoire.nom}"

    def get_absolute_url(self):
        return f"{self.initiative.get_absolute_url()}#{self.ancre}"

    @property
    def ancre(self):
        """Where the sheet of the initiative tells it."""
        return f"reprise-{self.slug}"

    @property
    def initiative_en_clair(self):
        """What is taken up, and whose: « Revenu jeunes, Loire-Atlantique »."""
        return f"{self.initiative.titre}, {self.initiative.territoire.nom}"

    @property
    def preneur_en_clair(self):
        """What is taken up, and by whom: « Revenu jeunes, par Loire-Atlantique »."""
        return f"{self.initiative.titre}, par {self.territoire.nom}"

    @property
    def fiche_publique(self):
        """The taker's own sheet when the public may read it, else None."""
        return self.fiche if self.fiche and self.fiche.is_published else None

    def clean(self):
        super().clean()
        if self.initiative_id is None or self.territoire_id is None:
            return
        if self.territoire_id == self.initiative.territoire_id:
            raise ValidationError(
                {"territoire": "Un territoire ne reprend pas sa propre initiative."}
            )
        if self.fiche_id and self._closes_a_cycle():
            raise ValidationError(
                {"fiche": "Cette fiche est elle-même à l’origine de l’initiative reprise."}
            )

    def _closes_a_cycle(self):
        """Whether `initiative` descends from `fiche` by reprises. One query per generation."""
        vues, generation = set(), {self.initiative_id}
        while generation:
            if self.fiche_id in generation:
                return True
            vues |= generation
            generation = (
                set(
                    Reprise.objects.filter(fiche__in=generation)
                    .exclude(pk=self.pk)
                    .values_list("initiative_id", flat=True)
                )
                - vues
            )
        return False
