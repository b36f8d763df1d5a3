"""The lines of a step: dated stages, figures, new sources. An empty line says nothing."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from espace.forms.champs import (
    MontantField,
    SourceField,
    champ_annee,
    compter,
    enregistrer_lien,
)
from fabrique.models import ChiffreCle, Etape

LIGNES_AU_PLUS = 40
VIDES = 2


class LigneForm(forms.Form):
    """One line; `cle` is the key of the row that it shows, empty for a new one."""

    cle = forms.IntegerField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for champ in self.fields.values():
            compter(champ, dire=False)

    def full_clean(self):
        if self.is_bound and self.est_vide:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def est_vide(self):
        """Whether nothing is typed in it."""
        return not any(
            self.add_prefix(nom) in self.data and self.data[self.add_prefix(nom)].strip()
            for nom in self.fields
            if nom not in {"cle", forms.formsets.DELETION_FIELD_NAME}
        )


class EtapeLigne(LigneForm):
    stade = forms.ChoiceField(
        label="Stade",
        choices=[("", "Choisir"), *Etape._meta.get_field("stade").choices],
        error_messages={"required": "Choisissez le stade."},
    )
    annee = champ_annee("Année", required=False)
    date = forms.DateField(
        label="Date exacte",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Cette date n’existe pas : jour/mois/année."},
    )
    detail = forms.CharField(label="Détail", required=False, max_length=250)

    def clean(self):
        propres = super().clean()
        annee, date = propres.get("annee"), propres.get("date")
        if {"annee", "date"} & set(self.errors):
            return propres
        if date and annee and date.year != annee:
            raise ValidationError({"annee": "L’année est celle de la date exacte."})
        if not date and not annee:
            raise ValidationError({"annee": "Donnez l’année, ou la date exacte."})
        propres["annee"] = annee or date.year
        return propres


class ChiffreLigne(LigneForm):
    libelle = forms.CharField(
        label="Indicateur",
        max_length=150,
        error_messages={"required": "Dites ce qui est compté."},
    )
    approximation = forms.CharField(label="Approximation", required=False, max_length=20)
    valeur = MontantField(
        label="Valeur",
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Donnez la valeur, en chiffres.",
            "invalid": "Une valeur s’écrit en chiffres : « 1 250 » ou « 12,5 ».",
        },
    )
    unite = forms.CharField(label="Unité", required=False, max_length=20)
    periode = forms.CharField(label="Période", required=False, max_length=60)
    source = SourceField(
        label="Source : adresse de la page, ou nom du document", required=False
    )


class SourceLigne(LigneForm):
    adresse = SourceField(
        label="Adresse de la page, ou nom du document",
        error_messages={"required": "Donnez l’adresse de la page, ou le nom du document."},
    )
    libelle = forms.CharField(label="Titre de la page", required=False, max_length=250)


class Lignes(forms.BaseFormSet):
    """Lines that replace the rows of one kind of parts, each found again by its key."""

    model = None
    relation = ""
    champs = ()
    titre = ""
    aide = ""

    def __init__(self, initiative, data=None):
        self.initiative = initiative
        super().__init__(data, prefix=self.relation, initial=self.lire())

    @property
    def nom(self):
        return self.relation

    def lire(self):
        """What the rows say, line by line."""
        return [
            {"cle": partie.pk} | {champ: getattr(partie, champ) for champ in self.champs}
            for partie in self.parties()
        ]

    def parties(self):
        return getattr(self.initiative, self.relation).all()

    def gardees(self):
        """The answers of the lines that say something and are not taken away."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # A new line is left empty rather than taken away.
        if forms.formsets.DELETION_FIELD_NAME in form.fields:
            form.fields[forms.formsets.DELETION_FIELD_NAME].label = "Retirer cette ligne"

    def preparer(self):
        """Nothing here outlives the trial."""

    def save(self):
        anciennes = {partie.pk: partie for partie in self.parties()}
        for reponses in self.gardees():
            partie = anciennes.pop(reponses["cle"], None) or self.neuve()
            for champ in self.champs:
                setattr(partie, champ, reponses[champ])
            partie.save()
        self.parties().filter(pk__in=anciennes).delete()

    def neuve(self):
        return self.model(initiative=self.initiative)


class EtapesLignes(Lignes):
    model = Etape
    relation = "etapes"
    champs = ("stade", "annee", "date", "detail")
    titre = "Les étapes, datées"
    aide = "Une ligne par passage d’un stade au suivant. L’année suffit."


class ChiffresLignes(Lignes):
    model = ChiffreCle
    relation = "chiffres"
    champs = ("libelle", "approximation", "valeur", "unite", "periode", "source")
    titre = "Les chiffres"
    aide = (
        "Un chiffre par ligne, tel que sa source le donne. Exemple : indicateur « foyers », "
        "approximation « près de », valeur « 400 », période « 2024 »."
    )

    def parties(self):
        return super().parties().select_related("source")

    def preparer(self):
        for reponses in self.gardees():
            if reponses["source"]:
                reponses["source"] = enregistrer_lien(reponses["source"])

    def neuve(self):
        derniers = self.parties().order_by("-ordre").values_list("ordre", flat=True)
        return self.model(initiative=self.initiative, ordre=(derniers.first() or 0) + 1)


class SourcesLignes(Lignes):
    """The sources to add: those already there are ticked in a field of the step."""

    relation = "nouvelles_sources"
    titre = "Ajouter des sources"
    aide = (
        "Une source par ligne. Exemple : « https://www.gironde.fr/… » et « Bilan 2024 de "
        "l’expérimentation »."
    )

    def lire(self):
        return []

    def preparer(self):
        self.liens = [
            enregistrer_lien(reponses["adresse"], reponses["libelle"])
            for reponses in self.gardees()
        ]

    def save(self):
        self.initiative.sources.add(*self.liens)


def lignes(classe, ligne):
    return forms.formset_factory(
        ligne,
        formset=classe,
        extra=VIDES,
        can_delete=True,
        can_delete_extra=False,
        max_num=LIGNES_AU_PLUS,
        absolute_max=LIGNES_AU_PLUS + VIDES,
        validate_max=True,
    )


EtapesFormSet = lignes(EtapesLignes, EtapeLigne)
ChiffresFormSet = lignes(ChiffresLignes, ChiffreLigne)
SourcesFormSet = lignes(SourcesLignes, SourceLigne)
