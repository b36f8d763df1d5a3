"""What a citizen types about an idea: the idea itself, then what was missing from it."""

from django import forms

from forum.models import Proposition
from protection.formulaires import FormulairePublic, LigneField, TexteField
from solidaires.texte import INSECABLE


class PropositionForm(FormulairePublic, forms.ModelForm):
    """An idea, and an address to answer it."""

    NATURE = "proposition"

    titre = LigneField(
        label="Le titre de votre idée",
        max_length=200,
        help_text="200 caractères au plus.",
        error_messages={"required": "Donnez un titre à votre idée."},
    )
    texte = TexteField(
        label="Votre idée",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Ce qui ne va pas aujourd’hui, ce que vous proposez, pour qui. Laissez une ligne "
        f"vide entre deux paragraphes. 8{INSECABLE}000 caractères au plus.",
        error_messages={"required": "Décrivez votre idée."},
    )
    signature = LigneField(
        label="Votre signature publique",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Le nom affiché avec l’idée si elle est publiée. "
        f"Vide{INSECABLE}: «{INSECABLE}auteur non précisé{INSECABLE}».",
    )
    organisation = LigneField(
        label="Votre organisation",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="Association, collectif, entreprise… affichée à côté de la signature.",
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Seulement pour vous répondre. Elle n’est jamais publiée.",
        error_messages={
            "required": f"Donnez une adresse{INSECABLE}: vous y confirmerez votre proposition.",
            "invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.",
        },
    )

    class Meta:
        model = Proposition
        fields = ["titre", "texte", "signature", "organisation", "email"]


class PrecisionForm(forms.Form):
    """What the coordination asked for."""

    precision = TexteField(
        label="Votre précision",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Elle s’ajoute à la fin de votre texte, qui repart en relecture. "
        f"4{INSECABLE}000 caractères au plus.",
        error_messages={"required": "Écrivez votre précision."},
    )
