"""What a reader types of a defect, and what the coordination answers."""

from django import forms

from protection.formulaires import FormulairePublic, LigneField, TexteField
from signalements.models import Signalement
from signalements.pages_du_portail import chemin_local
from solidaires.texte import INSECABLE


class SignalementForm(FormulairePublic, forms.ModelForm):
    """An error or a defect, on a page. `hotes`: the names of this portal in a whole address."""

    NATURE = "signalement"

    genre = forms.ChoiceField(
        label=f"De quoi s’agit-il{INSECABLE}?",
        choices=Signalement.Genre,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’un des deux."},
    )
    page = forms.CharField(
        label="La page concernée",
        max_length=2000,
        help_text="Son adresse, telle qu’elle est en haut du navigateur, ou seulement ce qui suit "
        f"le nom du portail{INSECABLE}: /fabrique/initiatives/",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Indiquez la page."},
    )
    texte = TexteField(
        label="Ce qui ne va pas",
        max_length=4000,
        liens_au_plus=5,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Pour une erreur, donnez si possible une source. "
        f"4{INSECABLE}000 caractères au plus.",
        error_messages={"required": "Dites ce qui ne va pas."},
    )
    technique = LigneField(
        label="Votre matériel ou logiciel",
        max_length=300,
        required=False,
        help_text=f"Pour un défaut d’accessibilité{INSECABLE}: lecteur d’écran, loupe, commande "
        "vocale… et navigateur.",
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Seulement pour vous répondre.",
        error_messages={
            "invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."
        },
    )

    class Meta:
        model = Signalement
        fields = ["genre", "page", "texte", "technique", "email"]

    def __init__(self, *args, hotes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.hotes = hotes

    def clean_page(self):
        chemin = chemin_local(self.cleaned_data["page"], self.hotes)
        if not chemin:
            raise forms.ValidationError(
                "Indiquez une page de ce portail, par exemple /fabrique/initiatives/"
            )
        return chemin

    def clean(self):
        """What is only asked for accessibility is only kept for it."""
        donnees = super().clean()
        if donnees.get("genre") == Signalement.Genre.ERREUR:
            donnees["technique"] = ""
        return donnees


class ReponseForm(forms.Form):
    """The answer, that closes the report."""

    reponse = TexteField(
        label="Votre réponse",
        max_length=4000,
        liens_au_plus=50,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Écrivez la réponse."},
    )


class SansSuiteForm(forms.Form):
    """Why nothing is done of it; sent to nobody."""

    reponse = TexteField(
        label="Pourquoi",
        max_length=4000,
        liens_au_plus=50,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Pour un doublon ou un envoi sans rapport{INSECABLE}: rien n’est envoyé.",
        error_messages={"required": "Écrivez pourquoi."},
    )
