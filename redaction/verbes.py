"""What the coordinator can do with a sheet beside typing: each verb, when it is offered, what it asks."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from redaction import versions
from solidaires.publication import EN_LIGNE, EN_PREPARATION, Etat, TransitionImpossible


class SansQuestion(forms.Form):
    """A verb that asks nothing."""


class MotifForm(forms.Form):
    """A verb that needs a reason."""

    motif = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il sera transmis au territoire et gardé dans l’historique.",
        error_messages={"required": "Écrivez le motif : il sera transmis."},
    )


def _instant(label, help_text, *, required):
    return forms.SplitDateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_date_formats=["%Y-%m-%d", "%d/%m/%Y"],
        input_time_formats=["%H:%M", "%H:%M:%S", "%Hh%M"],
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": f"{label}, jour"},
            time_attrs={"type": "time", "aria-label": f"{label}, heure de Paris"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        error_messages={
            "required": "Donnez un jour et une heure.",
            "invalid_date": "Donnez un jour, par exemple 15/03/2027.",
            "invalid_time": "Donnez une heure, par exemple 9:00.",
        },
    )


class HeureForm(forms.Form):
    """A verb that happens at an hour, in the time of Paris."""

    quand = _instant("Le", "Heure de Paris (Europe/Paris).", required=True)

    def clean_quand(self):
        quand = self.cleaned_data["quand"]
        if quand <= timezone.now():
            raise forms.ValidationError("Choisissez une heure à venir.")
        return quand


class ParutionForm(HeureForm):
    """When to go online and, maybe, when to leave."""

    jusqu_a = _instant("Jusqu’au (facultatif)", "Heure de Paris.", required=False)

    def clean(self):
        donnees = super().clean()
        quand, jusqu_a = donnees.get("quand"), donnees.get("jusqu_a")
        if quand and jusqu_a and jusqu_a <= quand:
            self.add_error("jusqu_a", "Le retrait suit la mise en ligne.")
        return donnees


@dataclass(frozen=True)
class Verbe:
    """One button: its words, the states that offer it, what it asks for and what it does.

    `faire(objet, donnees)` does it, raising ValidationError when it cannot be. `titre`: of the
    folded panel that asks; `action`: its name in the actions of a list, "" when it has none;
    `attente`: offered only when a version waits; `programmee`: only when its hour is set.
    """

    nom: str
    bouton: str
    participe: str
    depuis: tuple[Etat, ...]
    faire: Callable
    formulaire: type[forms.Form] = SansQuestion
    titre: str = ""
    action: str = ""
    classe: str = ""
    droit: str = "publish"
    attente: bool = False
    programmee: bool = False

    @property
    def champ(self):
        """The name of its button in the form."""
        return f"_verbe_{self.nom}"

    def proposer(self, etat, en_attente):
        """Whether an object in the state `etat` offers it; `en_attente`: its waiting version, or None."""
        if self.programmee and not (en_attente and en_attente.pour_le):
            return False
        return etat in self.depuis and (en_attente is not None or not self.attente)

    def lier(self, donnees=None):
        """Its form, bound to what was posted when `donnees` is given."""
        return self.formulaire(donnees, prefix=self.nom)


def _en_attente(objet):
    revision = versions.en_attente(objet)
    if revision is None:
        raise TransitionImpossible("Aucune modification n’attend sur cette fiche.")
    return revision


HORS_LIGNE = (*EN_PREPARATION, Etat.RETIREE)
EN_COURS = (Etat.PUBLIEE,)

# In the order of the page.
VERBES = [
    Verbe(
        "publish",
        "Enregistrer et publier",
        "publiée",
        (*HORS_LIGNE, Etat.PROGRAMMEE),
        lambda objet, donnees: objet.publish(
            **({"when": timezone.now()} if objet.etat == Etat.PROGRAMMEE else {})
        ),
        classe="default",
        action="Publier la sélection",
    ),
    Verbe(
        "appliquer",
        "Publier les modifications",
        "publiée avec ses modifications",
        EN_COURS,
        lambda objet, donnees: versions.appliquer(_en_attente(objet)),
        classe="default",
    ),
    Verbe(
        "submit",
        "Enregistrer et mettre à relire",
        "mise à relire",
        (Etat.BROUILLON, Etat.A_COMPLETER),
        lambda objet, donnees: objet.submit(),
        droit="change",
        action="Mettre la sélection à relire",
    ),
    Verbe(
        "programmer",
        "Enregistrer et programmer",
        "programmée",
        (*HORS_LIGNE, Etat.PROGRAMMEE),
        lambda objet, donnees: objet.publish(when=donnees["quand"], until=donnees["jusqu_a"]),
        formulaire=ParutionForm,
        titre="Programmer la mise en ligne",
        action="Programmer la mise en ligne de la sélection",
    ),
    Verbe(
        "programmer_modifications",
        "Enregistrer et programmer les modifications",
        "programmée dans sa nouvelle version",
        EN_COURS,
        lambda objet, donnees: versions.programmer(_en_attente(objet), donnees["quand"]),
        formulaire=HeureForm,
        titre="Programmer les modifications",
    ),
    Verbe(
        "deprogrammer",
        "Enregistrer et laisser attendre sans date",
        "laissée en attente, sans date",
        EN_COURS,
        lambda objet, donnees: versions.deprogrammer(_en_attente(objet)),
        programmee=True,
    ),
    Verbe(
        "abandonner",
        "Abandonner les modifications en attente",
        "laissée telle qu’elle est en ligne",
        EN_COURS,
        lambda objet, donnees: versions.abandonner(objet),
        droit="change",
        attente=True,
    ),
    Verbe(
        "ask_changes",
        "Enregistrer et demander des compléments",
        "renvoyée pour compléments",
        (Etat.A_RELIRE,),
        lambda objet, donnees: objet.ask_changes(donnees["motif"]),
        formulaire=MotifForm,
        titre="Demander des compléments",
        action="Demander des compléments sur la sélection",
    ),
    Verbe(
        "refuse",
        "Enregistrer et refuser",
        "refusée",
        EN_PREPARATION,
        lambda objet, donnees: objet.refuse(donnees["motif"]),
        formulaire=MotifForm,
        titre="Refuser",
        classe="verbe-retrait",
        action="Refuser la sélection",
    ),
    Verbe(
        "programmer_retrait",
        "Programmer le retrait",
        "programmée pour être retirée",
        EN_COURS,
        lambda objet, donnees: objet.retire(when=donnees["quand"]),
        formulaire=HeureForm,
        titre="Programmer le retrait du site",
    ),
    Verbe(
        "retire",
        "Retirer du site",
        "retirée du site",
        EN_LIGNE,
        lambda objet, donnees: objet.retire(donnees["motif"]),
        formulaire=MotifForm,
        titre="Retirer du site",
        classe="verbe-retrait",
        action="Retirer la sélection du site",
    ),
    Verbe(
        "back_to_draft",
        "Reprendre en brouillon",
        "reprise en brouillon",
        (Etat.REFUSEE, Etat.A_RELIRE, Etat.A_COMPLETER, Etat.RETIREE),
        lambda objet, donnees: objet.back_to_draft(),
        action="Reprendre la sélection en brouillon",
    ),
]
PAR_NOM = {verbe.nom: verbe for verbe in VERBES}
