"""{% load texte %}: French typography, safe rich text, numbers and dates for every template."""

from decimal import Decimal

from django import template
from django.utils.dateformat import format as formater
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from solidaires import texte

register = template.Library()

_MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@register.filter
def typo(valeur):
    """Plain text with French typography, escaped."""
    return conditional_escape(texte.typographier(str(valeur)))


@register.filter
def riche(valeur):
    """Rich text, sanitised again on the way out: the only filter that lets HTML through."""
    return mark_safe(texte.assainir(valeur or ""))  # noqa: S308 -- assainir is the sanitiser


@register.filter
def extrait(valeur, longueur=180):
    """The first words of a plain or rich text within `longueur` characters, "…" when cut."""
    return texte.extrait(valeur or "", int(longueur))


@register.filter
def renseigne(valeur, sinon="non communiqué"):
    """A plain text with French typography, or `sinon` set apart when the record does not say."""
    if valeur is None or valeur == "":
        return format_html('<span class="non-renseigne">{}</span>', sinon)
    return typo(valeur)


@register.filter
def nombre(valeur):
    """A number as French writes it: « 15 000 », « 0,5 »; "" for None."""
    if valeur is None or valeur == "":
        return ""
    decimal = Decimal(str(valeur)).normalize()
    return f"{decimal:,f}".replace(",", texte.INSECABLE).replace(".", ",")


@register.filter
def pluriel(nombre, marque="s"):
    """`marque` from two on: French counts zero as one, unlike `pluralize`."""
    return marque if nombre > 1 else ""


@register.filter
def mois_annee(annee, mois):
    """« février 2024 » from 2024 and 2; « 2024 » without a month."""
    return f"{_MOIS[int(mois) - 1]}{texte.INSECABLE}{annee}" if mois else str(annee)


@register.simple_tag
def periode(debut, fin=None):
    """Two dates as one says them, each in a <time>: « du 9 au 11 février 2024 »; "" without a start."""
    if not debut:
        return ""
    if not fin or fin == debut:
        return _jour(debut, "j F Y")
    motif = "j"
    if debut.year != fin.year:
        motif = "j F Y"
    elif debut.month != fin.month:
        motif = "j F"
    return format_html("du {} au {}", _jour(debut, motif), _jour(fin, "j F Y"))


def _jour(date, motif):
    """One day in a <time>, its first written « 1er », never cut at the end of a line."""
    ecrit = formater(date, motif)
    if date.day == 1:
        ecrit = ecrit.replace("1", "1er", 1)
    return format_html(
        '<time datetime="{}">{}</time>',
        date.isoformat(),
        ecrit.replace(" ", texte.INSECABLE),
    )
