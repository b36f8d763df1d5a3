"""The official geography (INSEE, code officiel géographique), memberships and agents."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from mediatheque.models import Lien


class TerritoireQuerySet(models.QuerySet):
    """Filters on the geography; every territory is public."""

    def current(self):
        """Those of the COG in force (a merged commune keeps its row and its references)."""
        return self.filter(date_fin__isnull=True)

    def members(self, on=None):
        """Those with a membership in force on the date `on` (today by default)."""
        return self.filter(Exists(_adhesions_du_territoire(on)))

    def active(self):
        """The members, and those with a public initiative of their own: the few of 36 000."""
        # Two sets of keys found once: counting the initiatives of every row took half a second.
        membres = Adhesion.objects.in_force().order_by().values("territoire")
        porteurs = self._initiatives().order_by().values("territoire")
        return self.filter(Q(pk__in=membres) | Q(pk__in=porteurs))

    def with_initiatives(self):
        """Adds `nombre_initiatives` (int, public ones of the territory itself) and `est_membre` (bool)."""
        publiees = self._initiatives().filter(territoire=OuterRef("pk"))
        nombre = publiees.order_by().values("territoire").annotate(n=Count("pk")).values("n")
        return self.annotate(
            nombre_initiatives=Coalesce(Subquery(nombre), 0),
            est_membre=Exists(_adhesions_du_territoire()),
        )

    def for_map(self):
        """The départements in force and the members of any nature, with their counts, by code."""
        membres = Adhesion.objects.in_force().order_by().values("territoire")
        return (
            self.current()
            .with_initiatives()
            .filter(Q(nature=Territoire.Nature.DEPARTEMENT) | Q(pk__in=membres))
            .order_by("code", "pk")
        )

    def _initiatives(self):
        # The initiatives live in a later app: reached by the relation they declare.
        return self.model._meta.get_field("initiatives").related_model.objects.published()


def _adhesions_du_territoire(on=None):
    return Adhesion.objects.in_force(on).filter(territoire=OuterRef("pk"))


class Territoire(models.Model):
    """One territory of the COG: loaded by `charger_territoires`, never typed by hand."""

    class Nature(models.TextChoices):
        REGION = "region", "Région"
        DEPARTEMENT = "departement", "Département"
        EPCI = "epci", "Intercommunalité"
        COMMUNE = "commune", "Commune"

    nature = models.CharField("nature", max_length=12, choices=Nature)
    code = models.CharField(
        "code officiel",
        max_length=9,
        help_text="Code INSEE ; numéro SIREN pour une intercommunalité.",
    )
    nom = models.CharField("nom", max_length=150)
    # The name without accents nor case: what the admin and suggestions search, on every database.
    nom_replie = models.CharField(max_length=150, editable=False, db_index=True)
    slug = models.SlugField("adresse", max_length=150)
    region = models.ForeignKey(
        "self",
        verbose_name="région",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    departement = models.ForeignKey(
        "self",
        verbose_name="département",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    epci = models.ForeignKey(
        "self",
        verbose_name="intercommunalité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="communes",
    )
    population = models.PositiveIntegerField(
        "population",
        null=True,
        blank=True,
        help_text="Population municipale du millésime chargé.",
    )
    # Counted by the loader from the communes that lie in it; unknown for a commune.
    nombre_communes = models.PositiveIntegerField(null=True, blank=True, editable=False)
    population_commune_max = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # Set by the loader when a yearly COG no longer holds the code; references stay.
    date_fin = models.DateField("sorti du COG le", null=True, blank=True)

    objects = TerritoireQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["nature", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["nature", "code"],
                name="territoires_territoire_code_unique",
                violation_error_message="Ce code officiel existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["nature", "slug"],
                name="territoires_territoire_slug_unique",
                violation_error_message="Cette adresse est déjà prise.",
            ),
        ]
        # Those of one nature just above and just below a population: the comparable ones.
        indexes = [models.Index(fields=["nature", "population"], name="territoires_population")]

    def __str__(self):
        """« Gironde (33) »; nobody knows a région by its code, nor an EPCI by its number."""
        if self.nature in {self.Nature.REGION, self.Nature.EPCI}:
            return self.nom
        return f"{self.nom} ({self.code})"

    def get_absolute_url(self):
        return reverse("territoires:territoire_detail", args=[self.nature, self.slug])


class AdhesionQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Memberships that cover the date `on` (today by default); an unknown start is a start."""
        on = on or timezone.localdate()
        return self.filter(
            Q(date_debut__isnull=True) | Q(date_debut__lte=on),
            Q(date_fin__isnull=True) | Q(date_fin__gte=on),
        )


class Adhesion(models.Model):
    """A territory's membership of Solutions solidaires, dated as far as a source tells."""

    class Role(models.TextChoices):
        INITIATEUR = "initiateur", "Initiateur"
        MEMBRE = "membre", "Membre"

    territoire = models.ForeignKey(
        Territoire,
        verbose_name="territoire",
        on_delete=models.PROTECT,
        related_name="adhesions",
    )
    role = models.CharField("rôle", max_length=10, choices=Role, default=Role.MEMBRE)
    date_debut = models.DateField("depuis le", null=True, blank=True)
    date_fin = models.DateField("jusqu’au", null=True, blank=True)
    annee_attestee = models.PositiveSmallIntegerField(
        "année attestée",
        null=True,
        blank=True,
        help_text="Année de la source qui cite ce territoire comme membre, si les dates exactes "
        "ne sont pas connues.",
    )
    sources = models.ManyToManyField(Lien, verbose_name="sources", blank=True, related_name="+")

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["territoire__code", "date_debut", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_debut__isnull=True)
                | Q(date_fin__isnull=True)
                | Q(date_fin__gte=F("date_debut")),
                name="territoires_adhesion_dates_dans_l_ordre",
                violation_error_message="L’adhésion se termine après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["territoire", "date_debut"],
                name="territoires_adhesion_unique",
                violation_error_message="Cette adhésion existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["territoire"],
                condition=Q(date_debut__isnull=True),
                name="territoires_adhesion_sans_date_unique",
                violation_error_message="Ce territoire a déjà une adhésion sans date de début.",
            ),
        ]

    def __str__(self):
        return f"{self.territoire} : {self.en_clair}"

    @property
    def en_clair(self):
        """« membre de 2019 à 2022 », « membre, cité en 2021 »: no more than is known."""
        role = self.get_role_display().lower()
        if self.date_debut and self.date_fin:
            return f"{role} de {self.date_debut.year} à {self.date_fin.year}"
        if self.date_fin:
            return f"{role} jusqu’en {self.date_fin.year}"
        if self.date_debut:
            return f"{role} depuis {self.date_debut.year}"
        return f"{role}, cité en {self.annee_attestee}" if self.is_citation else role

    @property
    def is_citation(self):
        """Whether nothing is known of it but the year of a source that names the territory."""
        return bool(self.annee_attestee) and not (self.date_debut or self.date_fin)


class AgentQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Those who act for their territory on the date `on` (today by default), account active."""
        on = on or timezone.localdate()
        return self.filter(
            Q(date_fin__isnull=True) | Q(date_fin__gt=on),
            date_debut__lte=on,
            user__is_active=True,
        )


class Agent(models.Model):
    """A person who acts for a territory. The sheets belong to the territory, not to the person."""

    class Role(models.TextChoices):
        AGENT = "agent", "Agent ou agente"
        REFERENT = "referent", "Référent ou référente"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        on_delete=models.CASCADE,
        related_name="agents",
    )
    territoire = models.ForeignKey(
        Territoire, verbose_name="territoire", on_delete=models.PROTECT, related_name="agents"
    )
    role = models.CharField("rôle", max_length=10, choices=Role, default=Role.AGENT)
    date_debut = models.DateField("depuis le", default=timezone.localdate)
    date_fin = models.DateField(
        "fin",
        null=True,
        blank=True,
        help_text="À partir de ce jour, la personne n’ouvre plus l’espace du territoire. Les "
        "fiches restent au territoire.",
    )

    objects = AgentQuerySet.as_manager()

    class Meta:
        verbose_name = "agent"
        ordering = ["territoire__code", "user__email", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "territoire"],
                name="territoires_agent_unique",
                violation_error_message="Cette personne agit déjà pour ce territoire.",
            ),
            models.CheckConstraint(
                condition=Q(date_fin__isnull=True) | Q(date_fin__gte=F("date_debut")),
                name="territoires_agent_dates_dans_l_ordre",
                violation_error_message="La fin suit le début.",
            ),
        ]

    def __str__(self):
        return f"{self.user} pour {self.territoire}"
