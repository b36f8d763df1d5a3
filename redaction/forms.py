"""What is typed about previews: a link for somebody, and what they answer."""

from django import forms

from redaction.models import LienApercu, ReponseApercu


class LienForm(forms.ModelForm):
    """A new preview link: for whom, for how long."""

    duree = forms.TypedChoiceField(
        label="Durée",
        choices=[(1, "1 jour"), (7, "7 jours"), (30, "30 jours")],
        coerce=int,
        initial=7,
        error_messages={"required": "Choisissez une durée."},
    )

    class Meta:
        model = LienApercu
        fields = ["destinataire"]
        widgets = {"destinataire": forms.TextInput(attrs={"autocomplete": "off"})}
        error_messages = {"destinataire": {"required": "Dites pour qui est ce lien."}}


class RemarquesField(forms.CharField):
    """A long text. A browser counts an end of line as one character, and sends two."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ReponseForm(forms.ModelForm):
    """The answer to a preview."""

    verdict = forms.ChoiceField(
        label="Votre réponse",
        choices=ReponseApercu.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’une des deux réponses."},
    )
    texte = RemarquesField(
        label="Vos remarques",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="5\u00a0000 caractères au plus. Nécessaires seulement si vous avez des remarques.",
        error_messages={
            "max_length": "Vos remarques font %(show_value)d caractères : gardez-en "
            "%(limit_value)d au plus."
        },
    )

    class Meta:
        model = ReponseApercu
        fields = ["verdict", "texte"]

    def clean(self):
        donnees = super().clean()
        remarques = donnees.get("verdict") == ReponseApercu.Verdict.REMARQUES
        if remarques and donnees.get("texte") == "":
            self.add_error("texte", "Écrivez vos remarques.")
        return donnees
