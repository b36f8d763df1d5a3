"""Rows and their files: both or neither, sizes made and removed with them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction
from PIL import Image as Pillow

from mediatheque import fichiers as depot
from mediatheque.forms import DocumentForm, ImageForm
from mediatheque.models import Image
from tests.factories import make_idee
from tests.mediatheque import fichiers

pytestmark = pytest.mark.django_db


def _image(upload=None, instance=None, **champs):
    valeurs = {"titre": "Place", "credit": "Photo A. Lovelace", "foyer_x": 0.5, "foyer_y": 0.5}
    envois = {"fichier": upload} if upload or instance is None else {}
    formulaire = ImageForm(valeurs | champs, envois, instance=instance)
    assert formulaire.is_valid(), formulaire.errors
    return formulaire.save()


def test_a_form_stores_the_row_the_original_and_every_size(stockage, validation):
    with validation():
        image = _image(fichiers.image(taille=(1000, 800)))

    assert (image.largeur, image.hauteur) == (1000, 800)
    assert stockage() == sorted(image.fichiers())
    # The original; three widths, in two formats, whole and cropped.
    assert len(stockage()) == 1 + 3 * 2 * 2


def test_sizes_wait_for_the_commit(stockage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as attendus:
        image = _image(fichiers.image())

    assert stockage() == [image.fichier.name]
    assert len(attendus) == 1


def test_the_same_upload_twice_gives_two_independent_images(stockage, validation):
    with validation():
        premiere, seconde = _image(fichiers.image()), _image(fichiers.image())
    with validation():
        depot.supprimer(premiere)

    assert stockage() == sorted(seconde.fichiers())


def test_a_row_that_the_database_refuses_leaves_no_file(stockage, validation):
    image = Image(titre="Sans crédit", credit="")
    image.fichier = ContentFile(fichiers.image().read(), name="image.jpg")

    with validation(), pytest.raises(IntegrityError), transaction.atomic():
        depot.enregistrer(image)

    assert not Image.objects.exists()
    assert stockage() == []


def test_a_replaced_file_takes_the_old_ones_away(stockage, validation):
    with validation():
        image = _image(fichiers.image(couleur="red"))
    avant = set(image.fichiers())
    with validation():
        image = _image(fichiers.image(couleur="lime"), instance=image)

    assert avant & set(stockage()) == set()
    assert stockage() == sorted(image.fichiers())


def test_a_refused_replacement_keeps_the_old_files(stockage, validation):
    with validation():
        image = _image(fichiers.image())
    avant = stockage()
    image.credit = ""
    image.fichier = ContentFile(fichiers.image(couleur="lime").read(), name="image.jpg")

    with validation(), pytest.raises(IntegrityError), transaction.atomic():
        depot.enregistrer(image)

    assert stockage() == avant


def test_a_moved_point_makes_new_crops_and_keeps_the_rest(stockage, validation):
    with validation():
        image = _image(fichiers.image())
    avant = set(stockage())
    with validation():
        image = _image(instance=image, foyer_y=0.9)

    assert stockage() == sorted(image.fichiers())
    assert avant - set(stockage()) == {nom for nom in avant if "3x2" in nom}


def test_an_unchanged_file_is_not_made_again(stockage, validation, tmp_path):
    with validation():
        image = _image(fichiers.image())
    dates = {nom: (tmp_path / nom).stat().st_mtime_ns for nom in stockage()}
    with validation():
        _image(instance=image, titre="Autre titre")

    assert {nom: (tmp_path / nom).stat().st_mtime_ns for nom in stockage()} == dates


def test_a_used_image_is_not_deleted_and_keeps_its_files(stockage, validation):
    with validation():
        image = _image(fichiers.image())
    make_idee(image=image, image_decorative=True)

    with validation(), pytest.raises(models.ProtectedError):
        depot.supprimer(image)

    assert stockage() == sorted(image.fichiers())


def test_a_deletion_that_is_rolled_back_keeps_the_files(stockage, validation):
    with validation():
        image = _image(fichiers.image())

    with validation(), transaction.atomic():
        depot.supprimer(Image.objects.get())
        transaction.set_rollback(True)

    assert Image.objects.get() == image
    assert stockage() == sorted(image.fichiers())


def test_sizes_hold_the_picture(validation, tmp_path):
    with validation():
        image = _image(fichiers.photo_de_telephone())

    for rendu in image.rendus():
        photo = Pillow.open(io.BytesIO((tmp_path / rendu.nom).read_bytes()))
        assert photo.size == (rendu.largeur, rendu.hauteur) == (300, 400)
        assert photo.format == rendu.format.upper()
        assert photo.convert("RGB").getpixel((150, 30))[1] < 40


def test_a_document_is_stored_with_its_weight(stockage):
    formulaire = DocumentForm(
        {"titre": "Cahier"}, {"fichier": fichiers.pdf(nom="a" * 200 + ".pdf")}
    )

    document = formulaire.save()

    document.refresh_from_db()
    assert document.poids == fichiers.pdf().size
    assert stockage() == document.fichiers() == [document.fichier.name]


def test_command_makes_what_is_missing_and_nothing_else(stockage, capsys, tmp_path, validation):
    with validation():
        image = _image(fichiers.image())
    perdu = image.rendus()[0].nom
    (tmp_path / perdu).unlink()

    call_command("refaire_rendus")
    call_command("refaire_rendus")

    assert capsys.readouterr().out.splitlines() == ["1 fichier produit.", "0 fichier produit."]
    assert stockage() == sorted(image.fichiers())


def test_command_goes_on_after_a_missing_original_and_names_it(capsys, tmp_path, validation):
    with validation():
        perdue, saine = _image(fichiers.image(), titre="Perdue"), _image(fichiers.image())
    for nom in [*perdue.fichiers(), *saine.fichiers()[1:]]:
        (tmp_path / nom).unlink()

    with pytest.raises(CommandError, match=r"l’original manque.*\n« Perdue »"):
        call_command("refaire_rendus")

    assert capsys.readouterr().out == "8 fichiers produits.\n"
