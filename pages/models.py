"""Editorial pages (manifeste, entretien, legal pages) and what the home page puts first."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import resolve, reverse
from django.utils import timezone

from barometre.models import Question
from evenements.models import Citation, RendezVous
from fabrique.models import Initiative
from forum.models import Idee
from mediatheque.models import Lien
from publications.models import FocusLibe
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField


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
        super().clean()
        # A page answers at the root, after the sections: one of their addresses would hide it.
        if self.slug and resolve(self.get_absolute_url()).view_name != "pages:page_detail":
            raise ValidationError(
                {"slug": "Cette adresse est celle d’une rubrique : choisissez-en une autre."}
            )


class UneQuerySet(PubliableQuerySet):
    def in_force(self):
        """The one that the home page follows, or none: the latest online. A queryset of one row."""
        return self.published().newest()[:1]


class Une(Publiable):
    """One composition of the home page: what the coordination puts first in its blocks.

    The latest online is in force: one that is scheduled takes over at its hour, and the former
    comes back when it leaves. Without any, the home page shows what is newest.
    """

    titre = models.CharField(
        "nom de la une",
        max_length=150,
        help_text="Pour s’y retrouver, par exemple « Une de mars ». Le public ne le voit pas.",
    )

    objects = UneQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "une de la page d’accueil"
        verbose_name_plural = "unes de la page d’accueil"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("accueil")

    def publish(self, *, when=None, until=None):
        """As any publication, but back online it takes the hour of the day: the latest is in force."""
        if when is None and not self.is_published:
            when = timezone.now()
        super().publish(when=when, until=until)


# What a Une chooses from, in the order of the page: the keys of ChoixDeUne.
CLES = ("initiative", "question", "citation", "idee", "focus", "rendez_vous")


def _cle(model, nom):
    """A key of ChoixDeUne.

    Without a name on the other side: a choice is a part of its Une, not of what it shows. It leaves
    with either.
    """
    return models.ForeignKey(
        model,
        verbose_name=nom,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )


class ChoixDeUne(models.Model):
    """One thing that a Une puts first in its block of the home page: exactly one key is set."""

    une = models.ForeignKey(Une, on_delete=models.CASCADE, related_name="choix")
    ordre = models.PositiveSmallIntegerField("ordre", default=1)

    initiative = _cle(Initiative, "initiative")
    question = _cle(Question, "question du baromètre")
    citation = _cle(Citation, "citation")
    idee = _cle(Idee, "idée")
    focus = _cle(FocusLibe, "focus Libé")
    rendez_vous = _cle(RendezVous, "rendez-vous")

    class Meta:
        verbose_name = "choix"
        verbose_name_plural = "choix"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{cle}__isnull": cle != choisie for cle in CLES})
                        for choisie in CLES
                    ),
                    _connector=Q.OR,
                ),
                name="pages_choixdeune_une_cle",
                violation_error_message="Choisissez une chose par ligne, et une seule.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["une", cle],
                    name=f"pages_choixdeune_{cle}_unique",
                    violation_error_message="Ce choix est déjà dans cette une : pour le déplacer, "
                    "changez son numéro d’ordre.",
                )
                for cle in CLES
            ),
        ]

    def __str__(self):
        return str(self.objet)

    @property
    def objet(self):
        """What it shows. One query unless it was selected with it."""
        return next((getattr(self, cle) for cle in CLES if getattr(self, f"{cle}_id")), None)


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
