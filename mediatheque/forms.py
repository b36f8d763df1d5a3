"""What an upload must be before anything is stored."""

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from mediatheque import documents, fichiers, images
from mediatheque.models import Document, Image


class FichierForm(forms.ModelForm):
    """A row with one file, saved together."""

    accept = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "fichier" in self.fields:
            champ = self.fields["fichier"]
            champ.widget.attrs["accept"] = self.accept
            # The name that the file came with is forgotten, however long.
            champ.max_length = None

    def save(self, commit=True):
        objet = super().save(commit=False)
        if commit:
            fichiers.enregistrer(objet)
        return objet


class ImageForm(FichierForm):
    """An image whose file is replaced by its own re-encoding."""

    # Named one by one, the types make an iPhone convert its photographs to JPEG by itself.
    accept = "image/jpeg,image/png,image/webp,image/avif"

    class Meta:
        model = Image
        fields = ["titre", "fichier", "credit", "foyer_x", "foyer_y"]
        # Any reader of pictures but Django's: `images.reencoder` decides and explains.
        field_classes = {"fichier": forms.FileField}
        widgets = {
            foyer: forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01})
            for foyer in ("foyer_x", "foyer_y")
        }

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if not isinstance(fichier, UploadedFile):
            return fichier
        contenu, extension = images.reencoder(fichier)
        return ContentFile(contenu, name=f"image.{extension}")


class DocumentForm(FichierForm):
    """A document that is a plain PDF."""

    accept = "application/pdf,.pdf"

    class Meta:
        model = Document
        fields = ["titre", "fichier", "accessible"]

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if isinstance(fichier, UploadedFile):
            documents.verifier(fichier)
        return fichier
