"""Le Forum: ideas, new concepts and approaches, by the territories or their partners."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from chantiers.models import Chantier, Theme, mots_cles
from mediatheque.models import Illustre, Lien
from solidaires.publication import Publiable, PubliableQuerySet, TexteRicheField

# Said in full: PostgreSQL puts what has no year first, SQLite last.
RECENTES_D_ABORD = F("annee").desc(nulls_last=True)


class IdeeQuerySet(PubliableQuerySet):
    def for_list(self):
        """Newest first, with what a card shows."""
        return (
            self.select_related("image")
            .prefetch_related("themes")
            .order_by(RECENTES_D_ABORD, "-published_at", "-pk")
        )

    def for_detail(self):
        """With its image and its sources; what classifies it is in chantiers/classement.py."""
        return self.select_related("image").prefetch_related("sources")


class Idee(Publiable, Illustre):
    """One idea: proposed by someone, answered in public, possibly tried out in La Fabrique."""

    class Suite(models.TextChoices):
        A_L_ETUDE = "a_l_etude", "À l’étude"
        RETENUE = "retenue", "Retenue pour être expérimentée"
        EXPERIMENTEE = "experimentee", "Expérimentée"
        SANS_SUITE = "sans_suite", "Sans suite"

    titre = models.CharField("titre", max_length=200)
    chapo = models.TextField("chapô", blank=True, help_text="L’idée en deux phrases.")
    corps = TexteRicheField("texte")
    auteur = models.CharField(
        "auteur ou autrice",
        max_length=200,
        blank=True,
        help_text="Personne ou collectif, tel qu’il signe. Vide : « auteur non précisé ».",
    )
    organisation = models.CharField("organisation", max_length=200, blank=True)
    partenaire = models.BooleanField(
        "contribution d’un partenaire",
        default=False,
        help_text="Affiche l’étiquette « Partenaire » au-dessus du titre.",
    )
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    suite = models.CharField(
        "suite donnée",
        max_length=12,
        choices=Suite,
        blank=True,
        help_text="Visible du public. Laissez vide tant qu’aucune suite n’est décidée.",
    )
    reponse = TexteRicheField(
        "réponse publique", help_text="Ce que Solutions solidaires répond à cette idée."
    )
    date_reponse = models.DateField("répondu le", null=True, blank=True)
    note = models.TextField(
        "note sur les sources",
        blank=True,
        help_text="Ce qui est déduit ou incertain, dit au public.",
    )
    themes = models.ManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="idees"
    )
    chantiers = models.ManyToManyField(
        Chantier, verbose_name="chantiers", blank=True, related_name="idees"
    )
    mots_cles = mots_cles()
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = IdeeQuerySet.as_manager()

    class Meta(Publiable.Meta):
        verbose_name = "idée"
        ordering = [RECENTES_D_ABORD, "titre", "pk"]
        constraints = [
            *Publiable.Meta.constraints,
            *Illustre.Meta.constraints,
            models.CheckConstraint(
                condition=Q(date_reponse__isnull=True) | ~Q(reponse=""),
                name="forum_idee_reponse_datee",
                violation_error_message="Une date de réponse accompagne une réponse.",
            ),
        ]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return reverse("forum:idee_detail", args=[self.slug])

    @property
    def accroche(self):
        """What a card says: the chapô, or else the text (the card cuts it)."""
        return self.chapo or self.corps

    @property
    def surtitre(self):
        """Above a title: « Partenaire · 2024 »."""
        etiquette = "Partenaire" if self.partenaire else "Idée"
        return f"{etiquette} · {self.annee}" if self.annee else etiquette

    @property
    def etiquettes(self):
        """The tags of a card: at most three themes; needs `for_list`."""
        return [theme.nom for theme in list(self.themes.all())[:3]]

    @property
    def signature(self):
        """Who speaks: "Author, organisation", or what is known of it; "" when nothing is."""
        return ", ".join(filter(None, [self.auteur, self.organisation]))


class Proposition(models.Model):
    """An idea as a citizen sent it, with what is needed to answer them and nothing more.

    It becomes an Idee to review once its address is confirmed; unconfirmed ones are deleted by the
    worker, addresses some time after the answer.
    """

    titre = models.CharField("titre", max_length=200)
    texte = models.TextField("votre idée", max_length=8000)
    signature = models.CharField(
        "signature publique",
        max_length=200,
        blank=True,
        help_text="Le nom affiché avec l’idée si elle est publiée. Vide : « auteur non précisé ».",
    )
    organisation = models.CharField("organisation", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    idee = models.OneToOneField(
        Idee, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("reçue le", default=timezone.now)
    confirmee_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    reponse_annoncee_at = models.DateTimeField("réponse annoncée le", null=True, blank=True)
    anonymisee_at = models.DateTimeField("adresse effacée le", null=True, blank=True)

    class Meta:
        verbose_name = "proposition d’idée"
        verbose_name_plural = "propositions d’idées"
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idee__isnull=True) | Q(confirmee_at__isnull=False),
                name="forum_proposition_idee_confirmee",
                violation_error_message="Une idée vient d’une proposition confirmée.",
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(anonymisee_at__isnull=False),
                name="forum_proposition_adresse_ou_effacee",
                violation_error_message="Une proposition a une adresse jusqu’à ce qu’elle soit effacée.",
            ),
        ]

    def __str__(self):
        return self.titre

    @property
    def numero(self):
        """The number on the receipt: « P-2026-00012 »."""
        return f"P-{timezone.localtime(self.created_at).year}-{self.pk:05d}"

    def get_admin_url(self):
        """The page of the back office that shows it."""
        return reverse("admin:forum_proposition_change", args=[self.pk])
