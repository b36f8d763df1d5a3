"""The filters of the list of initiatives."""

from urllib.parse import urlencode

from django import forms

from chantiers.models import Theme
from fabrique.models import Initiative
from territoires.models import Territoire


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
        error_messages={"invalid_choice": "Cette nature n’existe pas."},
    )
    stade = forms.ChoiceField(
        label="Stade",
        choices=[("", "Tous les stades"), *Initiative.Stade.choices],
        required=False,
        error_messages={"invalid_choice": "Ce stade n’existe pas."},
    )
    departement = forms.ModelChoiceField(
        Territoire.objects.current()
        .filter(nature=Territoire.Nature.DEPARTEMENT)
        .order_by("nom_replie"),
        label="Département",
        to_field_name="code",
        required=False,
        empty_label="Tous les départements",
        help_text="Avec ses communes et ses intercommunalités.",
        error_messages={"invalid_choice": "Ce département n’existe pas."},
    )

    def filter(self, queryset):
        """`queryset` narrowed by what was asked and understood."""
        demandes = self._demandes()
        if theme := demandes.get("theme"):
            queryset = queryset.filter(themes=theme)
        for nom in ("nature", "stade"):
            if nom in demandes:
                queryset = queryset.filter(**{nom: demandes[nom]})
        if departement := demandes.get("departement"):
            queryset = queryset.in_departement(departement.code)
        return queryset

    def pills(self):
        """What filters the list now, as (words, query string without it)."""
        demandes = self._demandes()
        return [
            (
                self._words(nom, valeur),
                urlencode({autre: self.data[autre] for autre in demandes if autre != nom}),
            )
            for nom, valeur in demandes.items()
        ]

    def _demandes(self):
        """{field: value} of what was understood: one wrong field does not silence the others."""
        self.is_valid()
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if valeur}

    def _words(self, nom, valeur):
        return (
            dict(self.fields[nom].choices)[valeur] if isinstance(valeur, str) else str(valeur)
        )
