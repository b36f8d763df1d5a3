"""The index: one entry per public page, what facets call their values, the words people may use.

The analysed words of an entry are no field: `recherche.moteur` writes and reads them, on PostgreSQL
in a column of the same row, on SQLite in a table of their own (migration 0002).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from recherche.analyse import analyser


class EntreeQuerySet(models.QuerySet):
    def visibles(self, at=None):
        """Those that the public sees at the instant `at` (now): the dates of `published()`, copied."""
        at = at or timezone.now()
        return self.filter(
            Q(visible_jusqu_a__isnull=True) | Q(visible_jusqu_a__gt=at), visible_de__lte=at
        )


class Entree(models.Model):
    """One page that is public, or will be at an hour already set, as the search shows it."""

    type = models.CharField(max_length=20)
    objet_pk = models.BigIntegerField()
    titre = models.CharField(max_length=300)
    # Folded: what sorts the titles, on every database alike.
    titre_plie = models.CharField(max_length=300)
    surtitre = models.CharField(max_length=300, blank=True)
    texte = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    annee = models.PositiveSmallIntegerField(null=True)
    date = models.DateField(null=True)
    poids = models.PositiveIntegerField(default=0)
    # « theme=sante theme=travail annee=2024 »: what is counted.
    facettes = models.TextField(blank=True)
    visible_de = models.DateTimeField()
    visible_jusqu_a = models.DateTimeField(null=True)
    # Of all that was given to the index: a reconstruction leaves alone what has not moved.
    empreinte = models.CharField(max_length=64)

    objects = EntreeQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée de l’index"
        verbose_name_plural = "entrées de l’index"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["type", "objet_pk"], name="recherche_entree_unique")
        ]
        indexes = [
            # One per sort of the lists, so that the first page never reads the others.
            models.Index(fields=["type", "-visible_de", "-id"], name="recherche_plus_recentes"),
            models.Index(fields=["type", "titre_plie", "id"], name="recherche_par_titre"),
            models.Index(fields=["type", "-poids", "-id"], name="recherche_par_poids"),
        ]

    def __str__(self):
        return self.titre


# Kept as a facet that no list offers: a value for each block of entries, so that whoever reads the
# facets knows how large the index is.
TRANCHE = "tranche"


class Valeur(models.Model):
    """How one value of a facet is called, and its place among the others."""

    facette = models.CharField(max_length=20)
    valeur = models.CharField(max_length=120)
    libelle = models.CharField(max_length=200)
    rang = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["facette", "valeur"], name="recherche_valeur_unique"
            )
        ]

    def __str__(self):
        return f"{self.facette} : {self.libelle}"


class FamilleDeMots(models.Model):
    """Words that a search takes for one another: an acronym and its full form, two names of a thing."""

    termes = models.CharField(
        "mots équivalents",
        max_length=500,
        unique=True,
        help_text="Séparés par des virgules : « RSA, revenu de solidarité active ». Qui cherche "
        "l’un trouve aussi les pages qui disent l’autre. Les accents, le pluriel et les majuscules "
        "ne comptent pas.",
        error_messages={"unique": "Cette famille existe déjà."},
    )

    class Meta:
        verbose_name = "famille de mots"
        verbose_name_plural = "familles de mots"
        ordering = ["termes"]

    def __str__(self):
        return self.termes

    @property
    def liste(self):
        """["RSA", "revenu de solidarité active"]."""
        return [terme for t in self.termes.split(",") if (terme := " ".join(t.split()))]

    def clean(self):
        trouvables = [terme for terme in self.liste if analyser(terme)]
        if len({tuple(analyser(terme)) for terme in trouvables}) < 2:
            raise ValidationError(
                {
                    "termes": "Donnez au moins deux mots ou expressions différents, séparés par une "
                    "virgule : le pluriel et les accents sont déjà compris."
                }
            )


class MotConnu(models.Model):
    """One word that some page says, folded, and as it was first written: « solidarite », « solidarité »."""

    forme = models.CharField(max_length=40, primary_key=True)
    ecrit = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.ecrit


class Variante(models.Model):
    """A known word without one of its letters: two words that share a variant are a slip apart."""

    cle = models.CharField(max_length=40, db_index=True)
    mot = models.ForeignKey(MotConnu, on_delete=models.CASCADE, related_name="variantes")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["cle", "mot"], name="recherche_variante_unique")
        ]

    def __str__(self):
        return self.cle
