"""The steps of a sheet: what each asks, how each answer is kept even when another is not good.

A step is a `Saisie`: fields of the initiative, and maybe lines. `Copie.remplir` runs it.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import construct_instance

from chantiers.models import Chantier, MotCle
from espace.forms.champs import (
    ChoixField,
    MontantField,
    SourceField,
    TexteRicheSaisiField,
    champ_annee,
    champ_de_saisie,
    compter,
    enregistrer_lien,
)
from espace.forms.lignes import ChiffresFormSet, EtapesFormSet, SourcesFormSet
from espace.marques import ensemble
from fabrique.models import Initiative
from mediatheque.models import Lien
from solidaires.texte import typographier
from territoires import suggestions
from territoires.models import Territoire

TERRITOIRES_AU_PLUS = 60
MOTS_CLES_AU_PLUS = 15
RECHERCHE = "territoires_recherche"


class ChampsForm(forms.ModelForm):
    """The fields of one step. `propres` are those whose answer is good."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for nom, champ in self.fields.items():
            compter(champ)
            if isinstance(champ, TexteRicheSaisiField):
                self.initial[nom] = champ.montrer(getattr(self.instance, nom))

    def clean(self):
        propres = super().clean()
        for nom, valeur in propres.items():
            if isinstance(valeur, str):
                propres[nom] = valeur.replace("\r\n", "\n")
        return propres

    @property
    def propres(self):
        """The names of the columns and relations to keep; those of a wrong whole are all left."""
        fautifs = {autre for nom in self.errors for autre in ensemble(nom)}
        return [
            nom for nom in self._meta.fields if nom in self.cleaned_data and nom not in fautifs
        ]

    def preparer(self):
        """Write what outlives the trial: the links of the answers."""

    def save(self):
        initiative = Initiative._base_manager.get(pk=self.instance.pk)
        propres = self.propres
        construct_instance(self, initiative, fields=propres)
        self.completer(initiative)
        initiative.save()
        for relation in initiative._meta.many_to_many:
            if relation.name in propres:
                relation.save_form_data(initiative, self.cleaned_data[relation.name])

    def completer(self, initiative):
        """Set what is not a field of the same name."""


class EssentielForm(ChampsForm):
    annee = champ_annee("Année de démarrage", required=False)
    territoires_associes = ChoixField(
        Territoire.objects.all(),
        label="Territoires associés",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les autres territoires qui la mènent avec vous.",
        error_messages={
            "invalid_choice": "Un territoire coché n’existe pas\u00a0: cherchez-le par son nom.",
            "invalid_pk_value": "Un territoire coché n’existe pas\u00a0: cherchez-le par son nom.",
        },
    )

    class Meta:
        model = Initiative
        fields = [
            "titre",
            "chapo",
            "nature",
            "stade",
            "stade_precision",
            "annee",
            "pour_qui",
            "publics",
            "territoires_associes",
            "lieux",
            "porteur",
            "partenaires",
            "themes",
            "chantiers",
            "mots_cles",
        ]
        formfield_callback = champ_de_saisie
        widgets = {
            "chapo": forms.Textarea(attrs={"rows": 3}),
            "partenaires": forms.Textarea(attrs={"rows": 4}),
            "publics": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "chantiers": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "titre": "Ce que le public lit d’abord. Exemple : « Caisse commune de l’alimentation ».",
            "chapo": "Deux phrases, 300 signes environ : quoi, où, pour qui. Vide : le début de la "
            "présentation est repris.",
            "stade_precision": "S’il faut nuancer. Exemple : « deuxième année, 3 communes sur 12 ».",
            "pour_qui": "Les personnes concernées, en clair. Exemple : « les jeunes de 18 à 24 ans "
            "sans emploi ni formation ».",
            "publics": "Dans une liste commune, pour qu’on la trouve.",
            "lieux": "Si elle se passe à des endroits précis. Exemple : « Bordeaux, Langon ».",
            "porteur": "Qui la mène : un service, une association… sans nom de personne.",
            "themes": "Ceux qui aident à la trouver : un à trois.",
            "chantiers": "Si elle en fait partie.",
        }
        error_messages = {
            "titre": {"required": "Donnez un titre : c’est ce que le public lit d’abord."}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        publics = Chantier.objects.published().values("pk")
        self.fields["chantiers"].queryset = (
            Chantier.objects.kept()
            .filter(Q(pk__in=publics) | Q(initiatives=self.instance))
            .distinct()
        )
        if not self.fields["chantiers"].queryset.exists():
            del self.fields["chantiers"]

    def clean_territoires_associes(self):
        choisis = self.cleaned_data["territoires_associes"].exclude(
            pk=self.instance.territoire_id
        )
        if len(choisis) > TERRITOIRES_AU_PLUS:
            raise ValidationError(
                f"Gardez {TERRITOIRES_AU_PLUS} territoires au plus\u00a0: pour davantage, citez le "
                "département ou la région."
            )
        return choisis

    def clean_mots_cles(self):
        mots = self.cleaned_data["mots_cles"]
        limite = MotCle._meta.get_field("name").max_length
        if len(mots) > MOTS_CLES_AU_PLUS:
            raise ValidationError(f"Gardez {MOTS_CLES_AU_PLUS} mots-clés au plus.")
        if any(len(mot) > limite for mot in mots):
            raise ValidationError(
                typographier(
                    f"Un mot-clé compte {limite} signes au plus : séparez-les par des virgules."
                )
            )
        return mots

    @property
    def territoires_choisis(self):
        """Those ticked, as posted or as the copy says; nonsense aside. One query."""
        valeurs = self["territoires_associes"].value() or []
        pks = [int(str(v)) for v in valeurs if str(v).isdecimal() and len(str(v)) < 18]
        return list(Territoire.objects.filter(pk__in=pks).order_by("nom_replie", "pk"))

    @property
    def territoires_trouves(self):
        """What the search of the page found, those ticked aside. One query."""
        demande = self.data.get(RECHERCHE, "")
        deja = {self.instance.territoire_id, *(t.pk for t in self.territoires_choisis)}
        return [t for t in suggestions.chercher(demande) if t.pk not in deja]


class RecitForm(ChampsForm):
    class Meta:
        model = Initiative
        fields = ["presentation", "probleme", "solution"]
        formfield_callback = champ_de_saisie
        help_texts = {
            "presentation": "L’ensemble en quelques paragraphes, pour quelqu’un qui ne connaît pas "
            "le sujet.",
        }


class MoyensForm(ChampsForm):
    cout_euros = MontantField(
        label="Coût, en euros",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="« Non communiqué » est une réponse : laissez vide, la page le dira. Exemple : "
        "« 543 000 ».",
        error_messages={
            "invalid": "Un montant s’écrit en chiffres : « 543 000 » ou « 12,50 ».",
            "min_value": "Un coût n’est pas négatif.",
        },
    )
    cout_annee = champ_annee("Année de ce coût", required=False)
    cout_source = SourceField(
        label="Source de ce coût : adresse de la page, ou nom du document",
        required=False,
        help_text="Exemple : « https://www.gironde.fr/budget » ou « Délibération du 4 mars 2024 ».",
    )
    cout_source_libelle = forms.CharField(
        label="Titre de cette page",
        required=False,
        max_length=250,
        help_text="Ce que dira le lien. Une adresse que le portail connaît déjà garde le sien.",
    )

    class Meta:
        model = Initiative
        fields = ["cout_euros", "cout_annee", "cout_perimetre", "moyens_humains"]
        formfield_callback = champ_de_saisie
        help_texts = {
            "cout_perimetre": "Ce que le montant couvre. Exemple : « fonctionnement annuel, hors "
            "personnel ».",
            "moyens_humains": "Exemple : « 1,5 équivalent temps plein ». Vide : « non communiqués ».",
        }

    field_order = [
        "cout_euros",
        "cout_annee",
        "cout_perimetre",
        "cout_source",
        "cout_source_libelle",
        "moyens_humains",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if source := self.instance.cout_source:
            self.initial["cout_source"] = source
            self.initial["cout_source_libelle"] = source.titre if source.url else ""

    def clean(self):
        propres = super().clean()
        suites = ("cout_annee", "cout_perimetre", "cout_source")
        if (
            "cout_euros" in propres
            and propres["cout_euros"] is None
            and any(propres.get(nom) for nom in suites)
        ):
            self.add_error(
                "cout_euros",
                "Donnez le montant, ou effacez son année, son périmètre et sa source.",
            )
        return propres

    def preparer(self):
        if source := self.cleaned_data.get("cout_source"):
            self.cleaned_data["cout_source"] = enregistrer_lien(
                source, self.cleaned_data.get("cout_source_libelle", "")
            )

    def completer(self, initiative):
        if "cout_euros" in self.propres and "cout_source" in self.cleaned_data:
            initiative.cout_source = self.cleaned_data["cout_source"]


class ResultatsForm(ChampsForm):
    sources = ChoixField(
        Lien.objects.none(),
        label="Sources de la fiche",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Décochez celle qui ne sert plus.",
        error_messages={"invalid_choice": "Une source cochée n’est plus dans la fiche."},
    )

    class Meta:
        model = Initiative
        fields = ["preuve", "sources"]
        formfield_callback = champ_de_saisie
        help_texts = {
            "preuve": "Sur quoi reposent ces résultats. « Déclaratif » est une réponse honnête."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].queryset = self.instance.sources.all()
        if not self.instance.sources.exists():
            del self.fields["sources"]


class RepriseForm(ChampsForm):
    class Meta:
        model = Initiative
        fields = ["limites", "prerequis", "base_legale", "delai"]
        formfield_callback = champ_de_saisie
        widgets = {"base_legale": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "prerequis": "Ce qu’un autre territoire doit avoir ou savoir avant de commencer.",
            "base_legale": "Les textes qui le permettent. Exemple : « article L. 121-4 du code de "
            "l’action sociale et des familles ».",
            "delai": "Exemple : « neuf mois entre la décision et les premiers versements ».",
        }


class Saisie:
    """One step filled: its fields, then its lines; each is good or not by itself."""

    champs_form = None
    formsets = ()

    def __init__(self, initiative, donnees=None, fichiers=None):
        self.initiative = initiative
        self.champs = self.champs_form(donnees, instance=initiative)
        self.lignes = [formset(initiative, donnees) for formset in self.formsets]

    def __getitem__(self, nom):
        """The field, or the lines, of this name; KeyError when this sheet has none."""
        for lignes in self.lignes:
            if lignes.nom == nom:
                return lignes
        return self.champs[nom]

    def __iter__(self):
        """Every field, lines included: what the summary of errors goes through."""
        yield from self.champs
        for lignes in self.lignes:
            for form in lignes.forms:
                yield from form

    def is_valid(self):
        # Each is looked at, whatever the others say.
        verdicts = [partie.is_valid() for partie in (self.champs, *self.lignes)]
        return all(verdicts)

    @property
    def errors(self):
        """Whether something is to be corrected."""
        return bool(self.champs.errors) or any(
            lignes.total_error_count() for lignes in self.lignes
        )

    @property
    def non_field_errors(self):
        return [
            *self.champs.non_field_errors(),
            *(erreur for lignes in self.lignes for erreur in lignes.non_form_errors()),
        ]

    def preparer(self):
        self.champs.preparer()
        for lignes in self._lignes_propres():
            lignes.preparer()

    def save(self):
        self.champs.save()
        for lignes in self._lignes_propres():
            lignes.save()

    def defaire(self):
        """Nothing was written beside the database."""

    def remontrer(self, initiative):
        """The step to show again with its errors."""
        return self

    def _lignes_propres(self):
        """Lines are kept together or not at all: a wrong one would be taken away."""
        return [lignes for lignes in self.lignes if lignes.is_valid()]


class EssentielSaisie(Saisie):
    champs_form = EssentielForm
    formsets = (EtapesFormSet,)


class RecitSaisie(Saisie):
    champs_form = RecitForm


class MoyensSaisie(Saisie):
    champs_form = MoyensForm


class ResultatsSaisie(Saisie):
    champs_form = ResultatsForm
    formsets = (ChiffresFormSet, SourcesFormSet)


class RepriseSaisie(Saisie):
    champs_form = RepriseForm
