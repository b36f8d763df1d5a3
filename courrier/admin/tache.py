"""« Travail automatique » in the back office: the proof that the scheduled jobs run."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html

from courrier.models import Tache
from courrier.taches import REGISTRE
from solidaires import texte
from solidaires.admin import EditeurAdmin

# Reads like the states of the sheets: same colours for « fine » and « needs you ».
COULEURS = {
    Tache.Statut.OK: "publiee",
    Tache.Statut.EN_COURS: "programmee",
    Tache.Statut.JAMAIS: "brouillon",
    Tache.Statut.EN_ECHEC: "refusee",
}


@admin.action(description="Relancer maintenant", permissions=["change"])
def relancer(modeladmin, request, queryset):
    """The worker takes them at its next look, in a few seconds."""
    maintenant = timezone.now()
    libres = list(queryset.idle(maintenant))
    en_cours = [tache for tache in queryset if tache not in libres]
    queryset.bring_forward(maintenant)
    for tache in libres:
        modeladmin.log_change(request, tache, "Nouveau passage demandé.")
        modeladmin.message_user(
            request,
            f"« {tache} » passera dans quelques secondes. Rechargez la page pour voir le résultat.",
            messages.SUCCESS,
        )
    for tache in en_cours:
        modeladmin.message_user(
            request,
            f"« {tache} » est en cours : attendez la fin de ce passage.",
            messages.WARNING,
        )


@admin.register(Tache)
class TacheAdmin(EditeurAdmin):
    """Read only: the worker writes these rows. The one thing to ask for is a run at once."""

    list_display = [
        "libelle",
        "etat_badge",
        "dernier_passage",
        "duree",
        "resultat",
        "prochain_passage",
    ]
    fieldsets = [
        (None, {"fields": ["libelle", "etat_badge", "resultat"]}),
        (
            "Passages",
            {
                "description": "Une tâche en échec est essayée de nouveau toute seule, "
                "jusqu’à ce qu’elle aboutisse.",
                "fields": [
                    "periode",
                    "dernier_passage",
                    "duree",
                    "dernier_succes_at",
                    "erreur_at",
                    "prochain_passage",
                ],
            },
        ),
    ]
    actions = [relancer]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(nom__in=REGISTRE)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """The right gives the action of the list; no row is typed over."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="état", ordering="-echecs")
    def etat_badge(self, obj):
        statut = obj.statut
        return format_html(
            '<span class="etat etat--{}">{}</span>', COULEURS[statut], statut.label
        )

    @admin.display(description="dernier passage", ordering="dernier_debut_at")
    def dernier_passage(self, obj):
        return heure(obj.dernier_debut_at)

    @admin.display(description="durée", ordering="duree_ms")
    def duree(self, obj):
        if obj.duree_ms is None:
            return None
        if obj.duree_ms < 1000:
            return "moins d’une seconde"
        secondes = obj.duree_ms // 1000
        return f"{secondes} seconde{'s' if secondes > 1 else ''}"

    @admin.display(description="résultat")
    def resultat(self, obj):
        """What failed and since how many tries, or else what the last useful run did."""
        if obj.echecs:
            fois = "1 échec" if obj.echecs == 1 else f"{obj.echecs} échecs de suite"
            return texte.typographier(f"{obj.erreur} ({fois})")
        if obj.bilan:
            return texte.typographier(f"{obj.bilan} ({heure(obj.bilan_at)})")
        return "Rien à faire jusqu’ici" if obj.dernier_succes_at else None

    @admin.display(description="prochain passage", ordering="prochain_at")
    def prochain_passage(self, obj):
        return heure(obj.prochain_at)

    @admin.display(description="rythme")
    def periode(self, obj):
        minutes = obj.periode_minutes
        if minutes % 60:
            return "toutes les minutes" if minutes == 1 else f"toutes les {minutes} minutes"
        heures = minutes // 60
        if heures % 24:
            return "toutes les heures" if heures == 1 else f"toutes les {heures} heures"
        return "tous les jours" if heures == 24 else f"tous les {heures // 24} jours"


def heure(instant):
    """« 10/03/2026 à 10:00 », or None."""
    return instant and f"{timezone.localtime(instant):%d/%m/%Y à %H:%M}"
