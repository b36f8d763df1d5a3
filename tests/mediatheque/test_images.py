"""What an upload becomes: only pixels survive, and every refusal says what to do."""

import io
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from mediatheque import images
from tests.mediatheque import fichiers


def _ouvrir(contenu):
    return Pillow.open(io.BytesIO(contenu))


@pytest.mark.parametrize(
    ("upload", "extension"),
    [
        (fichiers.image("JPEG"), "jpg"),
        (fichiers.image("PNG"), "jpg"),
        (fichiers.image("WEBP"), "jpg"),
        (fichiers.image("AVIF"), "jpg"),
        (fichiers.image("PNG", mode="RGBA", couleur=(10, 20, 30, 40)), "png"),
        (fichiers.image("PNG", mode="P", couleur=3), "jpg"),
        (fichiers.image("PNG", mode="I;16", couleur=30000), "jpg"),
        (fichiers.image("PNG", mode="1", couleur=1), "jpg"),
        (fichiers.image("JPEG", mode="CMYK", couleur=(0, 100, 50, 0)), "jpg"),
        (fichiers.image("JPEG", mode="L", couleur=120), "jpg"),
    ],
)
def test_every_accepted_picture_is_encoded_again(upload, extension):
    contenu, obtenue = images.reencoder(upload)

    assert obtenue == extension
    assert _ouvrir(contenu).size == (800, 600)
    assert _ouvrir(contenu).mode == ("RGBA" if extension == "png" else "RGB")


def test_sixteen_bits_keep_their_lightness():
    contenu, _ = images.reencoder(fichiers.image("PNG", mode="I;16", couleur=32768))

    assert _ouvrir(contenu).getpixel((5, 5)) == pytest.approx((128, 128, 128), abs=2)


def test_a_phone_photograph_stands_upright_and_forgets_where_it_was_taken():
    upload = fichiers.photo_de_telephone()
    assert b"commentaire" in upload.read()

    contenu, _ = images.reencoder(upload)

    photo = _ouvrir(contenu)
    assert photo.size == (300, 400)
    assert dict(photo.getexif()) == {}
    assert "comment" not in photo.info
    assert b"Description priv" not in contenu


def test_a_large_picture_is_limited_on_its_long_side():
    contenu, _ = images.reencoder(fichiers.image(taille=(6000, 3000)))

    assert _ouvrir(contenu).size == (2560, 1280)


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("photo.jpg", b"Bonjour, je suis un texte."), "pas une image lisible"),
        (SimpleUploadedFile("photo.jpg", b""), "pas une image lisible"),
        (SimpleUploadedFile("i.heic", b"\0\0\0\x18ftypheic" + b"\0" * 64), "HEIC"),
        (SimpleUploadedFile("i.svg", b"<svg onload='alert(1)'/>"), "PNG ou en JPEG"),
        (fichiers.image("GIF"), "PNG ou en JPEG"),
        (fichiers.image("BMP"), "pas une image lisible"),
        (fichiers.image("TIFF"), "pas une image lisible"),
        (fichiers.bombe(10_000, 6_000), "40 mégapixels"),
        (fichiers.bombe(20_000, 20_000), "40 mégapixels"),
        (fichiers.bombe(30_000, 30_000), "40 mégapixels"),
        (
            SimpleUploadedFile("t.jpg", fichiers.image(taille=(900, 900)).read()[:2000]),
            "incomplète",
        ),
    ],
)
def test_a_bad_file_is_refused_with_words(upload, message):
    with pytest.raises(images.ImageRefusee, match=message):
        images.reencoder(upload)


def test_a_file_too_heavy_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("lourde.jpg", b"\xff\xd8")
    upload.size = images.POIDS_MAX + 1

    with pytest.raises(images.ImageRefusee, match="15 Mo"):
        images.reencoder(upload)


def test_a_picture_that_hides_a_page_loses_it():
    polyglotte = fichiers.image().read() + b"<script>alert(1)</script>"

    contenu, _ = images.reencoder(SimpleUploadedFile("p.jpg", polyglotte))

    assert b"<script>" not in contenu


@pytest.mark.parametrize(
    ("taille", "ratio", "tailles"),
    [
        ((2560, 1280), None, [(320, 160), (640, 320), (960, 480), (1280, 640), (1920, 960)]),
        ((700, 700), None, [(320, 320), (640, 640)]),
        ((200, 100), None, [(200, 100)]),
        ((1000, 600), Fraction(3, 2), [(320, 213), (640, 427)]),
        ((100, 1000), Fraction(3, 2), [(100, 67)]),
    ],
)
def test_sizes_never_enlarge(taille, ratio, tailles):
    rendus = images.rendus("images/aa/bb.jpg", *taille, ratio)

    assert [(r.largeur, r.hauteur) for r in rendus if r.format == "webp"] == tailles
    assert [(r.largeur, r.hauteur) for r in rendus if r.format == "jpeg"] == tailles


def test_a_moved_point_of_interest_makes_new_names():
    avant = images.rendus("images/aa/bb.jpg", 900, 900, Fraction(3, 2), (0.5, 0.5))
    apres = images.rendus("images/aa/bb.jpg", 900, 900, Fraction(3, 2), (0.5, 0.9))

    assert {r.nom for r in avant} & {r.nom for r in apres} == set()


def test_a_crop_keeps_the_point_of_interest():
    damier = Pillow.new("RGB", (400, 1200), "white")
    damier.paste("red", (0, 1000, 400, 1200))
    fichier = io.BytesIO()
    damier.save(fichier, "PNG")
    (rendu,) = (
        r for r in images.rendus("i.png", 400, 1200, Fraction(3, 2)) if r.format == "jpeg"
    )

    bas = _ouvrir(images.produire(fichier, rendu, foyer=(0.5, 1.0)))
    haut = _ouvrir(images.produire(fichier, rendu, foyer=(0.5, 0.0)))

    assert bas.getpixel((160, 210))[1] < 40
    assert haut.getpixel((160, 210))[1] > 200
