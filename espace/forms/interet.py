"""The form of a message from one territory to another."""

from django import forms

from espace.forms.champs import compter
from espace.models import MessageInteret
from territoires.models import Territoire

LONGUEUR = MessageInteret._meta.get_field("texte").max_length


class MessageForm(forms.Form):
    """A message in a conversation that exists."""

    texte = forms.CharField(
        label="Votre message",
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Dix messages par jour et par personne.",
        error_messages={"required": "Écrivez votre message."},
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        compter(self.fields["texte"])


class InteretForm(MessageForm):
    """A first message: for which territory, to the owner of `initiative`."""

    territoire = forms.ModelChoiceField(
        label="Votre territoire",
        queryset=Territoire.objects.none(),
        empty_label="Choisir",
        error_messages={
            "required": "Choisissez le territoire pour lequel vous écrivez.",
            "invalid_choice": "Choisissez l’un de vos territoires.",
        },
    )

    field_order = ["territoire", "texte"]

    def __init__(self, *args, initiative, territoires, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        champ = self.fields["territoire"]
        champ.queryset = territoires
        if len(territoires) == 1:
            champ.disabled = True
            champ.widget = forms.HiddenInput()
            self.initial["territoire"] = territoires[0].pk

    def clean_territoire(self):
        territoire = self.cleaned_data["territoire"]
        if territoire.pk == self.initiative.territoire_id:
            raise forms.ValidationError(
                f"Cette initiative est celle de {territoire.nom} : choisissez un autre territoire."
            )
        return territoire
