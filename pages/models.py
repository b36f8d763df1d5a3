"""Editorial pages: manifeste, entretien, qui sommes-nous, legal pages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import resolve, reverse

from mediatheque.models import Lien
from solidaires.publication import Publiable, TexteRicheField


class Page(Publiable):
    """One editorial page, at the root of the site."""

    titre = models.CharField("titre", max_length=150)
    chapo = models.TextField("chapô", blank=True, help_text="Deux phrases sous le titre.")
    corps = TexteRicheField("texte")
    ordre = models.PositiveSmallIntegerField(
        "ordre", default=0, help_text="Rang dans le plan du site et le pied de page."
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    class Meta(Publiable.Meta):
        verbose_name = "page"
        ordering = ["ordre", "titre", "pk"]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("pages:page_detail", args=[self.slug])

    def clean(self):
        # A page answers at the root, after the sections: one of their addresses would hide it.
        if self.slug and resolve(self.get_absolute_url()).view_name != "pages:page_detail":
            raise ValidationError(
                {"slug": "Cette adresse est celle d’une rubrique : choisissez-en une autre."}
            )


class FicheChargee(models.Model):
    """One record of content/ and the row that it made: what `charger_contenu` remembers of it.

    Thanks to it a row that somebody edited or deleted since is neither overwritten nor made again.
    Nobody edits it.
    """

    modele = models.CharField(max_length=60)
    ident = models.CharField(max_length=500)
    objet = models.BigIntegerField()
    # What the record wrote, by field: the row is untouched as long as it still says the same.
    image = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "fiche chargée"
        verbose_name_plural = "fiches chargées"
        default_permissions = ()
        ordering = ["modele", "ident"]
        constraints = [
            models.UniqueConstraint(
                fields=["modele", "ident"], name="pages_fichechargee_unique"
            )
        ]

    def __str__(self):
        return f"{self.modele} {self.ident}"
