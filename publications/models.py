"""Publications: FocusLibe with its articles, Note, Podcast."""

from datetime import date

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format

from chantiers.models import Chantier, Theme, mots_cles
from evenements.models import Journees, RendezVous
from forum.models import Idee
from mediatheque.models import Document, Illustre, Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField

MOIS = Q(mois__isnull=True) | Q(mois__gte=1, mois__lte=12)


class FocusLibeQuerySet(PubliableQuerySet):
    def for_list(self):
        """Latest issue first, with what a card shows."""
        return self.select_related("image").order_by("-annee", "-mois", "-pk")

    def for_detail(self):
        """With the articles, the cahier and the debate; public relations only."""
        return self.select_related("image", "cahier", "cahier_lien").prefetch_related(
            "sources",
            Prefetch("articles", Article.objects.select_related("lien", "source", "idee")),
            Prefetch("forum_journees", Journees.objects.published()),
            Prefetch("forum_rendez_vous", RendezVous.objects.published()),
        )


class FocusLibe(Publiable, Illustre):
    """One focus issue with Libération: a month and a theme identify it."""

    titre = models.CharField("titre", max_length=200)
    theme = models.CharField(
        "sujet", max_length=150, help_text="Le sujet du focus, en quelques mots."
    )
    annee = models.PositiveSmallIntegerField("année")
    mois = models.PositiveSmallIntegerField("mois", help_text="De 1 à 12.")
    presentation = TexteRicheField("présentation")
    sujets = models.TextField("sujets traités", blank=True, help_text="Un par ligne.")
    partenaires = models.TextField("partenaires", blank=True, help_text="Un par ligne.")

    has_cahier = models.BooleanField(
        "un cahier a paru",
        default=False,
        help_text="À cocher si le cahier encarté dans le journal est attesté.",
    )
    cahier_pages = models.PositiveSmallIntegerField("pages du cahier", null=True, blank=True)
    cahier_date = models.DateField("parution du cahier", null=True, blank=True)
    cahier = models.ForeignKey(
        Document,
        verbose_name="cahier (PDF)",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cahier_lien = models.ForeignKey(
        Lien,
        verbose_name="cahier (adresse)",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    forum_titre = models.CharField(
        "titre du forum",
        max_length=200,
        blank=True,
        help_text="Le débat d’une heure, en trois temps, organisé avec Libération.",
    )
    forum_date = models.DateField("date du forum", null=True, blank=True)
    forum_journees = models.ForeignKey(
        Journees,
        verbose_name="forum tenu aux Journées",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="focus",
    )
    forum_rendez_vous = models.ForeignKey(
        RendezVous,
        verbose_name="forum tenu à un rendez-vous",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="focus",
    )

    note = models.TextField("note sur les sources", blank=True)
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="focus"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="focus"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = FocusLibeQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "focus Libé"
        verbose_name_plural = "focus Libé"
        ordering = ["-annee", "-mois", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.UniqueConstraint(
                fields=["annee", "mois", "theme"],
                name="publications_focuslibe_mois_et_theme",
                violation_error_message="Un focus sur ce sujet existe déjà ce mois-là.",
            ),
            models.CheckConstraint(
                condition=Q(mois__gte=1, mois__lte=12),
                name="publications_focuslibe_mois",
                violation_error_message="Le mois va de 1 à 12.",
            ),
            models.CheckConstraint(
                condition=Q(has_cahier=True)
                | Q(
                    cahier_pages__isnull=True,
                    cahier_date__isnull=True,
                    cahier__isnull=True,
                    cahier_lien__isnull=True,
                ),
                name="publications_focuslibe_cahier_atteste",
                violation_error_message="Cochez « un cahier a paru » pour le décrire.",
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("publications:focuslibe_detail", args=[self.slug])

    @property
    def accroche(self):
        """What a card says: the subjects, or else the presentation; "" when neither is known."""
        return ", ".join(self.liste_sujets) or self.presentation

    @property
    def etiquettes(self):
        """The tags of a card: its subject when the title says another, and its cahier."""
        sujet = self.theme if self.theme.casefold() != self.titre.casefold() else ""
        return [mot for mot in (sujet, self.cahier_en_clair) if mot]

    @property
    def has_forum(self):
        """Whether anything is known of a forum live: a title, a date or a public event."""
        return bool(
            self.forum_titre or self.forum_date or self.forum_journees or self.forum_rendez_vous
        )

    @property
    def cahier_en_clair(self):
        """« Cahier de 8 pages », « Cahier » when its length is not known, "" when none is attested."""
        if not self.has_cahier:
            return ""
        return f"Cahier de {self.cahier_pages} pages" if self.cahier_pages else "Cahier"

    @property
    def surtitre(self):
        """Above a title: « Focus Libé · février 2024 »."""
        return f"Focus Libé · {date_format(date(self.annee, self.mois, 1), 'F Y')}"

    @property
    def liste_sujets(self):
        return [ligne.strip() for ligne in self.sujets.splitlines() if ligne.strip()]

    @property
    def liste_partenaires(self):
        return [ligne.strip() for ligne in self.partenaires.splitlines() if ligne.strip()]


class Article(models.Model):
    """One text of a focus on liberation.fr. Visible with its focus."""

    class Type(models.TextChoices):
        ARTICLE = "article", "Article"
        TRIBUNE = "tribune", "Tribune"
        EDITORIAL = "editorial", "Éditorial"

    focus = models.ForeignKey(FocusLibe, on_delete=models.CASCADE, related_name="articles")
    type = models.CharField("type", max_length=10, choices=Type, default=Type.ARTICLE)
    titre = models.CharField(
        "titre", max_length=250, blank=True, help_text="Vide : « titre non connu »."
    )
    auteurs = models.TextField("auteurs", blank=True, help_text="Un par ligne : « Nom, rôle ».")
    rubrique = models.CharField("rubrique", max_length=120, blank=True)
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    mois = models.PositiveSmallIntegerField("mois", null=True, blank=True)
    date = models.DateField(
        "date exacte", null=True, blank=True, help_text="Sinon, l’année et le mois suffisent."
    )
    resume = models.TextField("résumé", blank=True)
    lien = models.ForeignKey(
        Lien,
        verbose_name="adresse publique",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.ForeignKey(
        Lien,
        verbose_name="source lue",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    idee = models.ForeignKey(
        Idee,
        verbose_name="idée du Forum",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        help_text="Si le texte est aussi présenté au Forum.",
    )
    note = models.TextField("note sur les sources", blank=True)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "article"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=MOIS,
                name="publications_article_mois",
                violation_error_message="Le mois va de 1 à 12.",
            ),
            models.CheckConstraint(
                # A comparison with NULL lets a row through, hence the two first questions.
                condition=Q(date__isnull=True)
                | Q(
                    annee__isnull=False,
                    mois__isnull=False,
                    annee=F("date__year"),
                    mois=F("date__month"),
                ),
                name="publications_article_mois_de_la_date",
                violation_error_message="L’année et le mois sont ceux de la date exacte.",
            ),
        ]

    def __str__(self):
        return self.titre or f"{self.get_type_display()} sans titre connu"

    @property
    def href(self):
        """The address to link to, the public one before the source read; "" without a verified one."""
        return next((lien.href for lien in (self.lien, self.source) if lien and lien.href), "")

    @property
    def liste_auteurs(self):
        return [ligne.strip() for ligne in self.auteurs.splitlines() if ligne.strip()]


class NoteQuerySet(PubliableQuerySet):
    def for_list(self):
        """Newest first, undated last, with what a card shows."""
        return self.select_related("image").order_by(
            F("annee").desc(nulls_last=True), F("date").desc(nulls_last=True), "titre", "pk"
        )

    def for_detail(self):
        """With its image, its address and its sources."""
        return self.select_related("image", "lien").prefetch_related("sources")


class Note(Publiable, Illustre):
    """One note or essay of the observatory of the Fondation Jean-Jaurès (OEIL), read on its site."""

    class Type(models.TextChoices):
        NOTE = "note", "Note"
        ESSAI = "essai", "Essai"

    titre = models.CharField("titre", max_length=250)
    titre_document = models.CharField(
        "autre titre",
        max_length=250,
        blank=True,
        help_text="Si le document fondateur ou la couverture en donne un autre.",
    )
    type = models.CharField("type", max_length=10, choices=Type, default=Type.NOTE)
    auteurs = models.TextField("auteurs", blank=True, help_text="Un par ligne : « Nom, rôle ».")
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    date = models.DateField("date exacte", null=True, blank=True)
    resume = models.TextField("résumé", blank=True)
    oeil_verifie = models.BooleanField(
        "publiée par l’OEIL",
        default=True,
        help_text="Décochez si le rattachement à l’observatoire n’est pas vérifié.",
    )
    lien = models.ForeignKey(
        Lien,
        verbose_name="adresse de la note",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField("note sur les sources", blank=True)
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="notes"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="notes"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "note"
        ordering = ["titre", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date__isnull=True) | Q(annee__isnull=False, annee=F("date__year")),
                name="publications_note_annee_de_la_date",
                violation_error_message="L’année est celle de la date exacte.",
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("publications:note_detail", args=[self.slug])

    @property
    def surtitre(self):
        """Above a title: « Note · Fabien Bazin · 2022 », the authors without their roles."""
        noms = ", ".join(auteur.partition(",")[0] for auteur in self.liste_auteurs)
        return " · ".join(filter(None, [self.get_type_display(), noms, str(self.annee or "")]))

    @property
    def accroche(self):
        """What a card says."""
        return self.resume

    @property
    def liste_auteurs(self):
        return [ligne.strip() for ligne in self.auteurs.splitlines() if ligne.strip()]


class PodcastQuerySet(PubliableQuerySet):
    def for_list(self):
        """Newest first, undated last, with what a card shows."""
        return self.select_related("image").order_by(F("date").desc(nulls_last=True), "-pk")

    def for_detail(self):
        """With its image, its address and its sources."""
        return self.select_related("image", "lien").prefetch_related("sources")


class Podcast(Publiable, Illustre):
    """One « atelier solidaire » with Alternatives économiques: a question, three voices."""

    titre = models.CharField("titre", max_length=200)
    question = models.CharField("question posée", max_length=250, blank=True)
    presentation = TexteRicheField("présentation")
    elu = models.CharField("l’élu ou l’élue", max_length=200, blank=True)
    porteur = models.CharField(
        "le porteur ou la porteuse d’initiative", max_length=200, blank=True
    )
    expert = models.CharField("l’expert ou l’experte", max_length=200, blank=True)
    date = models.DateField("date", null=True, blank=True)
    duree_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    lien = models.ForeignKey(
        Lien,
        verbose_name="adresse d’écoute",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    transcription = TexteRicheField(
        "transcription", help_text="Nécessaire pour les personnes qui n’entendent pas."
    )
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="podcasts"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="podcasts"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = PodcastQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "podcast"
        ordering = ["-date", "pk"]
        constraints = [*Publiable.Meta.constraints, *Illustre.Meta.constraints]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("publications:podcast_detail", args=[self.slug])

    @property
    def accroche(self):
        """What a card says: the question asked, or else the presentation."""
        return self.question or self.presentation

    @property
    def voix(self):
        """The three voices as (who they are, name): "" for a name that is not known."""
        return [
            ("L’élu ou l’élue", self.elu),
            ("Le porteur ou la porteuse d’initiative", self.porteur),
            ("L’expert ou l’experte", self.expert),
        ]

    @property
    def surtitre(self):
        """Above a title: « Podcast · 2024 »."""
        return f"Podcast · {self.date.year}" if self.date else "Podcast"
