"""States in the lists and on the pages of the back office."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from solidaires import texte
from solidaires.publication import EN_LIGNE, Etat


class EtatFilter(admin.SimpleListFilter):
    """State as the public experiences it: a scheduled item whose hour has passed is published."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [*Etat.choices, ("attente", "Avec modifications en attente")]

    def queryset(self, request, queryset):
        valeur, now = self.value(), timezone.now()
        if valeur == "attente":
            return queryset.filter(en_attente=True)
        if valeur not in Etat.values:
            return queryset
        if valeur == Etat.PUBLIEE:
            return queryset.published(now)
        if valeur == Etat.PROGRAMMEE:
            return queryset.filter(etat__in=EN_LIGNE, published_at__gt=now)
        if valeur == Etat.RETIREE:
            return queryset.filter(etat=Etat.RETIREE) | queryset.filter(
                etat__in=EN_LIGNE, retired_at__lte=now
            )
        return queryset.filter(etat=valeur)


def pastille(etat):
    return format_html('<span class="etat etat--{}">{}</span>', etat.value, etat.label)


def etat_date(objet):
    """The state of a saved object with its hours, and the reason given for it."""
    etat, quand = objet.etat_effectif, ""
    if etat == Etat.PROGRAMMEE:
        quand = f"pour le {heure(objet.published_at)}"
    elif etat == Etat.PUBLIEE:
        quand = f"depuis le {heure(objet.published_at)}"
    elif etat == Etat.RETIREE and objet.retired_at:
        quand = f"le {heure(objet.retired_at)}"
    if etat in EN_LIGNE and objet.retired_at:
        quand += f", jusqu’au {heure(objet.retired_at)}"
    motif = format_html("<br>Motif : {}", objet.motif) if objet.motif else ""
    return format_html("{} {}{}", pastille(etat), quand, motif)


def heure(instant):
    """« 10/03/2026 à 10:00 (heure de Paris) »."""
    local = timezone.localtime(instant)
    return texte.typographier(f"{local:%d/%m/%Y} à {local:%H:%M} (heure de Paris)")
