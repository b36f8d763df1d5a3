"""What is typed to invite a colleague, and to accept."""

from django import forms

from espace.models import Invitation
from territoires.models import Agent


class InvitationForm(forms.ModelForm):
    """Whom a référent invites."""

    role = forms.ChoiceField(
        label="Rôle",
        choices=Agent.Role.choices,
        initial=Agent.Role.AGENT,
        widget=forms.RadioSelect,
        help_text="Une personne référente décide aussi qui agit pour le territoire.",
        error_messages={"required": "Choisissez un rôle."},
    )

    use_required_attribute = False

    class Meta:
        model = Invitation
        fields = ["email", "nom", "role"]
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "nom": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"email": "Son adresse professionnelle\u00a0: le lien y est envoyé."}
        error_messages = {
            "email": {
                "required": "Donnez son adresse électronique.",
                "invalid": "Cette adresse n’est pas complète\u00a0: prenom.nom@departement.fr.",
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def validate_unique(self):
        """Inviting again renews."""

    def validate_constraints(self):
        """The same."""


class AcceptationForm(forms.Form):
    """How the invited person is called."""

    nom = forms.CharField(
        label="Votre prénom et votre nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Vos collègues, la coordination et les territoires à qui vous écrivez le voient.",
        error_messages={"required": "Écrivez votre prénom et votre nom."},
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
