"""What is said there and by whom: séances, people in the role they held, quotations."""

from django.db import models
from django.db.models import CharField, F, Prefetch, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from chantiers.models import Chantier, Theme, mots_cles
from evenements.models.evenements import Journees, RendezVous
from evenements.models.tenue import Tenu
from fabrique.models import Initiative
from mediatheque.models import Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField
from territoires.models import Territoire


def _champ(evenement):
    """Name of the key that points to this event, from a séance as from an intervention."""
    return "journees" if isinstance(evenement, Journees) else "rendez_vous"


class SeanceQuerySet(models.QuerySet):
    def of(self, evenement):
        """The programme of a Journees or a RendezVous, with the public initiatives presented."""
        return (
            self.filter(**{_champ(evenement): evenement})
            .select_related("replay")
            .prefetch_related(
                Prefetch(
                    "initiatives",
                    Initiative.objects.published().select_related("territoire").newest(),
                )
            )
        )


class Seance(Tenu):
    """One moment of a programme: round table, workshop, plenary, stand… Visible with its event."""

    class Type(models.TextChoices):
        TABLE_RONDE = "table_ronde", "Table ronde"
        ATELIER = "atelier", "Atelier"
        PLENIERE = "pleniere", "Plénière"
        PRESENTATION = "presentation", "Présentation"
        ECHANGES = "echanges", "Échanges"
        CONCLUSION = "conclusion", "Conclusion"
        VILLAGE = "village", "Stand au village"

    journees = models.ForeignKey(
        Journees,
        verbose_name="édition des Journées",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="seances",
    )
    rendez_vous = models.ForeignKey(
        RendezVous,
        verbose_name="rendez-vous",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="seances",
    )
    type = models.CharField("type", max_length=12, choices=Type)
    titre = models.CharField("titre", max_length=250, blank=True)
    resume = TexteRicheField("résumé")
    date = models.DateField("jour", null=True, blank=True)
    heure_debut = models.TimeField("de", null=True, blank=True)
    heure_fin = models.TimeField("à", null=True, blank=True)
    salle = models.CharField("salle", max_length=100, blank=True)
    animation = models.CharField("animation", max_length=200, blank=True)
    nombre_intervenants = models.PositiveSmallIntegerField(
        "nombre d’intervenants",
        null=True,
        blank=True,
        help_text="S’il est connu et que tous ne sont pas nommés.",
    )
    accessibilite = models.CharField(
        "accessibilité",
        max_length=200,
        blank=True,
        help_text="« Langue des signes, boucle magnétique », par exemple.",
    )
    replay = models.ForeignKey(
        Lien,
        verbose_name="rediffusion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("note sur les sources", blank=True)
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="seances"
    )
    initiatives = models.ManyToManyField(
        Initiative, verbose_name="initiatives présentées", blank=True, related_name="seances"
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    ACCORD = "e"

    objects = SeanceQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = [
            F("date").asc(nulls_last=True),
            F("heure_debut").asc(nulls_last=True),
            "ordre",
            "pk",
        ]
        constraints = [
            *Tenu.Meta.constraints,
            models.CheckConstraint(
                condition=Q(journees__isnull=True) ^ Q(rendez_vous__isnull=True),
                name="evenements_seance_d_un_seul_evenement",
                violation_error_message="Une séance appartient à une édition des Journées "
                "ou à un rendez-vous, pas aux deux.",
            ),
            models.CheckConstraint(
                condition=Q(heure_fin__isnull=True)
                | Q(heure_debut__isnull=False, heure_fin__gt=F("heure_debut")),
                name="evenements_seance_heures_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
        ]

    def __str__(self):
        return self.titre or self.get_type_display()

    @property
    def ancre(self):
        """Where the page of its event tells it."""
        return f"seance-{self.pk}"

    @property
    def evenement(self):
        """What it is a moment of. One query, unless it was loaded."""
        return self.journees or self.rendez_vous


class Personne(models.Model):
    """A person who spoke in public. What they were is said at each appearance, not here."""

    nom = models.CharField(
        "nom",
        max_length=150,
        unique=True,
        help_text="Prénom et nom, dans la graphie d’usage.",
        error_messages={"unique": "Cette personne est déjà enregistrée."},
    )
    territoire = models.ForeignKey(
        Territoire,
        verbose_name="territoire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "personne"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class InterventionQuerySet(models.QuerySet):
    def of(self, evenement):
        """Everyone who spoke at a Journees or a RendezVous, in a séance or not, in order."""
        champ = _champ(evenement)
        return (
            self.filter(Q(**{champ: evenement}) | Q(**{f"seance__{champ}": evenement}))
            .select_related("personne", "source")
            .order_by("ordre", "pk")
        )


class Intervention(models.Model):
    """A person on stage, with the role *held at that date*: in a séance, or in an event at large."""

    personne = models.ForeignKey(
        Personne,
        verbose_name="personne",
        on_delete=models.PROTECT,
        related_name="interventions",
    )
    role = models.CharField(
        "rôle à cette date",
        max_length=200,
        blank=True,
        help_text="Tel qu’il était ce jour-là ; ne le mettez pas à jour ensuite.",
    )
    seance = models.ForeignKey(
        Seance, null=True, blank=True, on_delete=models.CASCADE, related_name="interventions"
    )
    journees = models.ForeignKey(
        Journees,
        verbose_name="édition des Journées",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="interventions",
    )
    rendez_vous = models.ForeignKey(
        RendezVous,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="interventions",
    )
    source = models.ForeignKey(
        Lien,
        verbose_name="source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "intervention"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(seance__isnull=False, journees__isnull=True, rendez_vous__isnull=True)
                    | Q(seance__isnull=True, journees__isnull=False, rendez_vous__isnull=True)
                    | Q(seance__isnull=True, journees__isnull=True, rendez_vous__isnull=False)
                ),
                name="evenements_intervention_a_un_seul_endroit",
                violation_error_message="Une intervention a lieu dans une séance, "
                "ou dans un événement sans séance connue.",
            )
        ]

    def __str__(self):
        return f"{self.personne}, {self.role}" if self.role else str(self.personne)


class CitationQuerySet(PubliableQuerySet):
    def for_list(self):
        """Latest year first, with who spoke, where and from which source it is known."""
        return (
            self.select_related("personne", "journees")
            .prefetch_related("themes", "sources")
            .order_by("-annee", "personne__nom", "pk")
        )


class Citation(Publiable):
    """Words said in public, by whom, in which role, in which year. Shown among the echoes."""

    texte = models.TextField("texte", help_text="Sans guillemets autour.")
    personne = models.ForeignKey(
        Personne, verbose_name="personne", on_delete=models.PROTECT, related_name="citations"
    )
    role = models.CharField(
        "rôle à cette date",
        max_length=200,
        blank=True,
        help_text="Tel qu’il était cette année-là.",
    )
    annee = models.PositiveSmallIntegerField("année")
    journees = models.ForeignKey(
        Journees,
        verbose_name="édition des Journées",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="citations",
    )
    note = models.TextField("note sur les sources", blank=True)
    mots_cles = mots_cles()
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="citations"
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    TITRE = Concat("personne__nom", Value(", "), Cast("annee", CharField()))

    objects = CitationQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "citation"
        ordering = ["-annee", "personne__nom", "pk"]

    def __str__(self):
        return f"{self.personne}, {self.annee}"

    def get_absolute_url(self):
        return f"{reverse('evenements:citation_list')}#citation-{self.slug}"
