"""What is typed about a sheet that was sent: messages, corrections asked, decisions on a proposal."""

from django import forms

from espace.etapes import ETAPES
from espace.models import Amendement, Demande, Message
from redaction.forms import RemarquesField

LONGUEUR = Message._meta.get_field("texte").max_length
# The fields that a territory fills, in the order in which it is asked.
ORDRE = [nom for etape in ETAPES for nom in etape.champs]


def _longueur(modele, champ):
    """The limit of a text and how it is told."""
    limite = modele._meta.get_field(champ).max_length
    return {
        "max_length": limite,
        "error_messages": {
            "max_length": "Ce texte compte %(show_value)d signes : gardez-en %(limit_value)d au "
            "plus."
        },
    }


class MessageForm(forms.Form):
    """A message of either side."""

    texte = RemarquesField(
        label="Votre message",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{LONGUEUR} signes au plus.",
        **_longueur(Message, "texte"),
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["texte"].error_messages["required"] = "Écrivez votre message."


class CorrectionsForm(forms.Form):
    """What is missing in all, and field by field; `labels`: {name: label} of the fields."""

    motif = RemarquesField(
        label="Ce qui est attendu, en général",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Transmis au territoire avec les corrections ci-dessous, en un seul courriel.",
        error_messages={
            "required": "Écrivez en une phrase ce qui est attendu : ce sera transmis.",
            "max_length": "Ce texte compte %(show_value)d signes : gardez-en %(limit_value)d au "
            "plus.",
        },
    )

    use_required_attribute = False

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for nom, label in labels.items():
            self.fields[nom] = RemarquesField(
                label=f"À corriger dans « {label} »",
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                **_longueur(Demande, "texte"),
            )

    @property
    def demandes(self):
        """{name of a field: what to correct} of those that are asked."""
        return {
            nom: texte for nom, texte in self.cleaned_data.items() if nom != "motif" and texte
        }


class DecisionForm(forms.Form):
    """The coordinator's answer to a proposal. `examen`: espace.amendements.Examen.

    The button that was pressed is the decision: TOUT, SELECTION or REFUSER.
    """

    TOUT, SELECTION, REFUSER = "_tout", "_selection", "_refuser"
    RETENIR, ECARTER = "retenir", "ecarter"

    # What the decision was read against; the page writes it, so that it is that of the page.
    empreinte = forms.CharField(widget=forms.HiddenInput, required=False)
    motif = RemarquesField(
        label="Réponse au territoire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nécessaire si vous refusez, ou si vous ne retenez pas tout. Elle est envoyée à "
        "tous les agents du territoire.",
        **_longueur(Amendement, "motif"),
    )

    use_required_attribute = False

    def __init__(self, *args, examen, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.examen = examen
        for point in examen.points:
            self.fields[self.nom(point)] = forms.ChoiceField(
                label=point.label,
                choices=[(self.RETENIR, "Retenir"), (self.ECARTER, "Ne pas retenir")],
                widget=forms.RadioSelect,
                required=False,
                initial=None if point.conflits else self.RETENIR,
            )

    @staticmethod
    def nom(point):
        """The name of the field that asks about a point."""
        return f"choix_{point.nom}"

    def relire(self, examen):
        """The same answers before what changed since; a contested point is to be chosen again."""
        sures = {
            self.nom(point): self.data.get(self.nom(point))
            for point in examen.points
            if not point.conflits
        }
        return DecisionForm(examen=examen, initial={"motif": self.data.get("motif"), **sures})

    @property
    def decision(self):
        boutons = (self.TOUT, self.SELECTION, self.REFUSER)
        return next((bouton for bouton in boutons if bouton in self.data), "")

    @property
    def retenus(self):
        """The names of the points to keep; all of them for « Tout accepter »."""
        return {
            point.nom
            for point in self.examen.points
            if self.decision == self.TOUT
            or self.cleaned_data.get(self.nom(point)) == self.RETENIR
        }

    def clean(self):
        donnees = super().clean()
        points = self.examen.points
        if self.decision == self.REFUSER:
            if not donnees.get("motif"):
                self.add_error("motif", "Écrivez pourquoi : le territoire lira cette réponse.")
        elif self.decision == self.TOUT and self.examen.has_conflits:
            self.add_error(
                None, "Un champ est contesté : choisissez, puis acceptez la sélection."
            )
        elif self.decision == self.SELECTION:
            for point in points:
                if not donnees.get(self.nom(point)) and self.nom(point) not in self.errors:
                    self.add_error(self.nom(point), "Choisissez : retenir, ou ne pas retenir.")
            if not self.errors and points and not self.retenus:
                self.add_error(
                    None,
                    "Vous ne retenez rien : écrivez pourquoi, puis refusez la proposition.",
                )
            if not self.errors and len(self.retenus) < len(points) and not donnees["motif"]:
                self.add_error(
                    "motif", "Vous ne retenez pas tout : dites au territoire pourquoi."
                )
        elif not self.decision:
            self.add_error(None, "Choisissez une décision, avec l’un des boutons.")
        return donnees
