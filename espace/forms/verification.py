"""What goes with each answer to the yearly question."""

from django import forms
from django.utils import timezone

from espace.forms.champs import compter
from espace.models import Verification

# Quoted in the summary of a proposal, which holds a thousand signs.
LONGUEUR = 900


class OuiForm(forms.Form):
    """Nothing has changed: nothing to say."""


class ModifierForm(forms.Form):
    """Things have changed: what, if they have a minute."""

    precision = forms.CharField(
        label="Ce qui a changé",
        required=False,
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La coordination le lira, même si vous ne corrigez pas la fiche tout de suite.",
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        compter(self.fields["precision"])


class ArreteeForm(ModifierForm):
    """It has stopped: why, and since when."""

    date_arret = forms.DateField(
        label="Arrêtée depuis le",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Si vous le savez. Sinon, la fiche dira l’année en cours.",
        error_messages={"invalid": "Cette date n’existe pas\u00a0: jour/mois/année."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        precision = self.fields["precision"]
        precision.label = "Pourquoi, et ce qu’il en reste"
        precision.help_text = (
            "Une initiative arrêtée reste utile aux autres\u00a0: dites ce qu’elle a appris."
        )
        precision.required = True
        precision.error_messages["required"] = "Dites en une phrase pourquoi elle est arrêtée."

    def clean_date_arret(self):
        date = self.cleaned_data["date_arret"]
        if date and date > timezone.localdate():
            raise forms.ValidationError("Cette date n’est pas encore passée.")
        return date


# By answer, in the order of the page.
FORMULAIRES = {
    Verification.Reponse.OUI: OuiForm,
    Verification.Reponse.MODIFIER: ModifierForm,
    Verification.Reponse.ARRETEE: ArreteeForm,
}


def formulaires(reponse="", saisie=None):
    """{answer: its form}; the one of `reponse` is bound to what was posted."""
    return {
        nom: classe(saisie if nom == reponse else None, prefix=nom)
        for nom, classe in FORMULAIRES.items()
    }
