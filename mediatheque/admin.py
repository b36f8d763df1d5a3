"""Images, documents and links in the back office."""

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from mediatheque import fichiers
from mediatheque.forms import DocumentForm, ImageForm
from mediatheque.models import Document, Image, Lien
from solidaires.admin import EditeurAdmin


def usages(objet):
    """The rows of any type that point to `objet`. One query per relation: for a form, not a list."""
    for model in apps.get_models():
        # Automatic tables of many-to-many relations are seen from their owner.
        if model._meta.auto_created:
            continue
        champs = [
            champ.name
            for champ in model._meta.get_fields()
            if (champ.many_to_one or champ.many_to_many)
            and champ.concrete
            and champ.related_model is type(objet)
        ]
        if champs:
            condition = Q()
            for champ in champs:
                condition |= Q(**{champ: objet})
            yield from model._default_manager.filter(condition).distinct()


class UsagesMixin:
    """Shows where an object is used, each use leading to its page."""

    @admin.display(description="utilisé par")
    def utilise_par(self, obj):
        if obj.pk is None:
            return self.get_empty_value_display()
        lignes = format_html_join("", "<li>{}</li>", ((_vers(usage),) for usage in usages(obj)))
        return format_html("<ul>{}</ul>", lignes) if lignes else "Rien pour l’instant."


def _vers(objet):
    texte = f"{objet._meta.verbose_name} : {objet}"
    try:
        url = reverse(
            f"admin:{objet._meta.app_label}_{objet._meta.model_name}_change", args=[objet.pk]
        )
    except NoReverseMatch:
        return texte
    return format_html('<a href="{}">{}</a>', url, texte)


class FichierAdmin(UsagesMixin, EditeurAdmin):
    """A row with files: they go when the row has gone, and only then."""

    def noms_des_fichiers(self, obj):
        return [obj.fichier.name]

    def save_model(self, request, obj, form, change):
        if change and form.has_changed():
            avant = self.model.objects.get(pk=obj.pk)
            fichiers.supprimer_apres_validation(self.noms_des_fichiers(avant))
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        fichiers.supprimer_apres_validation(self.noms_des_fichiers(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            fichiers.supprimer_apres_validation(self.noms_des_fichiers(obj))
        super().delete_queryset(request, queryset)


@admin.register(Image)
class ImageAdmin(FichierAdmin):
    form = ImageForm
    list_display = ["vignette", "titre", "dimensions", "credit", "created_at"]
    list_display_links = ["vignette", "titre"]
    search_fields = ["titre", "credit"]
    date_hierarchy = "created_at"
    fieldsets = [
        (
            "L’image",
            {
                "description": "Le texte alternatif se donne sur chaque fiche qui montre l’image.",
                "fields": ["titre", "fichier", "apercu", "credit"],
            },
        ),
        ("Recadrage", {"fields": [("foyer_x", "foyer_y")]}),
        ("Usages", {"fields": ["dimensions", "utilise_par"]}),
    ]
    readonly_fields = ["apercu", "dimensions", "utilise_par"]

    def noms_des_fichiers(self, obj):
        return obj.fichiers()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        fichiers.produire_apres_validation(obj)

    @admin.display(description="aperçu")
    def vignette(self, obj):
        return _balise(obj, 96)

    @admin.display(description="aperçu")
    def apercu(self, obj):
        return _balise(obj, 320) if obj.pk else self.get_empty_value_display()

    @admin.display(description="dimensions", ordering="largeur")
    def dimensions(self, obj):
        return f"{obj.largeur} × {obj.hauteur} pixels"


def _balise(image, largeur):
    rendu = image.rendus()[0]
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        image.fichier.storage.url(rendu.nom),
        f"Aperçu de l’image « {image.titre} »",
        largeur,
        round(largeur * rendu.hauteur / rendu.largeur),
    )


@admin.register(Document)
class DocumentAdmin(FichierAdmin):
    form = DocumentForm
    list_display = ["titre", "poids_en_clair", "accessible", "created_at"]
    list_filter = ["accessible"]
    search_fields = ["titre"]
    fieldsets = [
        ("Le document", {"fields": ["titre", "fichier", "accessible"]}),
        ("Usages", {"fields": ["utilise_par"]}),
    ]
    readonly_fields = ["utilise_par"]

    def save_model(self, request, obj, form, change):
        obj.poids = obj.fichier.size
        super().save_model(request, obj, form, change)

    @admin.display(description="poids", ordering="poids")
    def poids_en_clair(self, obj):
        return f"{obj.poids / 1_000_000:.1f} Mo".replace(".", ",")


@admin.action(description="Marquer comme vérifiés", permissions=["change"])
def marquer_verifies(modeladmin, request, queryset):
    modeladmin.marquer(request, queryset, Lien.Etat.VERIFIE)


@admin.action(description="Marquer comme morts", permissions=["change"])
def marquer_morts(modeladmin, request, queryset):
    modeladmin.marquer(request, queryset, Lien.Etat.MORT)


@admin.register(Lien)
class LienAdmin(UsagesMixin, EditeurAdmin):
    list_display = ["__str__", "hote", "etat", "date_verification", "remarque"]
    list_filter = ["etat"]
    search_fields = ["titre", "url", "remarque"]
    actions = [marquer_verifies, marquer_morts]
    fieldsets = [
        (
            "Le lien",
            {
                "description": "Une adresse n’est cliquable sur le site que vérifiée ou redirigée.",
                "fields": ["url", "titre", "etat", "redirige_vers"],
            },
        ),
        ("Suivi", {"fields": ["date_verification", "remarque", "utilise_par"]}),
    ]
    readonly_fields = ["utilise_par"]

    def marquer(self, request, queryset, etat):
        nombre = queryset.update(etat=etat, date_verification=timezone.localdate())
        accord = "s" if nombre > 1 else ""
        self.message_user(request, f"{nombre} lien{accord} : {etat.label.lower()}.")
