"""What an upload must be before anything is stored."""

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from mediatheque import documents, images
from mediatheque.models import Document, Image


class ImageForm(forms.ModelForm):
    """An image whose file is replaced by its own re-encoding."""

    class Meta:
        model = Image
        fields = ["titre", "fichier", "credit", "foyer_x", "foyer_y"]
        # Any reader of pictures but Pillow's guess: `images.reencoder` decides and explains.
        field_classes = {"fichier": forms.FileField}
        widgets = {
            "fichier": forms.ClearableFileInput(
                attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}
            )
        }

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if not isinstance(fichier, UploadedFile):
            return fichier
        contenu, extension = images.reencoder(fichier)
        return ContentFile(contenu, name=f"image.{extension}")


class DocumentForm(forms.ModelForm):
    """A document that is a plain PDF."""

    class Meta:
        model = Document
        fields = ["titre", "fichier", "accessible"]
        widgets = {"fichier": forms.ClearableFileInput(attrs={"accept": "application/pdf"})}

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if isinstance(fichier, UploadedFile):
            documents.verifier(fichier)
        return fichier
