"""The barometer as data: Vague → Question → Modalite → Resultat. Figures as recorded, gaps included."""

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from barometre import graphiques
from barometre.mentions import mentions
from chantiers.models import Chantier
from mediatheque.models import Document, Lien
from publications.models import FocusLibe
from solidaires.publication import Manque, Publiable, PubliableQuerySet, TexteRicheField


class VagueQuerySet(PubliableQuerySet):
    def for_list(self):
        """Latest wave first, with `nombre_questions`."""
        return self.annotate(nombre_questions=Count("questions")).order_by(
            "-annee", "type", "-pk"
        )

    def for_detail(self):
        """With every question, answer and figure, and `annee_precedente`; public relations only.

        A figure then reaches its answer, its question and its wave without a query.
        """
        precedentes = (
            self.model.objects.published()
            .filter(type=Vague.Type.ANNUELLE)
            .filter(type=OuterRef("type"), annee__lt=OuterRef("annee"))
            .order_by("-annee")
        )
        return (
            self.annotate(annee_precedente=Subquery(precedentes.values("annee")[:1]))
            .select_related("lien", "rapport", "notice")
            .prefetch_related(
                "sources",
                Prefetch("focus", FocusLibe.objects.published()),
                Prefetch(
                    "questions", Question.objects.select_related("serie", "libelle_source")
                ),
                "questions__modalites__resultats__sources",
            )
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

    # The year of the public yearly wave before this one, when `for_detail` looked for it.
    annee_precedente = None

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
                # A comparison with NULL lets a row through: an end needs a start.
                condition=Q(terrain_fin__isnull=True)
                | Q(terrain_debut__isnull=False, terrain_fin__gte=F("terrain_debut")),
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
    def echantillon_en_clair(self):
        """« 1 001 personnes », or the source's own words; "" when neither is known."""
        return graphiques.personnes(self.echantillon) or self.echantillon_texte

    @property
    def methode_en_bref(self):
        """Institute, sample and mode in a few words; what is not known is said."""
        return " · ".join(
            [
                self.institut or "institut non communiqué",
                self.echantillon_en_clair or "échantillon non communiqué",
                self.mode or "mode de recueil non communiqué",
            ]
        )

    @property
    def etiquettes(self):
        """The tags of a card: how many questions; needs `for_list`."""
        nombre = self.nombre_questions
        return [f"{nombre} question{'s' if nombre > 1 else ''}"] if nombre else []

    def mentions_manquantes(self):
        """The labels of the legal mentions that are not known, in the order of the law. One query."""
        return [m.libelle for m in mentions(self, list(self.questions.all())) if not m.texte]

    def manques(self):
        """Also the legal mentions, unless the public is told why they are missing. One query."""
        manquantes = self.mentions_manquantes()
        if not manquantes or self.mentions_manquantes_motif:
            return super().manques()
        message = (
            f"Il manque des mentions légales : {', '.join(manquantes).lower()}. Complétez-les, "
            "ou dites pourquoi elles manquent."
        )
        return [*super().manques(), Manque(message, "mentions_manquantes_motif")]


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

    @property
    def precisions(self):
        """What it is about, to whom and how it was put, in a few words each; only what is known."""
        base = ", ".join(filter(None, [self.base_texte, graphiques.personnes(self.base)]))
        reponses = {True: "plusieurs réponses possibles", False: "une seule réponse possible"}
        return [
            mot
            for mot in (
                self.famille,
                f"base\u00a0: {base}" if base else "",
                reponses.get(self.reponses_multiples, ""),
            )
            if mot
        ]

    # All below read the answers and figures prefetched by `VagueQuerySet.for_detail`.

    @property
    def resultats_en_ordre(self):
        """The figures of the whole sample, in the order of the answers."""
        return [resultat for resultat in self._resultats() if not resultat.sous_groupe]

    @property
    def ventilation(self):
        """The figures of parts of the sample, in the order of the answers."""
        return [resultat for resultat in self._resultats() if resultat.sous_groupe]

    @property
    def has_rappel(self):
        return any(r.precedent_pct is not None for r in self.resultats_en_ordre)

    @property
    def modalites_sans_chiffre(self):
        """The answers whose share in the whole sample no source gives."""
        chiffrees = {resultat.modalite for resultat in self.resultats_en_ordre}
        return [modalite for modalite in self.modalites.all() if modalite not in chiffrees]

    @property
    def sources(self):
        """The sources of its wording, then of its figures, each once."""
        texte = [self.libelle_source] if self.libelle_source else []
        chiffres = [lien for resultat in self._resultats() for lien in resultat.sources.all()]
        return list(dict.fromkeys(texte + chiffres))

    def _resultats(self):
        return [r for modalite in self.modalites.all() for r in modalite.resultats.all()]


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
                condition=Q(part_pct__gte=0, part_pct__lte=100)
                & (
                    Q(precedent_pct__isnull=True)
                    | Q(precedent_pct__gte=0, precedent_pct__lte=100)
                ),
                name="barometre_resultat_pourcentage",
                violation_error_message="Une part va de 0 à 100 %%.",
            ),
        ]

    def __str__(self):
        return f"{self.modalite} : {self.part_en_clair}"

    @property
    def part_en_clair(self):
        return graphiques.pourcentage(self.part_pct)

    @property
    def rappel(self):
        """« rappel 2022 : 43 %, +12 points », as this wave's own report recalls the one before.

        Nothing is computed: "" when the report recalls nothing, no change when it gives none.
        """
        ecart = graphiques.points(self.ecart_points)
        if self.precedent_pct is None:
            return f"évolution publiée\u00a0: {ecart}" if ecart else ""
        annee = self.modalite.question.vague.annee_precedente or "de la vague précédente"
        avant = f"rappel {annee}\u00a0: {graphiques.pourcentage(self.precedent_pct)}"
        return f"{avant}, {ecart}" if ecart else avant

    @property
    def precisions(self):
        """What goes with the figure: the wave before, the number of people, the note on its source."""
        return " · ".join(
            filter(None, [self.rappel, graphiques.personnes(self.base), self.note])
        )
