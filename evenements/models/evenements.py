"""What happens on a date: one edition of the Journées, one entry of the calendar."""

from django.db import models
from django.db.models import CharField, F, Prefetch, Q, Value
from django.db.models.functions import Cast, Concat, Trim
from django.urls import reverse
from django.utils import timezone

from chantiers.models import Chantier, Theme, mots_cles
from evenements.models.tenue import Tenu
from forum.models import Idee
from mediatheque.models import Document, Illustre, Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField

# A comparison with NULL lets a row through: each condition asks for the value that it compares.
DATES_DANS_L_ORDRE = Q(date_fin__isnull=True) | Q(
    date_debut__isnull=False, date_fin__gte=F("date_debut")
)
ANNEE_DE_LA_DATE = Q(date_debut__isnull=True) | Q(
    annee__isnull=False, annee=F("date_debut__year")
)


def _idees_debattues():
    """The public ideas, as their cards need them once their themes are left out."""
    return Prefetch("idees", Idee.objects.published().for_list().prefetch_related(None))


def _edition(numero):
    """« 1re édition », « 6e édition »; "" without number."""
    return f"{numero}{'re' if numero == 1 else 'e'} édition" if numero else ""


def _jour_unique(evenement):
    un_jour = evenement.date_fin in {None, evenement.date_debut}
    return evenement.date_debut if un_jour else None


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
        """With the documents and the public ideas; the programme is `Seance.objects.of()`."""
        return self.select_related("image", "replay").prefetch_related(
            "documents", _idees_debattues()
        )


class Journees(Publiable, Illustre, Tenu):
    """One yearly edition of the Journées, each February."""

    numero = models.PositiveSmallIntegerField("numéro de l’édition", null=True, blank=True)
    annee = models.PositiveSmallIntegerField(
        "année",
        unique=True,
        error_messages={"unique": "Une édition existe déjà cette année-là."},
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
        "note sur les sources",
        blank=True,
        help_text="Ce qui est déduit ou incertain, dit au public.",
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

    TITRE = Concat(Value("Journées "), Cast("annee", CharField()))
    ACCORD = "es"

    objects = JourneesQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "édition des Journées"
        verbose_name_plural = "éditions des Journées"
        ordering = ["-annee"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            *Tenu.Meta.constraints,
            models.CheckConstraint(
                condition=DATES_DANS_L_ORDRE,
                name="evenements_journees_dates_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
            models.CheckConstraint(
                condition=ANNEE_DE_LA_DATE,
                name="evenements_journees_annee_de_la_date",
                violation_error_message="L’année est celle de la date de début.",
            ),
        ]

    def __str__(self):
        return f"Journées {self.annee}"

    def get_absolute_url(self):
        return reverse("evenements:journees_detail", args=[self.slug])

    @property
    def edition(self):
        """« 6e édition »; "" when its number is not known."""
        return _edition(self.numero)

    @property
    def jour_unique(self):
        """Its day when it lasts one day; None when it lasts more or the day is not known."""
        return _jour_unique(self)

    @property
    def sans_dates(self):
        """What stands for dates that are not known: « 2019, dates non connues »."""
        return f"{self.annee}, dates non connues"

    @property
    def accroche(self):
        """What it was about: theme, subtitle, or both; "" when neither is known."""
        return " – ".join(filter(None, [self.theme, self.sous_titre]))

    @property
    def etiquettes(self):
        """The tags of a card: cancelled?, which edition, where, how; says when the place is not known."""
        lieu = self.ville or ("" if self.format == Format.EN_LIGNE else "Lieu non communiqué")
        return list(
            filter(None, [self.tenue_en_clair, self.edition, lieu, self.get_format_display()])
        )

    @property
    def liste_questions(self):
        return [ligne.strip() for ligne in self.questions.splitlines() if ligne.strip()]

    @property
    def liste_partenaires(self):
        return [ligne.strip() for ligne in self.partenaires.splitlines() if ligne.strip()]


class RendezVousQuerySet(PubliableQuerySet):
    def upcoming(self, on=None):
        """Those that have not ended on the date `on` (today by default), soonest first.

        Without dates, an edition of the current year or later is still to come; its year ends it.
        """
        on = on or timezone.localdate()
        return self.filter(
            Q(date_fin__gte=on)
            | Q(date_fin__isnull=True, date_debut__gte=on)
            | Q(date_debut__isnull=True, annee__gte=on.year)
        ).order_by("annee", F("date_debut").asc(nulls_last=True), "pk")

    def past(self, on=None):
        """Those that have ended, or whose dates are not known but whose year has passed; latest first."""
        on = on or timezone.localdate()
        return self.filter(
            Q(date_fin__lt=on)
            | Q(date_fin__isnull=True, date_debut__lt=on)
            | Q(date_debut__isnull=True, annee__lt=on.year)
        ).order_by("-annee", F("date_debut").desc(nulls_last=True), "pk")

    def recurring(self):
        """The yearly meetings named without an edition."""
        return self.filter(annee__isnull=True).order_by("nom", "pk")

    def for_list(self):
        """Latest first, the yearly meetings without an edition last, with what a card shows."""
        return self.select_related("image").order_by(
            F("annee").desc(nulls_last=True), F("date_debut").desc(nulls_last=True), "nom", "pk"
        )

    def for_detail(self):
        """With the public ideas; the programme is `Seance.objects.of()`."""
        return self.select_related("image", "lien").prefetch_related(_idees_debattues())


class RendezVous(Publiable, Illustre, Tenu):
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
    coorganise = models.BooleanField("coorganisé par Solutions solidaires", default=False)
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

    TITRE = Trim(Concat("nom", Value(" "), Cast("annee", CharField())))

    objects = RendezVousQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = [F("date_debut").desc(nulls_last=True), "nom", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            *Tenu.Meta.constraints,
            models.CheckConstraint(
                condition=DATES_DANS_L_ORDRE,
                name="evenements_rendezvous_dates_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
            models.CheckConstraint(
                condition=ANNEE_DE_LA_DATE,
                name="evenements_rendezvous_annee_de_la_date",
                violation_error_message="L’année est celle de la date de début.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} {self.annee}" if self.annee else self.nom

    def get_absolute_url(self):
        return reverse("evenements:rendezvous_detail", args=[self.slug])

    @property
    def edition(self):
        """« 6e édition »; "" when its number is not known."""
        return _edition(self.numero)

    @property
    def jour_unique(self):
        """Its day when it lasts one day; None when it lasts more or the day is not known."""
        return _jour_unique(self)

    @property
    def sans_dates(self):
        """What stands for dates that are not known: « 2022, dates non connues », « Chaque année »."""
        return f"{self.annee}, dates non connues" if self.annee else "Chaque année"

    @property
    def accroche(self):
        """What a card says: the title of the edition, or what is known of our presence."""
        return self.titre_edition or self.participation or self.presentation

    @property
    def etiquettes(self):
        """The tags of a card: cancelled?, which edition, where, whether we organise it with others."""
        coorganise = "Coorganisé" if self.coorganise else ""
        return list(filter(None, [self.tenue_en_clair, self.edition, self.ville, coorganise]))

    @property
    def liste_organisateurs(self):
        return [ligne.strip() for ligne in self.organisateurs.splitlines() if ligne.strip()]
