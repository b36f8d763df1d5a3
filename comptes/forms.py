"""The forms of sign-in: an address, a code, a passkey. Those of django-allauth, in our words."""

from datetime import timedelta

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

from comptes.models import User
from protection.quotas import Limite, consommer

# A code of the application is accepted for 90 seconds, and once.
UNE_FOIS = Limite(1, timedelta(minutes=3))
NOM_AU_PLUS = 60


def _code(label, aide, **attrs):
    return forms.CharField(
        label=label,
        help_text=aide,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", **attrs}),
    )


class AdresseForm(RequestLoginCodeForm):
    """Whose address it is stays inside: the page answers the same to all."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Exemple\u00a0: prenom.nom@departement.fr",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        self._user = User.objects.filter(email__iexact=email, is_active=True).first()
        return email


class CodeForm(ConfirmLoginCodeForm):
    code = _code(
        "Code reçu par courriel",
        "Huit chiffres, avec ou sans tiret.",
        inputmode="numeric",
    )


class _CodeUneFois:
    """A code of the application serves once, whatever the process that receives it.

    allauth remembers those that served in the cache, which each process has its own of.
    """

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            qui = f"{self.user.pk}:{normalize_user_code(code)}"
            if not consommer("application.code", qui, UNE_FOIS):
                raise get_adapter().validation_error("incorrect_code")
        return code


AIDE_SECOND_FACTEUR = (
    "Les six chiffres que montre l’application, ou l’un de vos codes de secours."
)


class SecondFacteurForm(_CodeUneFois, AuthenticateForm):
    code = _code("Code", AIDE_SECOND_FACTEUR, inputmode="numeric")


class ConfirmationForm(_CodeUneFois, ReauthenticateForm):
    code = _code("Code", AIDE_SECOND_FACTEUR, inputmode="numeric")


class ApplicationForm(ActivateTOTPForm):
    code = _code(
        "Code montré par l’application",
        "Six chiffres, qui changent toutes les trente secondes.",
        inputmode="numeric",
    )


class _CleLisible:
    """Whatever the browser sent that is no good answer is refused in one sentence."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
            forms.ValidationError,
        ) as erreur:
            raise forms.ValidationError(
                "Cette clé d’accès n’a pas été reconnue. Essayez de nouveau, ou autrement."
            ) from erreur


class CleConnexionForm(_CleLisible, LoginWebAuthnForm):
    pass


class CleSecondFacteurForm(_CleLisible, AuthenticateWebAuthnForm):
    pass


class CleConfirmationForm(_CleLisible, ReauthenticateWebAuthnForm):
    pass


class CleForm(AddWebAuthnForm):
    """A passkey: kept by the device, and which checks who holds it."""

    name = forms.CharField(
        label="Nom de la clé",
        help_text="Pour la reconnaître dans la liste\u00a0: «\u00a0Téléphone\u00a0», «\u00a0Poste du bureau\u00a0».",
        max_length=NOM_AU_PLUS,
        required=False,
    )
    field_order = ["name", "credential"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.initial["name"] = ""
        self.fields["credential"].error_messages["required"] = (
            "Le navigateur n’a pas envoyé de clé d’accès. Essayez de nouveau."
        )

    def clean(self):
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
            forms.ValidationError,
        ) as erreur:
            raise forms.ValidationError(
                "Cette clé d’accès n’a pas pu être ajoutée. Essayez de nouveau."
            ) from erreur


class NomDeCleForm(EditWebAuthnForm):
    name = forms.CharField(label="Nom de la clé", max_length=NOM_AU_PLUS)
