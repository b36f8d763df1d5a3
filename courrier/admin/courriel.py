"""« Courriels » in the back office: what was sent, what was not, and what a person can do about it."""

from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from courrier.admin.tache import heure
from courrier.models import Courriel
from courrier.poste import reveiller
from solidaires import texte
from solidaires.admin import EditeurAdmin

Etat = Courriel.Etat

# The colours of the states of the sheets: fine, on its way, needs you, refused, over.
COULEURS = {
    Etat.A_ENVOYER: "programmee",
    Etat.PRIS: "programmee",
    Etat.REMIS: "programmee",
    Etat.ENVOYE: "publiee",
    Etat.INCERTAIN: "a_relire",
    Etat.ECHEC: "refusee",
    Etat.PERIME: "brouillon",
    Etat.ABANDONNE: "brouillon",
}
RISQUE = (
    "Le serveur a reçu ce courriel, mais sa réponse s’est perdue : il est peut-être déjà arrivé. "
    "L’envoyer de nouveau peut en donner une deuxième copie. Si vous le pouvez, demandez d’abord à "
    "la personne si elle l’a reçu."
)
EXPLICATIONS = {
    Etat.A_ENVOYER: "Il part tout seul dès que le serveur de courriel l’accepte.",
    Etat.PRIS: "Le portail s’adresse au serveur de courriel.",
    Etat.REMIS: "Le serveur de courriel n’a pas encore répondu.",
    Etat.ENVOYE: "Le serveur de courriel l’a accepté. Le portail ne sait pas s’il a été lu.",
    Etat.INCERTAIN: RISQUE,
    Etat.ECHEC: "Il n’est pas parti. Corrigez ce qui l’empêche, puis envoyez-le de nouveau.",
    Etat.PERIME: "Il n’est pas parti à temps : il ne servait plus à rien.",
    Etat.ABANDONNE: "Une personne a décidé de ne plus l’envoyer.",
}


@admin.action(description="Envoyer de nouveau", permissions=["change"])
def renvoyer(modeladmin, request, queryset):
    """Asks first when one of them may have arrived."""
    if "_confirmer" not in request.POST and queryset.filter(etat=Etat.INCERTAIN).exists():
        return TemplateResponse(
            request,
            "courrier/renvoyer.html",
            {
                **modeladmin.admin_site.each_context(request),
                "title": "Envoyer de nouveau\u00a0?",
                "opts": modeladmin.opts,
                "courriels": queryset,
                "risque": texte.typographier(RISQUE),
            },
        )
    maintenant = timezone.now()
    _faire(
        modeladmin,
        request,
        queryset,
        lambda seul: seul.send_again(maintenant),
        fait="partira dans quelques secondes",
        faits="partiront dans quelques secondes",
        trace="Nouvel envoi demandé.",
        sinon="ne peut pas être envoyé de nouveau : il n’est pas en échec, il est périmé ou son "
        "texte est effacé.",
    )
    reveiller()
    return None


@admin.action(description="Abandonner", permissions=["change"])
def abandonner(modeladmin, request, queryset):
    _faire(
        modeladmin,
        request,
        queryset,
        lambda seul: seul.give_up(),
        fait="ne sera pas envoyé",
        faits="ne seront pas envoyés",
        trace="Envoi abandonné.",
        sinon="ne peut pas être abandonné : il est parti, ou il est en train de partir.",
    )


def _faire(modeladmin, request, queryset, verbe, *, fait, faits, trace, sinon):
    """Apply `verbe` to each mail by itself; says how many, and which ones could not and why."""
    nombre = 0
    for courriel in queryset:
        if verbe(Courriel.objects.filter(pk=courriel.pk)):
            nombre += 1
            modeladmin.log_change(request, courriel, trace)
        else:
            modeladmin.message_user(request, f"« {courriel} » {sinon}", messages.WARNING)
    if nombre:
        phrase = f"{nombre} courriels {faits}." if nombre > 1 else f"1 courriel {fait}."
        modeladmin.message_user(request, phrase, messages.SUCCESS)


class DateFilter(admin.DateFieldListFilter):
    """« Par date », where Django says « Par écrit le »."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "date"


@admin.register(Courriel)
class CourrielAdmin(EditeurAdmin):
    """Read only: the portal writes these rows and the worker sends them."""

    list_display = ["sujet", "etat_et_reponse", "date", "destinataire"]
    list_filter = ["etat", ("created_at", DateFilter)]
    search_fields = ["sujet", "destinataire"]
    fieldsets = [
        (None, {"fields": ["sujet", "destinataire", "etat_badge", "explication", "erreur"]}),
        (
            "Envoi",
            {
                "fields": [
                    "created_at",
                    "envoye_at",
                    "essais",
                    "prochain_essai_at",
                    "expire_at",
                    "lien_suivi",
                ]
            },
        ),
        ("Texte", {"fields": ["texte_lu"]}),
    ]
    change_form_template = "admin/courriel_change_form.html"
    actions = [renvoyer, abandonner]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """The right gives the actions; no row is typed over."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        """Without the lines that have nothing to say of this mail."""
        muets = {
            "erreur": not obj.erreur,
            "envoye_at": not obj.envoye_at,
            "prochain_essai_at": obj.etat != Etat.A_ENVOYER,
            "expire_at": not obj.expire_at,
            "lien_suivi": not obj.suivi,
        }
        return [
            (titre, {"fields": [champ for champ in options["fields"] if not muets.get(champ)]})
            for titre, options in super().get_fieldsets(request, obj)
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        """With the buttons of the actions that this mail allows."""
        seul = Courriel.objects.filter(pk=kwargs["obj"].pk)
        possibles = {
            "renvoyer": seul.resendable(timezone.now()),
            "abandonner": seul.stoppable(),
        }
        permises = self.get_actions(request)
        context["actions_offertes"] = [
            {"nom": nom, "libelle": permises[nom][2]}
            for nom, concernes in possibles.items()
            if nom in permises and concernes.exists()
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="état")
    def etat_badge(self, obj):
        return format_html(
            '<span class="etat etat--{}">{}</span>', COULEURS[obj.etat], obj.get_etat_display()
        )

    @admin.display(description="état", ordering="etat")
    def etat_et_reponse(self, obj):
        """With what the server said below, when it said no."""
        badge = self.etat_badge(obj)
        if not obj.erreur:
            return badge
        return format_html("{}<br>{}", badge, Truncator(obj.erreur).chars(90))

    @admin.display(description="date", ordering="created_at")
    def date(self, obj):
        """When it left, or else when it was written."""
        return heure(obj.envoye_at or obj.created_at)

    @admin.display(description="ce que cela veut dire")
    def explication(self, obj):
        return texte.typographier(EXPLICATIONS[obj.etat])

    @admin.display(description="à propos de")
    def lien_suivi(self, obj):
        return format_html('<a href="{}">Voir ce dont il parle</a>', obj.suivi)

    @admin.display(description="texte")
    def texte_lu(self, obj):
        """Its words, unless they open something: a code or a personal link is for one person."""
        if obj.secret:
            return "Ce courriel contient un code ou un lien personnel\u00a0: il n’est montré à personne."
        return obj.texte or "Effacé\u00a0: un courriel est vidé 90\u00a0jours après son envoi."
