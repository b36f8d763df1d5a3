"""Initiative with its parts: stages, figures, images."""

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst

from chantiers.models import Chantier, Public, Theme, mots_cles
from forum.models import Idee
from mediatheque.models import Document, Illustre, Lien
from solidaires.publication import Manque, Publiable, PubliableQuerySet, TexteRicheField
from solidaires.texte import INSECABLE, typographier
from territoires.models import Territoire


class InitiativeQuerySet(PubliableQuerySet):
    def in_departement(self, code):
        """Those of a département, of its communes and intercommunalités, by its number."""
        return self.filter(
            Q(territoire__nature=Territoire.Nature.DEPARTEMENT, territoire__code=code)
            | Q(territoire__departement__code=code)
        )

    def for_list(self):
        """Newest first, with what a card shows: `nombre_reprises`, public (`counted`)."""
        reprises = self.model._meta.get_field("reprises").related_model.objects
        publiques = reprises.published_alone().counted().filter(initiative=OuterRef("pk"))
        nombre = publiques.order_by().values("initiative").annotate(n=Count("pk")).values("n")
        return (
            self.annotate(nombre_reprises=Coalesce(Subquery(nombre), 0))
            .select_related("territoire", "image")
            .prefetch_related("themes")
            .newest()
        )

    def for_detail(self):
        """With the parts that a sheet shows; what it points to is in fabrique/renvois.py."""
        return self.select_related("territoire", "image", "cout_source").prefetch_related(
            "sources",
            "etapes",
            Prefetch("chiffres", ChiffreCle.objects.select_related("source")),
            Prefetch("illustrations", IllustrationInitiative.objects.select_related("image")),
            "documents",
        )


def _ecrire(nombre, unite="", *, avant=""):
    """A Decimal as French writes it, never cut at the end of a line: « près de 90 », « 543 000 € »."""
    ecrit = f"{nombre.normalize():,f}".replace(",", INSECABLE).replace(".", ",")
    return INSECABLE.join(filter(None, [avant, ecrit, unite]))


class Initiative(Publiable, Illustre):
    """One thing tried by a territory: a sheet that belongs to the territory."""

    class Nature(models.TextChoices):
        REALISATION = "realisation", "Réalisation"
        EXPERIENCE = "experience", "Expérience"
        INITIATIVE = "initiative", "Initiative de terrain"
        EXPERIMENTATION = "experimentation", "Expérimentation"

    class Stade(models.TextChoices):
        IDEE = "idee", "Idée"
        EXPERIMENTATION = "experimentation", "Expérimentation"
        DEPLOYEE = "deployee", "Déployée"
        EVALUEE = "evaluee", "Évaluée"
        ESSAIMEE = "essaimee", "Essaimée"
        ARRETEE = "arretee", "Arrêtée"

    class Preuve(models.TextChoices):
        DECLARATIF = "declaratif", "Déclaratif"
        SUIVI = "suivi", "Suivi d’indicateurs"
        AVANT_APRES = "avant_apres", "Avant/après"
        COMPARAISON = "comparaison", "Comparaison avec un groupe témoin"
        INDEPENDANTE = "independante", "Évaluation indépendante"

    titre = models.CharField("titre", max_length=200)
    chapo = models.TextField(
        "chapô",
        blank=True,
        help_text="Deux phrases : quoi, où, pour qui. Vide : le début de la présentation est repris.",
    )
    nature = models.CharField("nature", max_length=15, choices=Nature, blank=True)

    presentation = TexteRicheField("présentation")
    probleme = TexteRicheField("le problème", help_text="Ce qui n’allait pas, et pour qui.")
    solution = TexteRicheField("la solution", help_text="Ce qui est fait, concrètement.")
    pour_qui = models.CharField(
        "pour qui", max_length=250, blank=True, help_text="Les personnes concernées, en clair."
    )
    publics = models.ManyToManyField(
        Public,
        verbose_name="publics",
        blank=True,
        related_name="initiatives",
        help_text="Ceux d’une liste commune, pour trouver la fiche.",
    )
    limites = TexteRicheField(
        "limites et échecs", help_text="Ce qui n’a pas marché ou reste à prouver : c’est utile."
    )
    prerequis = TexteRicheField("pour reprendre : prérequis")
    base_legale = models.TextField("pour reprendre : base légale", blank=True)
    delai = models.CharField("pour reprendre : temps à prévoir", max_length=200, blank=True)

    territoire = models.ForeignKey(
        Territoire,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        related_name="initiatives",
        help_text="Le territoire à qui appartient la fiche.",
    )
    territoire_precision = models.CharField(
        "précision sur le territoire",
        max_length=200,
        blank=True,
        help_text="Périmètre exact s’il diffère : « Gironde et départements associés ».",
    )
    territoire_verifie = models.BooleanField(
        "territoire vérifié",
        default=True,
        help_text="Décochez si le lieu est déduit et non dit par la source.",
    )
    territoires_associes = models.ManyToManyField(
        Territoire,
        verbose_name="territoires associés",
        blank=True,
        related_name="initiatives_associees",
    )
    lieux = models.CharField("lieux", max_length=250, blank=True)
    porteur = models.CharField("porteur", max_length=250, blank=True)
    partenaires = models.TextField("partenaires", blank=True, help_text="Un par ligne.")

    stade = models.CharField("stade actuel", max_length=15, choices=Stade, blank=True)
    stade_precision = models.CharField(
        "précision sur le stade",
        max_length=200,
        blank=True,
        help_text="Dans les mots de la source : « proposition de loi rejetée ».",
    )
    annee = models.PositiveSmallIntegerField("année de démarrage", null=True, blank=True)
    cout_euros = models.DecimalField(
        "coût (euros)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    cout_annee = models.PositiveSmallIntegerField("année du coût", null=True, blank=True)
    cout_perimetre = models.CharField(
        "périmètre du coût",
        max_length=200,
        blank=True,
        help_text="Ce que le montant couvre : « fonctionnement annuel, hors personnel ».",
    )
    cout_source = models.ForeignKey(
        Lien,
        verbose_name="source du coût",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    moyens_humains = models.CharField("moyens humains", max_length=200, blank=True)
    preuve = models.CharField("niveau de preuve", max_length=15, choices=Preuve, blank=True)

    rattachement = models.TextField(
        "lien avec Solutions solidaires",
        blank=True,
        help_text="Comment cette initiative a rejoint la démarche.",
    )
    note = models.TextField(
        "note sur les sources",
        blank=True,
        help_text="Divergences et déductions, dites au public sous les sources.",
    )
    date_confirmation = models.DateField(
        "confirmée par le territoire le",
        null=True,
        blank=True,
        help_text="Dernière fois que le territoire a confirmé que la fiche est à jour.",
    )
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="initiatives"
    )
    mots_cles = mots_cles()
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="initiatives"
    )
    idees = models.ManyToManyField(
        Idee,
        verbose_name="idées à l’origine",
        blank=True,
        related_name="initiatives",
        help_text="Les idées du Forum dont elle est née.",
    )
    documents = models.ManyToManyField(
        Document, verbose_name="documents", blank=True, related_name="+"
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = InitiativeQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "initiative"
        ordering = ["titre", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cout_euros__isnull=True) | Q(cout_euros__gte=0),
                name="fabrique_initiative_cout_positif",
                violation_error_message="Un coût n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(cout_euros__isnull=False)
                | Q(cout_annee__isnull=True, cout_perimetre="", cout_source__isnull=True),
                name="fabrique_initiative_cout_complet",
                violation_error_message="Année, périmètre et source du coût vont avec un montant.",
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("fabrique:initiative_detail", args=[self.slug])

    @property
    def accroche(self):
        """What a card says: the chapô, or else the presentation (the card cuts it)."""
        return self.chapo or self.presentation

    @property
    def surtitre(self):
        """Where, above a title: « Gironde · 33 »; nobody knows an EPCI by its number."""
        territoire = self.territoire
        if territoire.nature == Territoire.Nature.DEPARTEMENT:
            return f"{territoire.nom} · {territoire.code}"
        return territoire.nom

    @property
    def surtitre_fiche(self):
        """Above the title of the sheet: « Expérimentation · Gironde (33) · depuis 2024 »."""
        depuis = "lancée en" if self.stade == self.Stade.ARRETEE else "depuis"
        return " · ".join(
            filter(
                None,
                [
                    self.get_nature_display() or capfirst(self.stade_en_clair),
                    str(self.territoire),
                    f"{depuis} {self.annee}" if self.annee else "",
                ],
            )
        )

    @property
    def chiffres_en_clair(self):
        """The figures as partials/_chiffres.html shows them."""
        return [
            {
                "valeur": chiffre.valeur_en_clair,
                "libelle": chiffre.libelle,
                "source": " · ".join(filter(None, [chiffre.periode, chiffre.hote_source])),
            }
            for chiffre in self.chiffres.all()
        ]

    @property
    def references(self):
        """Every source it leans on, those of its figures and of its cost included, each once."""
        cites = [chiffre.source for chiffre in self.chiffres.all()]
        liens = [*self.sources.all(), *cites, self.cout_source]
        return list(dict.fromkeys(filter(None, liens)))

    @property
    def etiquettes_courtes(self):
        """The tags of a card where its themes are already said; needs `for_list`."""
        nombre = self.nombre_reprises
        if not nombre:
            return []
        return [f"{nombre} reprise{'s' if nombre > 1 else ''}"]

    @property
    def etiquettes(self):
        """The tags of a card: at most three themes, then the reprises; needs `for_list`."""
        return [theme.nom for theme in list(self.themes.all())[:3]] + self.etiquettes_courtes

    @property
    def stade_en_clair(self):
        """« Arrêtée (proposition de loi rejetée) »: our word, the source's own, or both; "" when not told."""
        if self.stade and self.stade_precision:
            return f"{self.get_stade_display()} ({self.stade_precision})"
        return self.stade_precision or self.get_stade_display()

    @property
    def cout_en_clair(self):
        """« 543 000 € (2024) », "" when not told."""
        if self.cout_euros is None:
            return ""
        annee = f" ({self.cout_annee})" if self.cout_annee else ""
        return _ecrire(self.cout_euros, "€") + annee

    @property
    def has_moyens(self):
        """Whether anything is told of what it takes."""
        return bool(self.cout_en_clair or self.moyens_humains)

    @property
    def is_reprenable(self):
        """Whether anything is told of what taking it up asks for."""
        return bool(self.prerequis or self.base_legale or self.delai)

    @property
    def liste_partenaires(self):
        return [ligne.strip() for ligne in self.partenaires.splitlines() if ligne.strip()]

    @property
    def non_renseigne(self):
        """What the sheet does not say, in the words of the page, in its order."""
        rubriques = {
            "le problème de départ": self.probleme,
            "les publics concernés": self.pour_qui,
            "le stade": self.stade_en_clair,
            "le coût": self.cout_en_clair,
            "les moyens humains": self.moyens_humains,
            "le niveau de preuve": self.preuve,
            "les limites et les échecs": self.limites,
            "ce qu’il faut pour la reprendre": self.is_reprenable,
        }
        return [nom for nom, contenu in rubriques.items() if not contenu]

    def manques(self):
        """Also, once it is deployed, a result or a limit. One query at most."""
        aboutie = self.stade in (self.Stade.DEPLOYEE, self.Stade.EVALUEE, self.Stade.ESSAIMEE)
        if not aboutie or self.limites or self.chiffres.exists():
            return super().manques()
        message = (
            f"Une initiative {self.get_stade_display().lower()} dit au moins un résultat ou une "
            "limite : ajoutez un chiffre, ou écrivez dans « limites et échecs » ce qui n’est pas "
            "encore connu."
        )
        return [*super().manques(), Manque(typographier(message), "limites")]


class Etape(models.Model):
    """One dated passage of an initiative from a stage to the next. *Arrêtée* is a normal outcome."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="etapes")
    stade = models.CharField("stade", max_length=15, choices=Initiative.Stade)
    annee = models.PositiveSmallIntegerField("année")
    date = models.DateField(
        "date exacte",
        null=True,
        blank=True,
        help_text="Si elle est connue ; sinon l’année suffit.",
    )
    detail = models.CharField("détail", max_length=250, blank=True)

    class Meta:
        verbose_name = "étape"
        ordering = ["annee", F("date").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__isnull=True) | Q(annee=F("date__year")),
                name="fabrique_etape_annee_de_la_date",
                violation_error_message="L’année est celle de la date exacte.",
            )
        ]

    def __str__(self):
        return f"{self.get_stade_display()} ({self.annee})"


class ChiffreCle(models.Model):
    """One measured result or figure of an initiative, as its source gives it."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="chiffres"
    )
    libelle = models.CharField(
        "indicateur",
        max_length=150,
        help_text="Ce qui est compté : « foyers », « collèges labellisés ».",
    )
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    unite = models.CharField(
        "unité",
        max_length=20,
        blank=True,
        help_text="« € », « % », « mois ». Vide si l’on compte.",
    )
    approximation = models.CharField(
        "approximation",
        max_length=20,
        blank=True,
        help_text="« près de », « plus de », « environ ».",
    )
    periode = models.CharField("période", max_length=60, blank=True)
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
        verbose_name = "chiffre"
        ordering = ["ordre", "pk"]

    def __str__(self):
        return f"{self.libelle} : {self.valeur_en_clair}"

    @property
    def valeur_en_clair(self):
        """« près de 90 », « 543 000 € »."""
        return _ecrire(self.valeur, self.unite, avant=self.approximation)

    @property
    def hote_source(self):
        """The site or the document that gives the figure, "" when its source is not told."""
        return (self.source.hote or self.source.titre) if self.source else ""


class IllustrationInitiative(Illustre):
    """One more image of an initiative, in order."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="illustrations"
    )
    legende = models.CharField("légende", max_length=250, blank=True)
    ordre = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "illustration"
        ordering = ["ordre", "pk"]
        constraints = [
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=Q(image__isnull=False),
                name="fabrique_illustration_a_une_image",
                violation_error_message="Choisissez une image.",
            ),
        ]

    def __str__(self):
        return self.legende or f"illustration {self.ordre}"
