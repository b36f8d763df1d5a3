"""Reports in the back office: read, then answered once. Nothing of them is ever edited."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from signalements import pages_du_portail, suivi
from signalements.forms import ReponseForm, SansSuiteForm
from signalements.models import Signalement
from solidaires.admin import EditeurAdmin
from solidaires.publication import Publiable, peut_relire

Etat = Signalement.Etat

# Each button of the page: what it asks, what it makes of the report, what it says once done.
DECISIONS = {
    "repondre": (ReponseForm, Etat.TRAITE, "Réponse donnée"),
    "classer": (SansSuiteForm, Etat.SANS_SUITE, "Classé sans suite"),
}
# Read as the states of the sheets: same colours for « fine », « soon » and « too late ».
COULEURS = {"tard": "refusee", "bientot": "a_relire", "temps": "brouillon", "clos": "publiee"}
# Days left from which a deadline is near.
BIENTOT = 2


class GenreFilter(admin.ChoicesFieldListFilter):
    """« Par genre »: the field is worded as the question that readers answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "genre"


@admin.register(Signalement)
class SignalementAdmin(EditeurAdmin):
    list_display = ["numero_", "delai_badge", "genre_", "page_courte", "recu"]
    list_filter = ["etat", ("genre", GenreFilter)]
    search_fields = ["page", "texte", "reponse"]
    # What waits first, the oldest on top; then what was closed last.
    ordering = [F("repondu_at").desc(nulls_first=True), "created_at", "pk"]
    actions = None

    # Rights

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # The page

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The report, its page, and the two ways to close it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(object_id) if object_id.isdecimal() else 0
        signalement = get_object_or_404(Signalement, pk=pk)
        formulaires = {
            nom: formulaire(prefix=nom) for nom, (formulaire, *_) in DECISIONS.items()
        }
        if request.method == "POST":
            nom = next((nom for nom in DECISIONS if nom in request.POST), None)
            if nom is None or not self.has_change_permission(request, signalement):
                raise PermissionDenied
            formulaires[nom] = DECISIONS[nom][0](request.POST, prefix=nom)
            if self._clore(request, signalement, nom, formulaires[nom]):
                return HttpResponseRedirect(self._retour(request))
        page = pages_du_portail.trouver(signalement.page)
        return TemplateResponse(
            request,
            "signalements/admin_signalement.html",
            {
                **self.admin_site.each_context(request),
                "title": f"Signalement {signalement.numero}",
                "opts": self.opts,
                "signalement": signalement,
                "delai": self.delai_badge(signalement),
                "page": page,
                "modifiable": isinstance(page.objet, Publiable)
                and peut_relire(request.user, type(page.objet)),
                "peut_repondre": self.has_change_permission(request, signalement)
                and signalement.etat == Etat.RECU,
                "repondre": formulaires["repondre"],
                "classer": formulaires["classer"],
            },
        )

    def _clore(self, request, signalement, nom, formulaire):
        """Close the report as the button says. Whether it is; the form or a message says why not."""
        _, etat, fait = DECISIONS[nom]
        if not formulaire.is_valid():
            return False
        try:
            suivi.clore(signalement, etat, formulaire.cleaned_data["reponse"])
        except ValidationError as erreur:
            self.message_user(request, " ".join(erreur.messages), messages.ERROR)
            return False
        self.log_change(request, signalement, f"{fait}.")
        envoyee = etat == Etat.TRAITE and signalement.email
        suite = "la réponse part par courriel" if envoyee else "rien n’est envoyé"
        self.message_user(request, f"{fait} : {suite}.", messages.SUCCESS)
        return True

    def _retour(self, request):
        """Back to the queue when it led here, or to the list."""
        if "file" in request.GET:
            return reverse("admin:index")
        return reverse("admin:signalements_signalement_changelist")

    # Columns

    @admin.display(description="numéro", ordering="pk")
    def numero_(self, obj):
        return obj.numero

    @admin.display(description="genre", ordering="genre")
    def genre_(self, obj):
        return obj.get_genre_display()

    @admin.display(description="page", ordering="page")
    def page_courte(self, obj):
        return Truncator(obj.page).chars(60)

    @admin.display(description="reçu", ordering="created_at")
    def recu(self, obj):
        jours = (timezone.localdate() - timezone.localdate(obj.created_at)).days
        if jours == 0:
            return "aujourd’hui"
        return "hier" if jours == 1 else f"il y a {jours} jours"

    @admin.display(description="délai", ordering="created_at")
    def delai_badge(self, obj):
        cle, mots = _delai(obj, timezone.localdate())
        return format_html('<span class="etat etat--{}">{}</span>', COULEURS[cle], mots)


def _delai(signalement, aujourd_hui):
    """(key of COULEURS, words) of the time that is left, or was taken, in days of Paris."""
    if signalement.etat == Etat.SANS_SUITE:
        return "temps", "Sans suite"
    if signalement.repondu_at:
        jours = (
            timezone.localdate(signalement.repondu_at)
            - timezone.localdate(signalement.created_at)
        ).days
        return "clos", f"Clos en {jours} {_jours(jours)}" if jours else "Clos le jour même"
    reste = (signalement.echeance_at.date() - aujourd_hui).days
    if reste < 0:
        return "tard", f"En retard de {-reste} {_jours(-reste)}"
    if reste == 0:
        return "bientot", "À répondre aujourd’hui"
    mots = f"{reste} {_jours(reste)} pour répondre"
    return ("bientot" if reste <= BIENTOT else "temps"), mots


def _jours(nombre):
    return "jours" if nombre > 1 else "jour"
