"""Reprise: a territory takes up the initiative of another."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from fabrique.models.initiative import Initiative
from mediatheque.models import Lien
from solidaires.publication import (
    EN_LIGNE,
    EN_PREPARATION,
    Manque,
    Publiable,
    PubliableQuerySet,
    TexteRicheField,
)
from territoires.models import Territoire


class RepriseQuerySet(PubliableQuerySet):
    def published(self, at=None):
        """Shown only when the initiative taken up is itself public."""
        return self.published_alone(at).filter(initiative__in=Initiative.objects.published(at))

    def published_alone(self, at=None):
        """By their own state: for pages of an initiative that is already known to be public."""
        return super().published(at)

    def counted(self):
        """Those that any count of reprises counts: an interest is not one yet, nor one given up."""
        return self.filter(statut__in=Reprise.COMPTEES)


class Reprise(Publiable):
    """Territory B takes up initiative A: one link of the essaimage, shown on both sides."""

    class Statut(models.TextChoices):
        INTERESSE = "interesse", "Intéressé"
        PREPARATION = "preparation", "En préparation"
        EFFECTIVE = "effective", "Effective"
        ABANDONNEE = "abandonnee", "Abandonnée"

    # Something is taken up: the others are shown for what they are, and not counted.
    COMPTEES = (Statut.PREPARATION, Statut.EFFECTIVE)

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

    @property
    def sorte(self):
        """Under which heading a page tells it: « reprise » (counted), « interet », « abandon »."""
        if self.statut in self.COMPTEES:
            return "reprise"
        return "interet" if self.statut == self.Statut.INTERESSE else "abandon"

    @staticmethod
    def grouper(reprises, titres):
        """[(sort, heading, [reprise])] in the order of `titres` ({sort: heading}), none empty."""
        groupes = [
            (sorte, titre, [reprise for reprise in reprises if reprise.sorte == sorte])
            for sorte, titre in titres.items()
        ]
        return [groupe for groupe in groupes if groupe[2]]

    def clean(self):
        super().clean()
        if self.initiative_id is None or self.territoire_id is None:
            return
        if refus := self._refus(EN_PREPARATION + EN_LIGNE):
            raise ValidationError({manque.champ: manque.message for manque in refus})

    def manques(self):
        """Also, what became impossible since it was declared. One query at most."""
        return [*super().manques(), *self._refus(EN_LIGNE)]

    def _refus(self, etats):
        """Why it cannot be, next to the reprises that are in one of `etats`, as a list of Manque."""
        if self.territoire_id == self.initiative.territoire_id:
            message = "Un territoire ne reprend pas sa propre initiative."
            return [Manque(message, "territoire")]
        if self.fiche_id and self._closes_a_cycle(etats):
            message = "Cette fiche est elle-même à l’origine de l’initiative reprise."
            return [Manque(message, "fiche")]
        return []

    def _closes_a_cycle(self, etats):
        """Whether `initiative` descends from `fiche`, through any number of reprises. One query."""
        liens = Reprise.objects.kept().filter(etat__in=etats, fiche__isnull=False)
        origines = defaultdict(set)
        for fiche, initiative in liens.exclude(pk=self.pk).values_list("fiche", "initiative"):
            origines[fiche].add(initiative)
        vues, a_voir = set(), {self.initiative_id}
        while a_voir:
            vues |= a_voir
            a_voir = set().union(*(origines[fiche] for fiche in a_voir)) - vues
        return self.fiche_id in vues
