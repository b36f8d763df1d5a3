"""Les Journées: editions, séances, people in the role they held, quotations; and the calendar."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from chantiers.models import Chantier, Theme, mots_cles
from fabrique.models import Initiative
from forum.models import Idee
from mediatheque.models import Document, Illustre, Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField
from territoires.models import Territoire

DATES_DANS_L_ORDRE = Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut"))


def _surtitre(numero, annee, ville):
    rang = f"{numero}{'re' if numero == 1 else 'e'} édition" if numero else ""
    return " · ".join(filter(None, [rang, str(annee or ""), ville]))


class Format(models.TextChoices):
    """How one attends."""

    PRESENTIEL = "presentiel", "En présence"
    EN_LIGNE = "en_ligne", "En ligne"
    HYBRIDE = "hybride", "En présence et en ligne"


class JourneesQuerySet(PubliableQuerySet):
    def for_list(self):
        """Latest edition first, with what a card shows."""
        return self.select_related("image").order_by("-annee", "-pk")

    def for_detail(self):
        """With the programme, the people, the quotations; public relations only."""
        return self.select_related("image", "replay").prefetch_related(
            "themes",
            "mots_cles",
            "sources",
            "documents",
            Prefetch("idees", Idee.objects.published()),
            Prefetch("chantiers", Chantier.objects.published()),
            Prefetch("seances", Seance.objects.for_programme()),
            Prefetch("interventions", Intervention.objects.select_related("personne", "source")),
            Prefetch("citations", Citation.objects.published().select_related("personne")),
        )


class Journees(Publiable, Illustre):
    """One yearly edition of the Journées, each February."""

    numero = models.PositiveSmallIntegerField("numéro de l’édition", null=True, blank=True)
    annee = models.PositiveSmallIntegerField(
        "année", unique=True, error_messages={"unique": "Une édition existe déjà cette année-là."}
    )
    theme = models.CharField(
        "thème de l’édition", max_length=200, blank=True, help_text="Vide s’il n’est pas connu."
    )
    sous_titre = models.CharField("sous-titre", max_length=200, blank=True)
    presentation = TexteRicheField("présentation")
    questions = models.TextField("questions débattues", blank=True, help_text="Une par ligne.")
    date_debut = models.DateField("du", null=True, blank=True)
    date_fin = models.DateField("au", null=True, blank=True)
    format = models.CharField("format", max_length=10, choices=Format, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    ville = models.CharField("ville", max_length=100, blank=True)
    suite = models.TextField("et après", blank=True, help_text="Ce qui a prolongé l’édition.")
    partenaires = models.TextField("partenaires", blank=True, help_text="Un par ligne.")
    replay = models.ForeignKey(
        Lien,
        verbose_name="rediffusion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(
        "note sur les sources", blank=True, help_text="Ce qui est déduit ou incertain, dit au public."
    )
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="journees"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="journees"
    )
    idees = models.ManyToManyField(
        Idee, verbose_name="idées débattues", blank=True, related_name="journees"
    )
    mots_cles = mots_cles()
    documents = models.ManyToManyField(
        Document, verbose_name="documents", blank=True, related_name="+"
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = JourneesQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "édition des Journées"
        verbose_name_plural = "éditions des Journées"
        ordering = ["-annee"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=DATES_DANS_L_ORDRE,
                name="evenements_journees_dates_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
        ]

    def __str__(self):
        return f"Journées {self.annee}"

    def get_absolute_url(self):
        return reverse("evenements:journees_detail", args=[self.slug])

    @property
    def surtitre(self):
        """Above a title: « 6e édition · 2024 · Bordeaux »."""
        return _surtitre(self.numero, self.annee, self.ville)

    @property
    def accroche(self):
        """What a card says: the theme of the edition, or what stands for it."""
        return self.theme or self.sous_titre or self.presentation

    @property
    def liste_questions(self):
        return [ligne.strip() for ligne in self.questions.splitlines() if ligne.strip()]

    @property
    def liste_partenaires(self):
        return [ligne.strip() for ligne in self.partenaires.splitlines() if ligne.strip()]


class RendezVousQuerySet(PubliableQuerySet):
    def upcoming(self, on=None):
        """Those that have not ended on the date `on` (today by default), soonest first."""
        on = on or timezone.localdate()
        return self.filter(
            Q(date_fin__gte=on) | Q(date_fin__isnull=True, date_debut__gte=on)
        ).order_by("date_debut", "pk")

    def past(self, on=None):
        """Those that have ended, or whose dates are not known but whose year has passed."""
        on = on or timezone.localdate()
        return self.filter(
            Q(date_fin__lt=on)
            | Q(date_fin__isnull=True, date_debut__lt=on)
            | Q(date_debut__isnull=True, annee__lt=on.year)
        ).order_by(F("annee").desc(), F("date_debut").desc(nulls_last=True), "pk")

    def recurring(self):
        """The yearly meetings named without an edition."""
        return self.filter(annee__isnull=True).order_by("nom", "pk")


class RendezVous(Publiable, Illustre):
    """One entry of the solidarity calendar: a partner's event, or a debate organised together."""

    nom = models.CharField("nom", max_length=200)
    titre_edition = models.CharField("titre de l’édition", max_length=200, blank=True)
    numero = models.PositiveSmallIntegerField("numéro de l’édition", null=True, blank=True)
    annee = models.PositiveSmallIntegerField(
        "année",
        null=True,
        blank=True,
        help_text="Vide pour un rendez-vous annuel cité sans édition précise.",
    )
    date_debut = models.DateField("du", null=True, blank=True)
    date_fin = models.DateField("au", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    ville = models.CharField("ville", max_length=100, blank=True)
    organisateurs = models.TextField("organisateurs", blank=True, help_text="Un par ligne.")
    coorganise = models.BooleanField(
        "coorganisé par Solutions solidaires", default=False
    )
    presentation = TexteRicheField("présentation")
    participation = models.TextField(
        "présence de Solutions solidaires",
        blank=True,
        help_text="Ce qu’une source en dit. Vide : « non précisée ».",
    )
    lien = models.ForeignKey(
        Lien,
        verbose_name="site de l’événement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("note sur les sources", blank=True)
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="rendez_vous"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="rendez_vous"
    )
    idees = models.ManyToManyField(
        Idee, verbose_name="idées débattues", blank=True, related_name="rendez_vous"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = RendezVousQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = [F("date_debut").desc(nulls_last=True), "nom", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=DATES_DANS_L_ORDRE,
                name="evenements_rendezvous_dates_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
            models.CheckConstraint(
                condition=Q(date_debut__isnull=True) | Q(annee=F("date_debut__year")),
                name="evenements_rendezvous_annee_de_la_date",
                violation_error_message="L’année est celle de la date de début.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} {self.annee}" if self.annee else self.nom

    def get_absolute_url(self):
        return reverse("evenements:rendezvous_detail", args=[self.slug])

    @property
    def surtitre(self):
        """Above a title: « 3e édition · 2020 · Paris »."""
        return _surtitre(self.numero, self.annee, self.ville)

    @property
    def accroche(self):
        """What a card says: the title of the edition, or what is known of our presence."""
        return self.titre_edition or self.participation or self.presentation

    @property
    def liste_organisateurs(self):
        return [ligne.strip() for ligne in self.organisateurs.splitlines() if ligne.strip()]


class SeanceQuerySet(models.QuerySet):
    def for_programme(self):
        """In the order of the day, with the people on stage."""
        return self.select_related("replay").prefetch_related(
            "sources",
            Prefetch("interventions", Intervention.objects.select_related("personne", "source")),
        )


class Seance(models.Model):
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
            models.CheckConstraint(
                condition=Q(journees__isnull=True) ^ Q(rendez_vous__isnull=True),
                name="evenements_seance_d_un_seul_evenement",
                violation_error_message="Une séance appartient à une édition des Journées "
                "ou à un rendez-vous, pas aux deux.",
            ),
            models.CheckConstraint(
                condition=Q(heure_fin__isnull=True) | Q(heure_fin__gt=F("heure_debut")),
                name="evenements_seance_heures_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
        ]

    def __str__(self):
        return self.titre or self.get_type_display()


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


class Intervention(models.Model):
    """A person on stage, with the role *held at that date*: in a séance, or in an event at large."""

    personne = models.ForeignKey(
        Personne, verbose_name="personne", on_delete=models.PROTECT, related_name="interventions"
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
        RendezVous, null=True, blank=True, on_delete=models.CASCADE, related_name="interventions"
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


class Citation(Publiable):
    """Words said in public, by whom, in which role, in which year. Shown among the echoes."""

    texte = models.TextField("texte", help_text="Sans guillemets autour.")
    personne = models.ForeignKey(
        Personne, verbose_name="personne", on_delete=models.PROTECT, related_name="citations"
    )
    role = models.CharField(
        "rôle à cette date", max_length=200, blank=True, help_text="Tel qu’il était cette année-là."
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

    class Meta(Publiable.Meta):
        verbose_name = "citation"
        ordering = ["-annee", "personne__nom", "pk"]

    def __str__(self):
        return f"{self.personne}, {self.annee}"

    def get_absolute_url(self):
        return f"{reverse('evenements:citation_list')}#citation-{self.slug}"
