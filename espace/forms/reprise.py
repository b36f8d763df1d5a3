"""The form in which a territory declares a reprise, then keeps it up to date."""

from django import forms
from django.utils import timezone

from espace.forms.champs import SourceField, TexteRicheSaisiField
from fabrique.models import Reprise
from solidaires.texte import INSECABLE

STATUTS = [
    (Reprise.Statut.PREPARATION, f"En préparation{INSECABLE}: nous la mettons en place"),
    (Reprise.Statut.EFFECTIVE, f"Effective{INSECABLE}: elle fonctionne chez nous"),
    (Reprise.Statut.ABANDONNEE, f"Abandonnée{INSECABLE}: nous avons essayé, puis arrêté"),
    (Reprise.Statut.INTERESSE, f"Intéressé{INSECABLE}: nous y réfléchissons"),
]


class FicheField(forms.ModelChoiceField):
    """One of the sheets of the territory, online or not."""

    def label_from_instance(self, fiche):
        precision = "" if fiche.is_published else ", pas en ligne aujourd’hui"
        return f"{fiche.titre} ({fiche.territoire.nom}{precision})"


class RepriseForm(forms.ModelForm):
    """What B says of its reprise of A. `source_montree`: the source that the form shows, or None."""

    statut = forms.ChoiceField(
        label=f"Où en êtes-vous{INSECABLE}?",
        choices=STATUTS,
        widget=forms.RadioSelect,
        help_text="Seules les reprises en préparation et effectives sont comptées sur le portail.",
        error_messages={"required": "Dites où vous en êtes."},
    )
    date = forms.DateField(
        label="Depuis quand",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Le jour du début, de l’abandon ou de la décision, s’il est connu.",
        error_messages={"invalid": f"Cette date n’existe pas{INSECABLE}: jour/mois/année."},
    )
    adaptation = TexteRicheSaisiField(
        label="Ce que vous avez adapté",
        required=False,
        help_text="Ce que vous avez repris tel quel, ce que vous avez changé, et pourquoi.",
    )
    fiche = FicheField(
        label="Votre propre fiche",
        queryset=None,
        required=False,
        empty_label="Aucune pour l’instant",
        help_text="Si votre territoire a sa fiche dans la Fabrique, les deux seront reliées.",
        error_messages={"invalid_choice": "Choisissez une fiche de votre territoire."},
    )
    source = SourceField(
        label="Une page qui en parle",
        required=False,
        help_text="Son adresse, par exemple celle d’un article de votre site.",
    )

    class Meta:
        model = Reprise
        fields = ["territoire", "statut", "date", "adaptation", "fiche"]
        error_messages = {
            "territoire": {
                "required": "Choisissez le territoire.",
                "invalid_choice": "Choisissez l’un de vos territoires.",
            }
        }

    field_order = ["territoire", "statut", "date", "adaptation", "fiche", "source"]
    use_required_attribute = False

    def __init__(self, *args, territoires, fiches, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self._choisir_le_territoire(territoires)
        self.fields["fiche"].queryset = fiches
        self.source_montree = (
            self.instance.sources.order_by("pk").first() if self.instance.pk else None
        )
        self.initial["source"] = self.source_montree
        self.initial["adaptation"] = self.fields["adaptation"].montrer(self.instance.adaptation)
        if self.instance.pk is None:
            self.initial["statut"] = None  # nobody answers for them

    def _choisir_le_territoire(self, territoires):
        """Asked when there are several; otherwise it is known and cannot be changed."""
        champ = self.fields["territoire"]
        champ.label = "Votre territoire"
        champ.queryset = territoires
        champ.empty_label = "Choisir"
        if len(territoires) == 1:
            champ.disabled = True
            champ.widget = forms.HiddenInput()
            self.initial["territoire"] = territoires[0].pk

    def clean(self):
        reponses = super().clean()
        fiche, territoire = reponses.get("fiche"), reponses.get("territoire")
        if fiche and territoire and fiche.territoire_id != territoire.pk:
            self.add_error("fiche", f"Cette fiche n’est pas de {territoire.nom}.")
        date = reponses.get("date")
        commencee = reponses.get("statut") in {
            Reprise.Statut.EFFECTIVE,
            Reprise.Statut.ABANDONNEE,
        }
        if date and commencee and date > timezone.localdate():
            self.add_error(
                "date", "Cette date n’est pas encore passée : corrigez-la, ou le statut."
            )
        return reponses
