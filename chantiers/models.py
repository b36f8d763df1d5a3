"""What cuts across every section: Theme and Public (controlled), MotCle (free), Chantier (a workstream)."""

from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager
from taggit.models import GenericTaggedItemBase, TagBase

from mediatheque.models import Illustre, Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField
from solidaires.texte import slugifier


class MotCle(TagBase):
    """One free keyword. Two spellings that differ by case or accents are one keyword."""

    class Meta:
        verbose_name = "mot-clé"
        verbose_name_plural = "mots-clés"
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("chantiers:motcle_detail", args=[self.slug])

    def slugify(self, tag, i=None):
        """taggit's own slugs lose œ (cœur would become cur)."""
        return slugifier(tag) + (f"-{i}" if i else "")


class MotCleUsage(GenericTaggedItemBase):
    """A keyword put on an object of any type, as taggit does."""

    tag = models.ForeignKey(MotCle, on_delete=models.CASCADE, related_name="usages")

    class Meta:
        verbose_name = "usage d’un mot-clé"
        verbose_name_plural = "usages des mots-clés"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "tag"],
                name="chantiers_motcle_usage_unique",
            )
        ]

    def __str__(self):
        return f"{self.tag} sur {self.content_object}"


def mots_cles():
    """The keywords field of a content type."""
    return TaggableManager(
        "mots-clés",
        through=MotCleUsage,
        blank=True,
        help_text="Séparés par des virgules : « aidants, revenu de base ».",
    )


class Theme(models.Model):
    """One of the « champs des solidarités »: the controlled list that the coordinator keeps short."""

    nom = models.CharField(
        "nom",
        max_length=80,
        unique=True,
        error_messages={"unique": "Ce thème existe déjà."},
    )
    slug = models.SlugField(
        "adresse",
        max_length=100,
        unique=True,
        error_messages={"unique": "Cette adresse est déjà prise."},
    )
    description = models.TextField(
        "description",
        blank=True,
        help_text="Une ou deux phrases affichées en tête de la page du thème.",
    )
    ordre = models.PositiveSmallIntegerField(
        "ordre", default=0, help_text="Les plus petits nombres viennent en premier."
    )

    class Meta:
        verbose_name = "thème"
        ordering = ["ordre", "nom"]

    def __str__(self):
        return self.nom

    def get_absolute_url(self):
        return reverse("chantiers:theme_detail", args=[self.slug])


class Public(models.Model):
    """People that a solution is for: a controlled list, as short as that of themes."""

    nom = models.CharField(
        "nom",
        max_length=80,
        unique=True,
        error_messages={"unique": "Ce public existe déjà."},
    )
    slug = models.SlugField(
        "adresse",
        max_length=100,
        unique=True,
        error_messages={"unique": "Cette adresse est déjà prise."},
    )
    ordre = models.PositiveSmallIntegerField(
        "ordre", default=0, help_text="Les plus petits nombres viennent en premier."
    )

    class Meta:
        verbose_name = "public"
        verbose_name_plural = "publics"
        ordering = ["ordre", "nom"]

    def __str__(self):
        return self.nom


class ChantierQuerySet(PubliableQuerySet):
    def for_list(self):
        """In the coordinator's order, with what a card shows."""
        return self.select_related("image").order_by("ordre", "titre", "pk")


class Chantier(Publiable, Illustre):
    """A workstream that crosses the sections; its page assembles itself from what points to it."""

    titre = models.CharField("titre", max_length=150)
    chapo = models.TextField(
        "chapô",
        blank=True,
        help_text="Deux phrases qui disent de quoi il s’agit et où l’on en est.",
    )
    corps = TexteRicheField("texte")
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="chantiers"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")
    ordre = models.PositiveSmallIntegerField(
        "ordre", default=0, help_text="Les plus petits nombres viennent en premier."
    )

    objects = ChantierQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "chantier"
        ordering = ["ordre", "titre", "pk"]
        constraints = [*Publiable.Meta.constraints, *Illustre.Meta.constraints]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("chantiers:chantier_detail", args=[self.slug])
