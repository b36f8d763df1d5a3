"""What the coordination types about access: a SIREN, and for which territory somebody acts."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from espace.models import Etablissement, Invitation
from territoires.models import Agent, Territoire

IMPOSSIBLE = "Ce numéro n’existe pas\u00a0: vérifiez chaque chiffre."


class EtablissementForm(forms.ModelForm):
    """A SIREN as one finds it: with spaces, or within a SIRET."""

    siren = forms.CharField(
        label="SIREN",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Neuf chiffres, espaces permis. D’un SIRET collé ici, les neuf premiers sont gardés.",
    )

    class Meta:
        model = Etablissement
        fields = ["siren", "territoire"]

    def clean_siren(self):
        chiffres = re.sub(r"\s", "", self.cleaned_data["siren"])
        if not re.fullmatch(r"[0-9]{9}|[0-9]{14}", chiffres):
            raise forms.ValidationError("Un numéro SIREN a neuf chiffres, un SIRET quatorze.")
        if not _cle_juste(chiffres[:9]):
            raise forms.ValidationError(IMPOSSIBLE)
        return chiffres[:9]


class AccueilForm(forms.Form):
    """For which territory to invite somebody whom ProConnect vouches for."""

    territoire = forms.ModelChoiceField(
        Territoire.objects,
        label="Territoire",
        help_text="Celui pour lequel la personne agira. Les premières lettres suffisent.",
        error_messages={"required": "Choisissez le territoire."},
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=Agent.Role,
        initial=Agent.Role.AGENT,
        widget=forms.RadioSelect,
        help_text="Une personne référente décide aussi qui agit pour le territoire.",
        error_messages={"required": "Choisissez un rôle."},
    )
    retenir = forms.BooleanField(
        required=False,
        initial=True,
        help_text="Ses collègues invités entreront alors par ProConnect sans passer par vous. À décocher "
        "quand la personne travaille ailleurs que dans la collectivité.",
    )

    use_required_attribute = False

    def __init__(self, *args, demande, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.demande = demande
        self.fields["territoire"].widget = AutocompleteSelect(
            Invitation._meta.get_field("territoire"),
            admin.site,
            attrs={"data-dropdown-parent": "#content"},
            choices=self.fields["territoire"].choices,
        )
        self.connu = Etablissement.objects.filter(siren=demande.siren).first()
        if self.connu:
            self.fields["territoire"].initial = self.connu.territoire_id
        if self.connu or not demande.siren:
            del self.fields["retenir"]
        else:
            self.fields[
                "retenir"
            ].label = f"Retenir que le SIREN {demande.siren} est celui de ce territoire"


def _cle_juste(siren):
    """Whether the last digit of a SIREN agrees with the others (Luhn)."""
    doubles = [int(c) * (1 + rang % 2) for rang, c in enumerate(reversed(siren))]
    return sum(sum(divmod(double, 10)) for double in doubles) % 10 == 0
