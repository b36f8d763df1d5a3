"""The barometer as data: Vague → Question → Modalite → Resultat. Figures as recorded, gaps included."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from chantiers.models import Chantier
from mediatheque.models import Document, Lien
from publications.models import FocusLibe
from solidaires.publication import (
    Publiable,
    PubliableQuerySet,
    TexteRicheField,
    TransitionImpossible,
)

POURCENTAGE = Q(part_pct__gte=0, part_pct__lte=100)


class VagueQuerySet(PubliableQuerySet):
    def for_list(self):
        """Latest wave first."""
        return self.order_by("-annee", "type", "-pk")

    def for_detail(self):
        """With every question, answer and figure; public relations only."""
        return self.select_related("lien", "rapport").prefetch_related(
            "sources",
            Prefetch("focus", FocusLibe.objects.published()),
            Prefetch(
                "questions",
                Question.objects.select_related("serie", "libelle_source").prefetch_related(
                    Prefetch(
                        "modalites",
                        Modalite.objects.prefetch_related(
                            Prefetch("resultats", Resultat.objects.select_related("modalite")),
                            "resultats__sources",
                        ),
                    )
                ),
            ),
        )


class Vague(Publiable):
    """One survey in the field: a yearly wave of the barometer, or a thematic study beside it.

    The notice follows article 2 of the law of 19 July 1977 on polls: what is blank here is shown as
    « non communiqué », and publishing a wave with a blank mention asks for a written reason.
    """

    class Type(models.TextChoices):
        ANNUELLE = "annuelle", "Baromètre annuel"
        THEMATIQUE = "thematique", "Étude thématique"

    type = models.CharField("type", max_length=10, choices=Type, default=Type.ANNUELLE)
    titre = models.CharField("titre", max_length=200)
    annee = models.PositiveSmallIntegerField("année")
    numero = models.PositiveSmallIntegerField("numéro", null=True, blank=True)
    presentation = TexteRicheField("présentation")

    institut = models.CharField("institut", max_length=100, blank=True)
    direction = models.CharField("sous la direction de", max_length=150, blank=True)
    commanditaire = models.CharField("commanditaire", max_length=250, blank=True)
    acheteur = models.CharField(
        "acheteur", max_length=250, blank=True, help_text="S’il diffère du commanditaire."
    )
    echantillon = models.PositiveIntegerField("personnes interrogées", null=True, blank=True)
    echantillon_texte = models.CharField(
        "échantillon, dans les mots de la source",
        max_length=150,
        blank=True,
        help_text="« plus de 1 000 personnes », si le nombre exact n’est pas connu.",
    )
    population = models.CharField("population représentée", max_length=250, blank=True)
    methode = models.CharField(
        "méthode d’échantillonnage",
        max_length=250,
        blank=True,
        help_text="« Quotas (sexe, âge…) ».",
    )
    terrain_debut = models.DateField("terrain, du", null=True, blank=True)
    terrain_fin = models.DateField("terrain, au", null=True, blank=True)
    terrain_texte = models.CharField(
        "dates, dans les mots de la source", max_length=100, blank=True
    )
    mode = models.CharField("mode de recueil", max_length=150, blank=True)
    marges = models.CharField(
        "marges d’erreur",
        max_length=250,
        blank=True,
        help_text="Telles que l’institut les donne.",
    )
    notice = models.ForeignKey(
        Lien,
        verbose_name="notice déposée à la commission des sondages",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mentions_manquantes_motif = models.TextField(
        "mentions non retrouvées",
        blank=True,
        help_text="Pourquoi cette vague est publiée alors que des mentions manquent : la phrase est "
        "affichée sur la page.",
    )

    lien = models.ForeignKey(
        Lien,
        verbose_name="page d’origine",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rapport = models.ForeignKey(
        Document,
        verbose_name="rapport (PDF)",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    focus = models.ManyToManyField(
        FocusLibe, verbose_name="focus Libé", blank=True, related_name="vagues"
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = VagueQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "vague"
        ordering = ["-annee", "type", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            models.UniqueConstraint(
                fields=["annee"],
                condition=Q(type="annuelle"),
                name="barometre_vague_une_par_an",
                violation_error_message="Le baromètre annuel de cette année existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(terrain_fin__isnull=True) | Q(terrain_fin__gte=F("terrain_debut")),
                name="barometre_vague_terrain_dans_l_ordre",
                violation_error_message="Le terrain se termine après avoir commencé.",
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("barometre:vague_detail", args=[self.slug])

    @property
    def annee_texte(self):
        return str(self.annee)

    @property
    def methode_en_bref(self):
        """Institute, sample and mode in a few words; what is not known is said."""
        if self.echantillon:
            personnes = f"{self.echantillon:,}".replace(",", "\u00a0") + " personnes"
        else:
            personnes = self.echantillon_texte or "échantillon non communiqué"
        return " · ".join(
            filter(None, [self.institut or "institut non communiqué", personnes, self.mode])
        )

    def mentions(self, questions=None):
        """The eight mentions of the law as {label: text}, "" for one not known.

        `questions`: those of the wave when they are at hand, else one query.
        """
        questions = self.questions.all() if questions is None else questions
        libelles = [question.libelle for question in questions]
        terrain = [self.terrain_debut, self.terrain_fin]
        return {
            "Institut": self.institut,
            "Commanditaire": self.commanditaire,
            "Acheteur": self.acheteur or self.commanditaire,
            "Nombre de personnes interrogées": str(self.echantillon or ""),
            "Dates du terrain": " – ".join(f"{jour:%d/%m/%Y}" for jour in terrain)
            if all(terrain)
            else "",
            "Texte intégral des questions": "donné sous chaque question"
            if libelles and all(libelles)
            else "",
            "Marges d’erreur": self.marges,
            "Notice consultable": str(self.notice or ""),
        }

    def mentions_manquantes(self):
        """The labels of the mentions that are not known, in the order of the law. One query."""
        return [libelle for libelle, texte in self.mentions().items() if not texte]

    def publish(self, **dates):
        """Refuses a wave without its legal mentions, unless the reason is given to the public."""
        manquantes = self.mentions_manquantes()
        if manquantes and not self.mentions_manquantes_motif:
            raise TransitionImpossible(
                "Il manque des mentions légales : "
                f"{', '.join(manquantes).lower()}. Complétez-les, ou dites pourquoi elles manquent."
            )
        super().publish(**dates)


class Serie(models.Model):
    """One question followed from wave to wave: its stable identity."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    titre = models.CharField("titre", max_length=200)
    motif = models.TextField(
        "pourquoi ces questions se suivent",
        blank=True,
        help_text="Ce qui atteste que les questions sont comparables.",
    )

    class Meta:
        verbose_name = "question suivie"
        verbose_name_plural = "questions suivies"
        ordering = ["titre", "pk"]

    def __str__(self):
        return self.titre


class Question(models.Model):
    """One question of one wave, in the words put to people when they are known."""

    vague = models.ForeignKey(Vague, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(
        "identifiant", max_length=80, help_text="Stable : il sert d’adresse à la question."
    )
    serie = models.ForeignKey(
        Serie,
        verbose_name="question suivie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    rupture = models.BooleanField(
        "rupture de série",
        default=False,
        help_text="À cocher si la formulation ou la base a changé : les vagues ne se comparent plus.",
    )
    libelle = models.TextField(
        "question posée", blank=True, help_text="Le texte exact. Vide s’il n’est pas connu."
    )
    libelle_source = models.ForeignKey(
        Lien,
        verbose_name="source du texte exact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resume = models.CharField(
        "résumé de la question",
        max_length=250,
        blank=True,
        help_text="Sert de titre quand le texte exact n’est pas connu.",
    )
    famille = models.CharField("famille", max_length=80, blank=True)
    base_texte = models.CharField(
        "base", max_length=150, blank=True, help_text="« Ensemble » ou la partie interrogée."
    )
    base = models.PositiveIntegerField("effectif de la base", null=True, blank=True)
    reponses_multiples = models.BooleanField(
        "plusieurs réponses possibles", null=True, blank=True
    )
    note = models.TextField("note", blank=True)
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="questions"
    )
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "question"
        ordering = ["ordre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vague", "code"],
                name="barometre_question_code_unique",
                violation_error_message="Cet identifiant existe déjà dans la vague.",
            ),
            models.UniqueConstraint(
                fields=["vague", "serie"],
                condition=Q(serie__isnull=False),
                name="barometre_question_une_par_serie",
                violation_error_message="La vague a déjà une question de cette série.",
            ),
            models.CheckConstraint(
                condition=~Q(libelle="") | ~Q(resume=""),
                name="barometre_question_dite",
                violation_error_message="Donnez le texte exact ou, à défaut, un résumé.",
            ),
        ]

    def __str__(self):
        return self.libelle or self.resume

    def get_absolute_url(self):
        return f"{self.vague.get_absolute_url()}#{self.code}"

    # The three below read the answers and figures prefetched by `VagueQuerySet.for_detail`.

    @property
    def resultats_en_ordre(self):
        """The figures of the whole sample, in the order of the answers."""
        return [
            resultat
            for modalite in self.modalites.all()
            for resultat in modalite.resultats.all()
            if not resultat.sous_groupe
        ]

    @property
    def modalites_sans_chiffre(self):
        """The answers whose share no source gives."""
        return [m.libelle for m in self.modalites.all() if not m.resultats.all()]

    @property
    def sources(self):
        """The sources of its figures, each once, in the order of the answers."""
        return list(
            dict.fromkeys(
                lien for resultat in self.resultats_en_ordre for lien in resultat.sources.all()
            )
        )


class Modalite(models.Model):
    """One answer offered by a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="modalites")
    libelle = models.CharField("réponse", max_length=250)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "réponse possible"
        verbose_name_plural = "réponses possibles"
        ordering = ["ordre", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "libelle"],
                name="barometre_modalite_unique",
                violation_error_message="Cette réponse figure déjà dans la question.",
            )
        ]

    def __str__(self):
        return self.libelle


class Resultat(models.Model):
    """The share of one answer in one group of respondents. An answer without a row has no figure."""

    modalite = models.ForeignKey(Modalite, on_delete=models.CASCADE, related_name="resultats")
    sous_groupe = models.CharField(
        "sous-groupe", max_length=120, blank=True, help_text="Vide pour l’ensemble."
    )
    part_pct = models.DecimalField(
        "part (%)", max_digits=4, decimal_places=1, help_text="De 0 à 100."
    )
    base = models.PositiveIntegerField("effectif", null=True, blank=True)
    # As the wave's own report recalls them: kept beside the previous wave's row, never computed.
    precedent_pct = models.DecimalField(
        "rappel de la vague précédente (%)",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
    )
    ecart_points = models.DecimalField(
        "écart publié (points)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    note = models.CharField("note", max_length=250, blank=True)
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    class Meta:
        verbose_name = "résultat"
        ordering = ["sous_groupe", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["modalite", "sous_groupe"],
                name="barometre_resultat_unique",
                violation_error_message="Ce sous-groupe a déjà un résultat.",
            ),
            models.CheckConstraint(
                condition=POURCENTAGE,
                name="barometre_resultat_pourcentage",
                violation_error_message="Une part va de 0 à 100 %%.",
            ),
        ]

    def __str__(self):
        return f"{self.modalite} : {self.part_en_clair}"

    @property
    def part_en_clair(self):
        return f"{_nombre(self.part_pct)}\u00a0%"

    @property
    def rappel(self):
        """The previous wave as this wave's report recalls it, with the change; "" when it does not."""
        if self.precedent_pct is None:
            return ""
        ecart = self.part_pct - self.precedent_pct
        signe = "+" if ecart > 0 else "−" if ecart < 0 else ""
        points = "point" if abs(ecart) < 2 else "points"
        return (
            f"{signe}{_nombre(abs(ecart))}\u00a0{points}"
            f" (vague précédente\u00a0: {_nombre(self.precedent_pct)}\u00a0%)"
        )


def _nombre(decimal):
    """As French writes it, without needless zeros: « 55 », « 0,5 »."""
    return f"{Decimal(decimal).normalize():f}".replace(".", ",")
