"""What is typed about a sheet that was sent: messages, corrections asked, decisions on a proposal."""

from django import forms

from espace.etapes import ETAPES
from espace.models import Amendement, Demande, Message
from redaction.forms import RemarquesField
from solidaires.texte import INSECABLE

LONGUEUR = Message._meta.get_field("texte").max_length
# The fields that a territory fills, in the order in which it is asked.
ORDRE = [nom for etape in ETAPES for nom in etape.champs]
TROP_LONG = "Ce texte compte %(show_value)d signes\u00a0: gardez-en %(limit_value)d au plus."


def _texte(longueur, *, requis="", **options):
    """A text of a few lines. `requis`: what is said when it is empty, "" when it may be."""
    champ = RemarquesField(
        required=bool(requis),
        max_length=longueur,
        error_messages={"required": requis, "max_length": TROP_LONG},
        **options,
    )
    # The limit is told, rather than what is pasted cut by the browser.
    champ.widget.attrs.pop("maxlength")
    return champ


class MessageForm(forms.Form):
    """A message of either side."""

    texte = _texte(
        LONGUEUR,
        label="Votre message",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{LONGUEUR:,} signes au plus.".replace(",", INSECABLE),
        requis="Écrivez votre message.",
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class CorrectionsForm(forms.Form):
    """What is missing in all, and field by field; `labels`: {name: label} of the fields."""

    motif = _texte(
        2000,
        label="Ce qui est attendu, en général",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Transmis au territoire avec les corrections ci-dessous, en un seul courriel.",
        requis="Écrivez en une phrase ce qui est attendu\u00a0: elle sera transmise.",
    )

    use_required_attribute = False

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for nom, label in labels.items():
            self.fields[nom] = _texte(
                Demande._meta.get_field("texte").max_length,
                label=f"À corriger dans «\u00a0{label}\u00a0»",
                widget=forms.Textarea(attrs={"rows": 3}),
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
    motif = _texte(
        Amendement._meta.get_field("motif").max_length,
        label="Réponse au territoire",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nécessaire si vous refusez, ou si vous ne retenez pas tout. Elle est envoyée à "
        "tous les agents du territoire.",
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
                self.add_error(
                    "motif", "Écrivez pourquoi\u00a0: le territoire lira cette réponse."
                )
        elif self.decision == self.TOUT and self.examen.has_conflits:
            self.add_error(
                None, "Un champ est contesté\u00a0: choisissez, puis acceptez la sélection."
            )
        elif self.decision == self.SELECTION:
            for point in points:
                if not donnees.get(self.nom(point)) and self.nom(point) not in self.errors:
                    self.add_error(
                        self.nom(point), "Choisissez\u00a0: retenir, ou ne pas retenir."
                    )
            if not self.errors and points and not self.retenus:
                self.add_error(
                    None,
                    "Vous ne retenez rien\u00a0: écrivez pourquoi, puis refusez la proposition.",
                )
            if not self.errors and len(self.retenus) < len(points) and not donnees["motif"]:
                self.add_error(
                    "motif", "Vous ne retenez pas tout\u00a0: dites au territoire pourquoi."
                )
        elif not self.decision:
            self.add_error(None, "Choisissez une décision, avec l’un des boutons.")
        return donnees
