"""Fields of the steps: rich text typed as marks, an amount, a source, years."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from espace.mise_en_forme import en_html, en_saisie
from mediatheque.models import Lien
from solidaires.publication import TexteRicheField
from solidaires.texte import INSECABLE, typographier

LONGUEUR_TEXTE = 20_000
_CHIFFRES_D_UNE_CLE = 18
ANNEE_MIN, ANNEE_MAX = 1800, 2100
_TROP_LONG = "Ce texte compte %(show_value)d signes : gardez-en %(limit_value)d au plus."
_EXTENSIONS = r"pdf|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|zip"
_SITE = re.compile(
    rf"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?!(?:{_EXTENSIONS})$)[a-z]{{2,24}}(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_AUTRE_PROTOCOLE = re.compile(r"[a-z][a-z0-9+.-]*:(?!\s)", re.IGNORECASE)


class TexteRicheSaisiField(forms.CharField):
    """Rich text as marks (espace/mise_en_forme.py). Left as it was shown, it keeps its every tag."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(
            max_length=LONGUEUR_TEXTE, error_messages={"max_length": _TROP_LONG}, **options
        )
        self.origine = ""

    def montrer(self, html):
        """Fill the field with rich text; returns what it shows."""
        self.origine = html
        return en_saisie(html)

    def clean(self, value):
        saisie = super().clean(value)
        if _meme_texte(saisie, en_saisie(self.origine)):
            return self.origine
        return en_html(saisie)

    def widget_attrs(self, widget):
        return {"data-limite": LONGUEUR_TEXTE, "data-collage": "", "rows": 8}


def _meme_texte(saisie, autre):
    """Browsers end lines in their own way and fields strip their ends."""
    return saisie.replace("\r\n", "\n").strip() == autre.strip()


class ChoixField(forms.ModelMultipleChoiceField):
    """Rows to tick; a key that no database could hold is one that does not exist."""

    def clean(self, value):
        if any(len(str(pk)) > _CHIFFRES_D_UNE_CLE for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": "…"})
        return super().clean(value)


class MontantField(forms.DecimalField):
    """An amount as French people write it: « 543 000 € », « 12,50 »."""

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s€]|euros?", "", value, flags=re.IGNORECASE).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}".replace(",", INSECABLE).replace(".", ",")
        return value


class SourceField(forms.CharField):
    """The source of a figure: the address of a page, or the name of a document that is not online.

    Gives a Lien, not saved when the portal does not know it yet (see `enregistrer_lien`), or None.
    """

    def clean(self, value):
        dite = super().clean(value)
        if not dite:
            return None
        if not _SITE.fullmatch(dite):
            if _AUTRE_PROTOCOLE.match(dite):
                raise ValidationError(
                    f"Une adresse commence par https://{INSECABLE}: copiez celle de la page."
                )
            if len(dite) > 250:
                raise ValidationError("Le nom d’un document compte 250 signes au plus.")
            return _connu(url="", titre=dite)
        url = _ADRESSE.clean(dite)
        return _connu(url=url)

    def prepare_value(self, value):
        return (value.url or value.titre) if isinstance(value, Lien) else value


_ADRESSE = forms.URLField(
    assume_scheme="https",
    max_length=500,
    error_messages={
        "invalid": f"Cette adresse n’est pas complète{INSECABLE}: copiez celle de la page, depuis "
        "https://.",
        "max_length": f"Cette adresse dépasse 500 signes{INSECABLE}: donnez-en une plus courte.",
    },
)


def _connu(**criteres):
    return Lien.objects.filter(**criteres).first() or Lien(**criteres)


def enregistrer_lien(lien, libelle=""):
    """The Lien of this address or name in the database, to be checked when it is new."""
    if lien.pk:
        return lien
    if not lien.url:
        return Lien.objects.get_or_create(url="", titre=lien.titre)[0]
    return Lien.objects.get_or_create(url=lien.url, defaults={"titre": libelle})[0]


def champ_de_saisie(champ, **options):
    """The field of a form for a column: said in French, long answers shown whole and counted."""
    if isinstance(champ, TexteRicheField):
        champ_saisi = TexteRicheSaisiField(
            label=_en_tete(champ.verbose_name), help_text=champ.help_text, required=False
        )
    elif isinstance(champ, models.ManyToManyField):
        champ_saisi = champ.formfield(form_class=ChoixField, **options)
    else:
        champ_saisi = champ.formfield(**options)
        if getattr(champ, "choices", None):
            champ_saisi.choices = [("", "Non renseigné"), *champ.choices]
    return compter(champ_saisi)


def compter(champ, *, dire=True):
    """Have the limit of a field told instead of cutting what is pasted; its words typeset.

    `dire`: in the help text, for fields that have a line to themselves; static/js/compteur.js counts.
    """
    limite = champ.widget.attrs.pop("maxlength", None)
    if limite:
        champ.widget.attrs["data-limite"] = limite
        champ.error_messages["max_length"] = _TROP_LONG
    if limite and dire:
        dite = f"{int(limite):,}".replace(",", INSECABLE)
        champ.help_text = f"{champ.help_text} {dite}{INSECABLE}signes au plus.".strip()
    champ.label = typographier(str(champ.label or ""))
    champ.help_text = typographier(str(champ.help_text))
    # Django's own messages are lazy, and typeset by their translators.
    champ.error_messages |= {
        cle: typographier(message)
        for cle, message in champ.error_messages.items()
        if isinstance(message, str)
    }
    return champ


def champ_annee(label, **options):
    """A year, typed in digits."""
    return forms.IntegerField(
        label=label,
        min_value=ANNEE_MIN,
        max_value=ANNEE_MAX,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Une année s’écrit en quatre chiffres."
        ),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}
        ),
        **options,
    )


def _en_tete(label):
    return label[0].upper() + label[1:]


def texte_saisi(formulaire):
    """[(label, words)] of what was typed in a bound form, to be copied elsewhere; choices aside."""
    return [
        (champ.label, champ.value())
        for champ in formulaire
        if isinstance(champ.field.widget, forms.TextInput | forms.Textarea)
        and isinstance(champ.value(), str)
        and champ.value().strip()
    ]
