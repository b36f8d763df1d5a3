"""Images, documents and links in the back office."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from mediatheque import fichiers, images
from mediatheque.forms import DocumentForm, ImageForm
from mediatheque.models import Document, Image, Lien
from solidaires.admin import EditeurAdmin
from solidaires.usages import usages, vers


class UsagesMixin:
    """Shows where an object is used, each use leading to its page, and keeps it while it is."""

    @admin.display(description="utilisation")
    def utilise_par(self, obj):
        if obj.pk is None:
            return self.get_empty_value_display()
        lignes = format_html_join(
            "", "<li>{}</li>", ((vers(usage),) for usage in usages([obj]))
        )
        return format_html("<ul>{}</ul>", lignes) if lignes else "Nulle part pour l’instant."

    def get_deleted_objects(self, objs, request):
        """Pages that cite one of `objs` protect it, even where the database would only unlink it."""
        a_supprimer, nombres, refus, _ = super().get_deleted_objects(objs, request)
        return a_supprimer, nombres, refus, [vers(usage) for usage in usages(objs)]


class FichierAdmin(UsagesMixin, EditeurAdmin):
    """A row with files, which come and go with it."""

    def save_model(self, request, obj, form, change):
        fichiers.enregistrer(obj)

    def delete_model(self, request, obj):
        fichiers.supprimer(obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            fichiers.supprimer(obj)


@admin.register(Image)
class ImageAdmin(FichierAdmin):
    form = ImageForm
    list_display = ["vignette", "titre", "dimensions", "credit", "created_at"]
    list_display_links = ["vignette", "titre"]
    search_fields = ["titre", "credit"]
    date_hierarchy = "created_at"
    list_per_page = 50
    fieldsets = [
        (
            "L’image",
            {
                "description": "Le texte alternatif se donne sur chaque fiche qui montre l’image.",
                "fields": ["titre", "fichier", "apercu", "dimensions", "credit"],
            },
        ),
        (
            "Recadrage",
            {
                "description": "Les fiches montrent parfois l’image recadrée : donnez le point qui "
                "doit rester visible, puis enregistrez pour revoir l’aperçu.",
                "fields": ["foyer_x", "foyer_y", "apercu_recadre"],
            },
        ),
        ("Utilisation", {"fields": ["utilise_par"]}),
    ]
    readonly_fields = ["apercu", "dimensions", "apercu_recadre", "utilise_par"]

    @admin.display(description="aperçu")
    def vignette(self, obj):
        return _balise(obj, None, 96)

    @admin.display(description="aperçu")
    def apercu(self, obj):
        return _balise(obj, None, 320) if obj.pk else "Enregistrez pour voir l’image."

    @admin.display(description="aperçu recadré")
    def apercu_recadre(self, obj):
        if obj.pk is None:
            return "Enregistrez pour voir l’image recadrée."
        recadrages = [ratio for ratio in images.RATIOS if ratio]
        return format_html_join(" ", "{}", ((_balise(obj, r, 320),) for r in recadrages))

    @admin.display(description="dimensions", ordering="largeur")
    def dimensions(self, obj):
        if obj.pk is None:
            return self.get_empty_value_display()
        return f"{obj.largeur} × {obj.hauteur} pixels"


def _balise(image, ratio, largeur):
    """A preview at most `largeur` pixels wide and as high."""
    rendu = image.rendus(ratio)[0]
    echelle = min(largeur / rendu.largeur, largeur / rendu.hauteur, 1)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        image.fichier.storage.url(rendu.nom),
        f"Aperçu de « {image.titre} »",
        max(1, round(rendu.largeur * echelle)),
        max(1, round(rendu.hauteur * echelle)),
    )


@admin.register(Document)
class DocumentAdmin(FichierAdmin):
    form = DocumentForm
    list_display = ["titre", "poids_en_clair", "accessible", "created_at"]
    list_filter = ["accessible"]
    search_fields = ["titre"]
    list_per_page = 50
    fieldsets = [
        ("Le document", {"fields": ["titre", "fichier", "poids_en_clair", "accessible"]}),
        ("Utilisation", {"fields": ["utilise_par"]}),
    ]
    readonly_fields = ["poids_en_clair", "utilise_par"]

    @admin.display(description="poids", ordering="poids")
    def poids_en_clair(self, obj):
        return obj.poids_en_clair or "–"


@admin.action(description="Marquer comme vérifiés aujourd’hui", permissions=["change"])
def marquer_verifies(modeladmin, request, queryset):
    modeladmin.marquer(request, queryset, Lien.Etat.VERIFIE)


@admin.action(description="Marquer comme morts, confirmé aujourd’hui", permissions=["change"])
def marquer_morts(modeladmin, request, queryset):
    modeladmin.marquer(request, queryset, Lien.Etat.MORT)


@admin.register(Lien)
class LienAdmin(UsagesMixin, EditeurAdmin):
    list_display = ["__str__", "adresse", "etat_badge", "date_verification", "remarque"]
    list_filter = ["etat"]
    search_fields = ["titre", "url", "remarque"]
    list_per_page = 100
    fieldsets = [
        (
            "Le lien",
            {
                "description": "Une adresse n’est cliquable sur le site que vérifiée ou redirigée.",
                "fields": ["url", "titre", "etat", "redirige_vers"],
            },
        ),
        ("Suivi", {"fields": ["date_verification", "remarque"]}),
        ("Utilisation", {"fields": ["utilise_par"]}),
    ]
    readonly_fields = ["utilise_par"]
    actions = [marquer_verifies, marquer_morts]

    @admin.display(description="adresse", ordering="url")
    def adresse(self, obj):
        if not obj.url:
            return self.get_empty_value_display()
        return format_html(
            '<a href="{}" rel="noopener noreferrer">{}</a>',
            obj.url,
            Truncator(obj.url.partition("//")[2].rstrip("/")).chars(60),
        )

    @admin.display(description="état", ordering="etat")
    def etat_badge(self, obj):
        return format_html(
            '<span class="etat etat--{}">{}</span>', obj.etat, obj.get_etat_display()
        )

    def marquer(self, request, queryset, etat):
        """Record one state for a selection, say how many changed and log each."""
        choisis = list(queryset)
        nombre = Lien.objects.filter(pk__in=[lien.pk for lien in choisis]).record(etat)
        LogEntry.objects.log_actions(
            request.user.pk,
            [lien for lien in choisis if lien.url],
            CHANGE,
            f"Lien marqué « {etat.label} ».",
        )
        accord = "s" if nombre > 1 else ""
        self.message_user(request, f"{nombre} lien{accord} marqué{accord} « {etat.label} ».")
        if laisses := len(choisis) - nombre:
            accord = "s" if laisses > 1 else ""
            self.message_user(
                request,
                f"{laisses} référence{accord} sans adresse laissée{accord} en l’état.",
                "warning",
            )
