"""The step of images and documents: one file at a time, described and credited when it is sent."""

from django import forms

from espace.forms.champs import compter
from fabrique.models import IllustrationInitiative, Initiative
from mediatheque.forms import DocumentForm, ImageForm
from mediatheque.models import Document, Image
from solidaires.texte import typographier

IMAGES_AU_PLUS = 10
DOCUMENTS_AU_PLUS = 10
PRINCIPALE = "principale"
ACTION = "_action"

_DECRIRE = typographier(
    "Dites en une phrase ce que l’image apprend, ou cochez « image décorative » si elle n’apprend "
    "rien."
)
_NE_PAS_DECRIRE = typographier(
    "Une image décorative ne se décrit pas : effacez ce texte, ou décochez « image décorative »."
)


class UsageForm(forms.Form):
    """What one image says on the sheet."""

    alt = forms.CharField(
        label="Texte alternatif",
        required=False,
        max_length=250,
        help_text="Ce que l’image apprend à quelqu’un qui ne la voit pas, en une phrase. Exemple : "
        "« Une dizaine de personnes épluchent des légumes dans la cuisine d’un collège ».",
    )
    decorative = forms.BooleanField(
        label="Image décorative : elle n’apprend rien", required=False
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for champ in self.fields.values():
            compter(champ)

    def clean(self):
        propres = super().clean()
        alt, decorative = propres.get("alt"), propres.get("decorative")
        if "alt" not in self.errors and bool(alt) == bool(decorative):
            self.add_error("alt", _NE_PAS_DECRIRE if decorative else _DECRIRE)
        return propres


class ImageEnPlaceForm(UsageForm):
    """An image already on the sheet. `vu`: what was said of it when the page was shown."""

    vu = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, usage, donnees):
        self.usage = usage
        is_principale = isinstance(usage, Initiative)
        self.cle = PRINCIPALE if is_principale else str(usage.pk)
        dit = {"alt": usage.image_alt, "decorative": usage.image_decorative}
        if not is_principale:
            dit["legende"] = usage.legende
        # Two people may describe the same image: who saves second is told (see clean).
        self.dit = "\n".join(str(valeur) for valeur in dit.values())
        prefixe = f"image-{self.cle}"
        super().__init__(
            donnees if donnees and f"{prefixe}-vu" in donnees else None,
            prefix=prefixe,
            initial={**dit, "vu": self.dit},
        )
        if not is_principale:
            self.fields["legende"] = forms.CharField(
                label="Légende",
                required=False,
                max_length=250,
                help_text="Le texte que tout le monde lit sous l’image.",
            )
            compter(self.fields["legende"])
        self.order_fields(["alt", "decorative", "legende", "vu"])

    def clean(self):
        propres = super().clean()
        saisi = "\n".join(str(propres.get(nom, "")) for nom in self.fields if nom != "vu")
        vu, dit = propres.get("vu", "").replace("\r\n", "\n"), self.dit.strip()
        if vu != dit and saisi.strip() not in (vu, dit):
            self.add_error(
                "alt",
                typographier(
                    "Quelqu’un l’a décrite autrement entre-temps : « "
                    f"{self.usage.image_alt or 'image décorative'} ». Enregistrez de nouveau pour "
                    "garder votre texte."
                ),
            )
        # Shown again, the form has seen what the others said.
        self.data = self.data.copy()
        self.data[self.add_prefix("vu")] = self.dit
        return propres

    def save(self):
        usage = type(self.usage)._base_manager.get(pk=self.usage.pk)
        usage.image_alt = self.cleaned_data["alt"]
        usage.image_decorative = self.cleaned_data["decorative"]
        noms = ["image_alt", "image_decorative"]
        if "legende" in self.cleaned_data:
            usage.legende = self.cleaned_data["legende"]
            noms.append("legende")
        usage.save(update_fields=noms)


class NouvelleImageForm(UsageForm, ImageForm):
    """An image to send, with what it says and who made it."""

    droits = forms.BooleanField(
        label="Nous avons le droit de la publier, et l’accord des personnes reconnaissables",
        error_messages={
            "required": "Cochez cette case si c’est le cas ; sinon, ne l’envoyez pas."
        },
    )

    class Meta(ImageForm.Meta):
        model = Image
        fields = ["fichier", "credit"]
        labels = {"fichier": "Fichier de l’image"}
        widgets = {}
        error_messages = {
            "fichier": {"required": "Choisissez le fichier de l’image."},
            "credit": {"required": "Dites qui l’a faite : c’est une obligation."},
        }

    field_order = ["fichier", "credit", "alt", "decorative", "droits"]

    def __init__(self, donnees, fichiers, titre, place):
        super().__init__(donnees, fichiers, prefix="nouvelle_image")
        self.titre = titre
        self.place = place

    def clean(self):
        if not self.place:
            self.add_error(
                "fichier",
                f"Une fiche a {IMAGES_AU_PLUS} images au plus\u00a0: retirez-en une d’abord.",
            )
        return super().clean()

    def save(self, commit=True):
        self.instance.titre = (self.cleaned_data["alt"] or self.titre)[:150]
        return super().save(commit)


class NouveauDocumentForm(DocumentForm):
    """A PDF to send."""

    use_required_attribute = False

    class Meta(DocumentForm.Meta):
        model = Document
        labels = {"fichier": "Fichier du document", "titre": "Titre du document"}
        error_messages = {
            "fichier": {"required": "Choisissez le fichier du document."},
            "titre": {"required": "Donnez le titre du document."},
        }

    def __init__(self, donnees, fichiers, place):
        super().__init__(donnees, fichiers, prefix="nouveau_document", label_suffix="")
        self.place = place
        for champ in self.fields.values():
            compter(champ)

    def clean(self):
        if not self.place:
            self.add_error(
                "fichier",
                f"Une fiche a {DOCUMENTS_AU_PLUS} documents au plus\u00a0: retirez-en un d’abord.",
            )
        return super().clean()


class MediasSaisie:
    """The step filled: what is said of the images in place, one file to add, one move.

    What `Copie.remplir` asks for. `donnees[ACTION]` names a move: « monter:12 ».
    """

    def __init__(self, initiative, donnees=None, fichiers=None):
        self.initiative = initiative
        self.donnees = donnees
        self.action, _, self.cible = (donnees or {}).get(ACTION, "").partition(":")
        usages = [initiative] if initiative.image_id else []
        usages += initiative.illustrations.select_related("image")
        self.images = [ImageEnPlaceForm(usage, donnees) for usage in usages]
        self.documents = list(initiative.documents.order_by("titre", "pk"))
        self.nouvelle_image = NouvelleImageForm(
            *_envoi(donnees, fichiers, "nouvelle_image", self.action),
            initiative.titre,
            self.place_image,
        )
        self.nouveau_document = NouveauDocumentForm(
            *_envoi(donnees, fichiers, "nouveau_document", self.action), self.place_document
        )
        self._faits = []

    def remontrer(self, initiative):
        """The step to show again: what was added is in its place, what was wrong is still there."""
        autre = MediasSaisie(initiative, {})
        autre.images = [ImageEnPlaceForm(form.usage, self.donnees) for form in autre.images]
        for nom in ("nouvelle_image", "nouveau_document"):
            if getattr(self, nom).errors:
                setattr(autre, nom, getattr(self, nom))
        return autre

    @property
    def place_image(self):
        """How many more images the sheet takes."""
        return max(0, IMAGES_AU_PLUS - len(self.images))

    @property
    def place_document(self):
        return max(0, DOCUMENTS_AU_PLUS - len(self.documents))

    @property
    def offre_image(self):
        """Whether the form of an image is shown: there is room, or something typed in it."""
        return bool(self.place_image or self.nouvelle_image.is_bound)

    @property
    def offre_document(self):
        return bool(self.place_document or self.nouveau_document.is_bound)

    @property
    def formulaires(self):
        """The forms that were posted."""
        tous = [*self.images, self.nouvelle_image, self.nouveau_document]
        return [formulaire for formulaire in tous if formulaire.is_bound]

    def __iter__(self):
        for formulaire in self.formulaires:
            yield from formulaire

    def is_valid(self):
        # Each is looked at, whatever the others say.
        verdicts = [formulaire.is_valid() for formulaire in self.formulaires]
        return all(verdicts)

    @property
    def errors(self):
        return any(formulaire.errors for formulaire in self.formulaires)

    @property
    def non_field_errors(self):
        return [
            erreur
            for formulaire in self.formulaires
            for erreur in formulaire.non_field_errors()
        ]

    def preparer(self):
        """Store the file and its row, which the sheet then refers to."""
        for ajout in (self.nouvelle_image, self.nouveau_document):
            if ajout.is_bound and not ajout.errors:
                self._faits.append(ajout.save())

    def defaire(self):
        """The rows are undone by their transaction; their files are removed here."""
        for objet in self._faits:
            objet.fichier.storage.delete(objet.fichier.name)

    def save(self):
        for formulaire in self.images:
            if formulaire.is_bound and not formulaire.errors:
                formulaire.save()
        initiative = Initiative._base_manager.get(pk=self.initiative.pk)
        for objet in self._faits:
            if isinstance(objet, Document):
                initiative.documents.add(objet)
            else:
                self._placer(initiative, objet)
        agir = {
            "monter": lambda: self._deplacer(-1),
            "descendre": lambda: self._deplacer(1),
            "retirer": lambda: self._retirer(initiative),
            "principale": lambda: self._mettre_en_tete(initiative),
            "retirer-document": lambda: initiative.documents.remove(*self._document()),
        }.get(self.action)
        if agir:
            agir()

    def _placer(self, initiative, image):
        """The first image is the main one; the next follow."""
        dit = self.nouvelle_image.cleaned_data
        usage = initiative
        if initiative.image_id:
            dernier = self._illustrations()[-1:]
            rang = dernier[0].ordre + 1 if dernier else 1
            usage = IllustrationInitiative(initiative=initiative, ordre=rang)
        usage.image, usage.image_alt = image, dit["alt"]
        usage.image_decorative = dit["decorative"]
        usage.save()

    def _illustrations(self):
        return list(self.initiative.illustrations.all())

    def _visee(self):
        """The illustration that the move names; None when it is gone."""
        return next((i for i in self._illustrations() if str(i.pk) == self.cible), None)

    def _document(self):
        return [document for document in self.documents if str(document.pk) == self.cible]

    def _deplacer(self, sens):
        rangees = self._illustrations()
        place = next((n for n, i in enumerate(rangees) if str(i.pk) == self.cible), None)
        if place is None or not 0 <= place + sens < len(rangees):
            return
        rangees.insert(place + sens, rangees.pop(place))
        for rang, illustration in enumerate(rangees, start=1):
            illustration.ordre = rang
            illustration.save(update_fields=["ordre"])

    def _retirer(self, initiative):
        if self.cible == PRINCIPALE:
            initiative.image, initiative.image_alt = None, ""
            initiative.image_decorative = False
            initiative.save()
        elif visee := self._visee():
            visee.delete()

    def _mettre_en_tete(self, initiative):
        """Swap with the main image; the caption told of the image that leaves its place."""
        visee = self._visee()
        if visee is None:
            return
        noms = ("image", "image_alt", "image_decorative")
        en_tete = [getattr(initiative, nom) for nom in noms]
        for nom in noms:
            setattr(initiative, nom, getattr(visee, nom))
        initiative.save()
        if en_tete[0] is None:
            visee.delete()
            return
        for nom, valeur in zip(noms, en_tete, strict=True):
            setattr(visee, nom, valeur)
        visee.legende = ""
        visee.save()


def _envoi(donnees, fichiers, prefixe, action):
    """(data, files) of a form of addition; Nones when nothing of it was filled."""
    if not donnees:
        return None, None
    rempli = any(nom.startswith(f"{prefixe}-") and valeur for nom, valeur in donnees.items())
    envoye = fichiers and f"{prefixe}-fichier" in fichiers
    if rempli or envoye or action == prefixe:
        return donnees, fichiers
    return None, None
