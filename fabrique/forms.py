"""The filters of the list of initiatives."""

from urllib.parse import urlencode

from django import forms

from chantiers.models import Theme
from fabrique.models import Initiative


class InitiativeFilterForm(forms.Form):
    """Bound to the query string; a value that is not offered gives a message and filters nothing."""

    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label="Thème",
        to_field_name="slug",
        required=False,
        empty_label="Tous les thèmes",
        error_messages={"invalid_choice": "Ce thème n’existe pas."},
    )
    nature = forms.ChoiceField(
        label="Nature",
        choices=[("", "Toutes les natures"), *Initiative.Nature.choices],
        required=False,
    )
    stade = forms.ChoiceField(
        label="Stade",
        choices=[("", "Tous les stades"), *Initiative.Stade.choices],
        required=False,
    )
    departement = forms.CharField(
        label="Département",
        required=False,
        max_length=3,
        help_text="Son numéro : 33, 2A, 974.",
        widget=forms.TextInput(attrs={"size": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom in ("nature", "stade"):
            self.fields[nom].error_messages["invalid_choice"] = "Cette valeur n’existe pas."

    def clean_departement(self):
        return self.cleaned_data["departement"].strip().upper()

    def filter(self, queryset):
        """`queryset` narrowed by what was asked and understood."""
        # A form with an error still knows what its other fields say.
        self.is_valid()
        demandes = {cle: valeur for cle, valeur in self.cleaned_data.items() if valeur}
        if theme := demandes.get("theme"):
            queryset = queryset.filter(themes=theme)
        for nom in ("nature", "stade"):
            if nom in demandes:
                queryset = queryset.filter(**{nom: demandes[nom]})
        if departement := demandes.get("departement"):
            queryset = queryset.in_departement(departement)
        return queryset

    def pills(self):
        """What filters the list now, as (words, query string without it)."""
        self.is_valid()
        actifs = {nom: self.data.get(nom) for nom, v in self.cleaned_data.items() if v}
        return [
            (
                self._words(nom, self.cleaned_data[nom]),
                urlencode({autre: v for autre, v in actifs.items() if autre != nom}),
            )
            for nom in actifs
        ]

    def _words(self, nom, valeur):
        if nom == "departement":
            return f"Département {valeur}"
        return str(valeur) if nom == "theme" else dict(self.fields[nom].choices)[valeur]
