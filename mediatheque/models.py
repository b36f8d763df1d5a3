"""Images, documents and external links. No content app is known here; they point to these."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mediatheque import documents, images
from solidaires.texte import typographier


class Image(models.Model):
    """One picture, re-encoded and stripped of its metadata. What it *shows* is said at each use."""

    titre = models.CharField(
        "titre",
        max_length=150,
        help_text="Pour la retrouver dans la médiathèque ; le public ne le voit pas.",
    )
    fichier = models.ImageField(
        "fichier",
        upload_to=images.nom_de_stockage,
        width_field="largeur",
        height_field="hauteur",
        help_text="JPEG, PNG, WebP ou AVIF, 15 Mo et 40 mégapixels au plus. Les informations "
        "cachées (lieu, appareil) sont supprimées.",
    )
    largeur = models.PositiveIntegerField("largeur (pixels)", editable=False, default=0)
    hauteur = models.PositiveIntegerField("hauteur (pixels)", editable=False, default=0)
    credit = models.CharField(
        "crédit",
        max_length=200,
        help_text="Auteur ou autrice et, s’il y a lieu, licence : « Photo Anaïs Sibelait, "
        "Département de la Gironde ».",
    )
    # The point that any crop keeps, as shares of the width and height from the top left corner.
    foyer_x = models.FloatField(
        "point d’intérêt, horizontal",
        default=0.5,
        help_text="De 0 (bord gauche) à 1 (bord droit) : ce point reste visible si l’image est "
        "recadrée.",
    )
    foyer_y = models.FloatField(
        "point d’intérêt, vertical", default=0.5, help_text="De 0 (haut) à 1 (bas)."
    )
    created_at = models.DateTimeField("ajout", auto_now_add=True)

    class Meta:
        verbose_name = "image"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(foyer_x__gte=0, foyer_x__lte=1, foyer_y__gte=0, foyer_y__lte=1),
                name="mediatheque_image_foyer_dans_image",
                violation_error_message="Le point d’intérêt est compris entre 0 et 1.",
            ),
            models.CheckConstraint(
                condition=~Q(credit=""),
                name="mediatheque_image_creditee",
                violation_error_message="Indiquez le crédit de l’image.",
            ),
        ]

    def __str__(self):
        return self.titre

    @property
    def foyer(self):
        """The point of interest, shares to the hundredth: what the names of the crops carry."""
        return (round(self.foyer_x, 2), round(self.foyer_y, 2))

    def rendus(self, ratio=None):
        """Its sizes for one crop (see `images.rendus`); names only, no file is read."""
        return images.rendus(self.fichier.name, self.largeur, self.hauteur, ratio, self.foyer)

    def fichiers(self):
        """The names of all its files, the original first."""
        return [
            self.fichier.name,
            *(rendu.nom for ratio in images.RATIOS for rendu in self.rendus(ratio)),
        ]


class Illustre(models.Model):
    """A thing that may carry one image, with what that image says *here*.

    Abstract. The alternative text belongs to the use, not to the file: the same photograph says
    one thing on a sheet and another on a programme.
    """

    image = models.ForeignKey(
        Image,
        verbose_name="image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    image_alt = models.CharField(
        "texte alternatif",
        max_length=250,
        blank=True,
        help_text="Ce que l’image apprend à quelqu’un qui ne la voit pas, en une phrase.",
    )
    image_decorative = models.BooleanField(
        "image décorative",
        default=False,
        help_text="À cocher si l’image n’apprend rien : elle sera ignorée par les lecteurs d’écran.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(image__isnull=True)
                | (Q(image_decorative=True) & Q(image_alt=""))
                | (Q(image_decorative=False) & ~Q(image_alt="")),
                name="%(app_label)s_%(class)s_image_decrite",
                violation_error_message="Décrivez l’image, ou marquez-la décorative sans la décrire.",
            )
        ]

    def clean(self):
        """The same rule as the constraint, worded beside the field that answers it."""
        super().clean()
        if self.image_id is None or bool(self.image_alt) != self.image_decorative:
            return
        message = (
            "Une image décorative ne se décrit pas : effacez ce texte, ou décochez « image "
            "décorative »."
            if self.image_decorative
            else "Dites en une phrase ce que l’image apprend, ou cochez « image décorative » si "
            "elle n’apprend rien."
        )
        raise ValidationError({"image_alt": typographier(message)})


class Document(models.Model):
    """One PDF that pages offer for download."""

    titre = models.CharField("titre", max_length=200)
    fichier = models.FileField(
        "fichier",
        upload_to=documents.nom_de_document,
        help_text="PDF de 20 Mo au plus.",
    )
    poids = models.PositiveIntegerField("poids (octets)", default=0, editable=False)
    accessible = models.BooleanField(
        "document accessible",
        default=False,
        help_text="PDF balisé, lisible par un lecteur d’écran.",
    )
    created_at = models.DateTimeField("ajout", auto_now_add=True)

    class Meta:
        verbose_name = "document"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.titre

    def get_absolute_url(self):
        return self.fichier.url

    @property
    def poids_en_clair(self):
        """« 850 ko », « 1,9 Mo », "" when not known."""
        if self.poids < 1_000_000:
            return f"{max(1, round(self.poids / 1000))}\u00a0ko" if self.poids else ""
        return f"{self.poids / 1_000_000:.1f}\u00a0Mo".replace(".", ",")

    def fichiers(self):
        """The names of its files, as for an image."""
        return [self.fichier.name]


class LienQuerySet(models.QuerySet):
    def publiables(self):
        """The links that a page may show as links."""
        return self.filter(etat__in=Lien.PUBLIABLES)

    def record(self, etat):
        """Store what a check of today found; a reference without address has none to check.

        Returns how many links were marked.
        """
        return self.exclude(url="").update(etat=etat, date_verification=timezone.localdate())


class Lien(models.Model):
    """One external reference and what is known of its address. Shared by every page that cites it."""

    class Etat(models.TextChoices):
        A_VERIFIER = "a_verifier", "À vérifier"
        VERIFIE = "verifie", "Vérifié"
        REDIRIGE = "redirige", "Redirigé"
        INVERIFIABLE = "inverifiable", "Invérifiable"
        MORT = "mort", "Mort, confirmé"

    PUBLIABLES = (Etat.VERIFIE, Etat.REDIRIGE)

    url = models.URLField(
        "adresse",
        max_length=500,
        blank=True,
        help_text="Vide pour un document qui n’est pas en ligne.",
    )
    titre = models.CharField(
        "libellé",
        max_length=250,
        blank=True,
        help_text="Le texte du lien. Vide : le nom du site est affiché.",
    )
    etat = models.CharField(
        "état",
        max_length=12,
        choices=Etat,
        default=Etat.A_VERIFIER,
        help_text="Seuls les liens vérifiés ou redirigés sont cliquables sur le site.",
    )
    redirige_vers = models.URLField("nouvelle adresse", max_length=500, blank=True)
    date_verification = models.DateField("vérifié le", null=True, blank=True)
    remarque = models.CharField("remarque", max_length=250, blank=True)

    objects = LienQuerySet.as_manager()

    class Meta:
        verbose_name = "lien"
        ordering = ["titre", "url", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="mediatheque_lien_url_unique",
                violation_error_message="Cette adresse est déjà enregistrée : choisissez-la.",
            ),
            models.UniqueConstraint(
                fields=["titre"],
                condition=Q(url=""),
                name="mediatheque_lien_sans_adresse_unique",
                violation_error_message="Ce document est déjà enregistré.",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(titre=""),
                name="mediatheque_lien_adresse_ou_libelle",
                violation_error_message="Donnez une adresse ou, à défaut, un libellé.",
            ),
            models.CheckConstraint(
                condition=~Q(etat="redirige") | ~Q(redirige_vers=""),
                name="mediatheque_lien_redirige_vers",
                violation_error_message="Indiquez la nouvelle adresse d’un lien redirigé.",
            ),
        ]

    def __str__(self):
        return self.titre or self.hote

    @property
    def hote(self):
        """The site's name as people say it: "liberation.fr"."""
        return self.url.partition("//")[2].partition("/")[0].removeprefix("www.")

    @property
    def href(self):
        """The address to link to; "" when nothing may be linked."""
        if self.etat == self.Etat.REDIRIGE:
            return self.redirige_vers
        return self.url if self.etat == self.Etat.VERIFIE else ""
