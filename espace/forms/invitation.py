"""What is typed to invite a colleague, and to accept."""

from django import forms

from comptes.models import User
from espace import invitations
from espace.models import Invitation
from solidaires.texte import typographier
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

    def validate_constraints(self):
        """An invitation that waits already is renewed."""


class AcceptationForm(forms.Form):
    """How the invited person is called, unless their account says it."""

    nom = forms.CharField(
        label="Votre prénom et votre nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Vos collègues, la coordination et les territoires à qui vous écrivez le voient.",
        error_messages={"required": "Écrivez votre prénom et votre nom."},
    )

    use_required_attribute = False

    def __init__(self, *args, compte=None, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        if compte and compte.nom:
            del self.fields["nom"]


class PremiereInvitationForm(forms.ModelForm):
    """Whom the coordination invites, in the back office: told beside the address why it may not."""

    def clean(self):
        donnees = super().clean()
        territoire, email = donnees.get("territoire"), donnees.get("email")
        if territoire and email and (refus := self._refus(territoire, email)):
            self.add_error("email", typographier(refus))
        return donnees

    def validate_constraints(self):
        """Told by `clean`, with what to do."""

    def _refus(self, territoire, email):
        if User.objects.filter(email__iexact=email, is_active=False).exists():
            return (
                "Le compte de cette adresse est désactivé : faites-le rouvrir, puis invitez la "
                "personne."
            )
        if invitations.agit_deja(territoire, email):
            return f"Cette personne agit déjà pour {territoire.nom}."
        if invitations.en_attente(territoire, email).exists():
            return "Une invitation attend déjà cette personne : envoyez-la de nouveau depuis la liste."
        return ""
