"""User: a person who signs in with an e-mail address; their identities at a provider."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

# Who signs what the portal does by itself; the domain is reserved (RFC 2606), nobody receives.
ADRESSE_AUTOMATE = "portail@solidaires.invalid"


class UserManager(BaseUserManager):
    """Creates users by e-mail; the part before @ keeps its case, comparison does not."""

    use_in_migrations = True

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **champs):
        """`password` is what Django's commands may give: nobody signs in with one."""
        if not email:
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=self.normalize_email(email), **champs)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def automate(self):
        """The author of what no person did: scheduled changes, loads, answers of outsiders.

        An inactive account without password: it can neither sign in nor be lent.
        """
        automate, _ = self.get_or_create(
            email=ADRESSE_AUTOMATE,
            defaults={"nom": "Le portail", "is_active": False, "password": "!"},
        )
        return automate

    def create_superuser(self, email, password=None, **champs):
        return self.create_user(email, **{"is_staff": True, "is_superuser": True, **champs})


class User(AbstractBaseUser, PermissionsMixin):
    """A person with access: the coordinator, an agent of a territory, a maintainer."""

    email = models.EmailField("adresse électronique", unique=True)
    nom = models.CharField(
        "nom affiché",
        max_length=150,
        blank=True,
        help_text="Prénom et nom, tels que les voient les autres membres de l’équipe.",
    )
    is_staff = models.BooleanField(
        "accès à la coordination",
        default=False,
        help_text="Permet d’ouvrir le back-office ; les droits viennent ensuite des groupes.",
    )
    is_active = models.BooleanField(
        "actif",
        default=True,
        help_text="Décochez plutôt que de supprimer : l’historique reste lisible.",
    )
    date_joined = models.DateTimeField("inscription", default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="comptes_user_email_sans_casse",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            )
        ]

    def __str__(self):
        return self.nom or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    def close_sessions(self):
        """End every session of this person, wherever it is open.

        Each session carries a digest of this field, that nobody can sign in with.
        """
        self.set_unusable_password()
        self.save(update_fields=["password"])


class Identite(models.Model):
    """Who a provider of identities (ProConnect) says that a user is: its own number for them."""

    user = models.ForeignKey(
        User, verbose_name="compte", on_delete=models.CASCADE, related_name="identites"
    )
    emetteur = models.CharField("fournisseur", max_length=200)
    # « sub », unique at one provider only.
    sub = models.CharField("identifiant chez le fournisseur", max_length=255)
    created_at = models.DateTimeField("reliée le", default=timezone.now)

    class Meta:
        verbose_name = "identité"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["emetteur", "sub"],
                name="comptes_identite_unique",
                violation_error_message="Cette identité est déjà reliée à un compte.",
            )
        ]

    def __str__(self):
        return f"{self.user} ({self.emetteur})"
