"""What begins a sheet and what ends an amendment."""

from django import forms

from espace.forms.champs import compter
from espace.models import Amendement
from fabrique.models import Initiative
from redaction.forms import RemarquesField
from solidaires.texte import une_ligne


class NouvelleForm(forms.Form):
    """The title of a new sheet; `quand_meme` once sheets that look alike were shown."""

    titre = forms.CharField(
        label="Titre de l’initiative",
        max_length=Initiative._meta.get_field("titre").max_length,
        help_text="Ce qui est fait, en quelques mots. Il pourra changer. Exemple\u00a0: "
        "«\u00a0Caisse commune de l’alimentation\u00a0».",
        error_messages={"required": "Donnez un titre, même provisoire."},
    )
    quand_meme = forms.BooleanField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        compter(self.fields["titre"])

    def clean_titre(self):
        return une_ligne(self.cleaned_data["titre"])


class ResumeForm(forms.Form):
    """What an amendment changes, and why."""

    resume = RemarquesField(
        label="Ce qui change, et pourquoi",
        max_length=Amendement._meta.get_field("resume").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour la coordination. Une phrase suffit.",
        error_messages={"required": "Dites en une phrase ce qui change, et pourquoi."},
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        compter(self.fields["resume"])
