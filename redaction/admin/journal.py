"""The journal: who did what and when in the back office, one French sentence per line; read only."""

import csv
import json
import re

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst

from solidaires import texte
from solidaires.admin import EditeurAdmin
from solidaires.texte import INSECABLE

# The gender of what the back office edits, by the first word of its name.
FEMININS = set(
    "adhésion citation demande édition étape famille fiche idée illustration image initiative "
    "intervention invitation ligne marque note page personne proposition question réponse reprise "
    "séance tâche une vague vérification version".split()
)
MASCULINS = set(
    "agent article chantier chiffre choix compte courriel document établissement focus groupe lien "
    "mot-clé podcast public rendez-vous résultat signalement territoire thème usage".split()
)
SANS_ELISION = {"une"}
# « Fiche publiée avec ses modifications. »: what the desk writes in the log.
_VERBE = re.compile(r"(Fiche|Ligne) (\w+?e)\b ?(.*?)\.?$")
# What a spreadsheet would run instead of showing.
_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def phrase(entree):
    """What an entry of the log says: « Anne Durand a publié l’initiative « X » ». No query.

    `entree` comes with its user and its type.
    """
    return texte.typographier(f"{entree.user} {_fait(entree)}")


def _fait(entree):
    objet = nommer(entree)
    if entree.action_flag == ADDITION:
        return f"a créé {objet}"
    if decision := _VERBE.match(entree.change_message):
        sujet, participe, suite = decision.groups()
        if sujet == "Ligne":
            objet = f"la ligne de la file « {entree.object_repr} »"
        # The participle agrees with « fiche » there, with nothing here.
        return f"a {participe.removesuffix('e')} {objet} {suite}".rstrip()
    if entree.action_flag == DELETION:
        return f"a supprimé {objet}"
    details = _details(entree.change_message)
    return (
        f"a modifié {objet} : {details}"
        if details
        else f"a enregistré {objet} sans rien y changer"
    )


def nommer(entree):
    """« l’initiative « X » », with the article of its type."""
    model = entree.content_type and entree.content_type.model_class()
    if model is None:  # the type has left the code since
        return f"« {entree.object_repr} »"
    nom = str(model._meta.verbose_name)
    mot = nom.split()[0]
    article = "la " if mot in FEMININS else "le "
    if texte.replier(mot)[0] in "aeiou" and mot not in SANS_ELISION:
        article = "l’"
    return f"{article}{nom} « {entree.object_repr} »"


def _details(message):
    """What changed: Django's list of fields and parts in words, or the sentence of the desk."""
    try:
        changements = json.loads(message)
    except ValueError:
        return f"{message[:1].lower()}{message[1:]}".rstrip(".")
    morceaux = []
    for changement in changements:
        for sorte, quoi in changement.items():
            champs = ", ".join(_minuscule(champ) for champ in quoi.get("fields", []))
            if "name" not in quoi:
                morceaux.append(champs)
                continue
            partie = f"{quoi['name']} « {quoi['object']} »"
            mot = {"added": "ajout : ", "deleted": "suppression : "}.get(sorte, "")
            morceaux.append(f"{mot}{partie}{f' ({champs})' if champs else ''}")
    return " ; ".join(filter(None, morceaux))


def _minuscule(nom):
    """A label inside a sentence; one in capitals (« SIRET ») stays."""
    return nom if nom[:2].isupper() else f"{nom[:1].lower()}{nom[1:]}"


class TypeFilter(admin.SimpleListFilter):
    """The types that the journal speaks of. One query."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request, model_admin):
        types = ContentType.objects.filter(logentry__isnull=False).distinct().order_by("pk")
        noms = [
            (str(t.pk), capfirst(str(t.model_class()._meta.verbose_name)))
            for t in types
            if t.model_class()
        ]
        return sorted(noms, key=lambda nom: texte.replier(nom[1]))

    def queryset(self, request, queryset):
        valeur = self.value() or ""
        return queryset.filter(content_type=int(valeur)) if valeur.isdecimal() else queryset


class ActionFilter(admin.SimpleListFilter):
    title = "action"
    parameter_name = "action_flag"

    def lookups(self, request, model_admin):
        return [
            (str(ADDITION), "Création"),
            (str(CHANGE), "Modification"),
            (str(DELETION), "Suppression"),
        ]

    def queryset(self, request, queryset):
        valeur = self.value()
        if valeur not in {str(ADDITION), str(CHANGE), str(DELETION)}:
            return queryset
        return queryset.filter(action_flag=int(valeur))


@admin.register(LogEntry)
class JournalAdmin(EditeurAdmin):
    change_list_template = "redaction/journal.html"
    list_display = ["quand", "phrase_liee"]
    list_display_links = None
    list_filter = [("user", admin.RelatedOnlyFieldListFilter), TypeFilter, ActionFilter]
    search_fields = ["object_repr", "user__nom", "user__email"]
    date_hierarchy = "action_time"
    list_select_related = ["user", "content_type"]
    list_per_page = 100
    ordering = ["-action_time", "-pk"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        """Not among the types that one edits: the link is at the top of every page."""
        return False

    def get_urls(self):
        exporter = self.admin_site.admin_view(self.exporter)
        return [
            path("journal.csv", exporter, name="admin_logentry_exporter"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"title": "Journal", "subtitle": None, **(extra_context or {})}
        )

    def exporter(self, request):
        """The list as filtered, in CSV for a spreadsheet (semicolons, UTF-8 with its mark)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            liste = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:admin_logentry_changelist"))
        reponse = StreamingHttpResponse(
            _csv(liste.queryset), content_type="text/csv; charset=utf-8"
        )
        jour = timezone.localdate().isoformat()
        reponse["Content-Disposition"] = f'attachment; filename="journal-{jour}.csv"'
        return reponse

    @admin.display(description="quand", ordering="action_time")
    def quand(self, obj):
        local = timezone.localtime(obj.action_time)
        return f"{local:%d/%m/%Y} à {local:%H:%M}".replace(" ", INSECABLE)

    @admin.display(description="qui a fait quoi")
    def phrase_liee(self, obj):
        """The sentence, leading to the page that edits the object unless it is gone."""
        if obj.action_flag == DELETION or not (url := obj.get_admin_url()):
            return phrase(obj)
        return format_html('<a href="{}">{}</a>', url, phrase(obj))


class _Ligne:
    """What `csv.writer` writes to: gives back each line instead of keeping it."""

    def write(self, ligne):
        return ligne


def _csv(entrees):
    """The lines of the file, one at a time."""
    ecrire = csv.writer(_Ligne(), delimiter=";").writerow
    yield "\ufeff" + ecrire(
        ["Date", "Heure (Paris)", "Personne", "Type", "Objet", "Ce qui a été fait"]
    )
    for entree in entrees.iterator(chunk_size=1000):
        local = timezone.localtime(entree.action_time)
        type_ = entree.content_type.name if entree.content_type else ""
        valeurs = [
            f"{local:%Y-%m-%d}",
            f"{local:%H:%M}",
            str(entree.user),
            type_,
            entree.object_repr,
            phrase(entree),
        ]
        yield ecrire([_inerte(valeur) for valeur in valeurs])


def _inerte(valeur):
    """A cell that no spreadsheet runs."""
    return f"'{valeur}" if valeur.startswith(_FORMULE) else valeur
