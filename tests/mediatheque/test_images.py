"""What an upload becomes: only pixels survive, and every refusal says what to do."""

import io
import random
import re
from fractions import Fraction

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from mediatheque import images
from tests.mediatheque import fichiers

TROIS_DEMI = Fraction(3, 2)


def _ouvrir(contenu):
    return Pillow.open(io.BytesIO(contenu))


def _couleur(contenu, point=(5, 5)):
    return _ouvrir(contenu).convert("RGB").getpixel(point)


@pytest.mark.parametrize(
    ("upload", "extension", "mode"),
    [
        (fichiers.image("JPEG"), "jpg", "RGB"),
        (fichiers.image("JPEG", mode="L", couleur=120), "jpg", "RGB"),
        (fichiers.image("JPEG", mode="CMYK", couleur=(0, 100, 50, 0)), "jpg", "RGB"),
        (fichiers.image("MPO", save_all=True), "jpg", "RGB"),
        (fichiers.image("PNG"), "png", "RGB"),
        (fichiers.image("PNG", mode="P", couleur=3), "png", "RGB"),
        (fichiers.image("PNG", mode="P", couleur=0, transparency=0), "png", "RGBA"),
        (fichiers.image("PNG", mode="1", couleur=1), "png", "RGB"),
        (fichiers.image("PNG", mode="LA", couleur=(9, 100)), "png", "RGBA"),
        (fichiers.image("PNG", mode="I;16", couleur=30000), "png", "RGB"),
        (fichiers.image("PNG", mode="RGBA", couleur=(10, 20, 30, 40)), "png", "RGBA"),
        (fichiers.image("PNG", mode="RGBA", couleur=(10, 20, 30, 255)), "png", "RGB"),
        (fichiers.image("WEBP"), "webp", "RGB"),
        (fichiers.image("WEBP", mode="RGBA", couleur=(10, 20, 30, 40)), "webp", "RGBA"),
        (fichiers.image("AVIF"), "webp", "RGB"),
    ],
)
def test_every_accepted_picture_is_encoded_again(upload, extension, mode):
    contenu, obtenue = images.reencoder(upload)

    photo = _ouvrir(contenu)
    assert obtenue == extension
    assert photo.format == images.ENCODAGES[extension][0]
    assert photo.size == (800, 600)
    assert photo.mode == mode


def test_the_same_picture_gives_the_same_bytes():
    assert images.reencoder(fichiers.image()) == images.reencoder(fichiers.image())


def test_transparency_keeps_its_strength():
    upload = fichiers.image("PNG", mode="RGBA", couleur=(10, 20, 30, 40))

    contenu, _ = images.reencoder(upload)

    assert _ouvrir(contenu).getpixel((5, 5)) == (10, 20, 30, 40)


@pytest.mark.parametrize(("valeur", "gris"), [(0, 0), (255, 0), (32768, 128), (65535, 255)])
def test_sixteen_bits_keep_their_lightness(valeur, gris):
    contenu, _ = images.reencoder(fichiers.image("PNG", mode="I;16", couleur=valeur))

    assert _couleur(contenu) == (gris, gris, gris)


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_an_animation_becomes_its_first_image(format_):
    suite = [Pillow.new("RGB", (80, 60), "lime")]
    upload = fichiers.image(
        format_, (80, 60), couleur="red", save_all=True, append_images=suite, lossless=True
    )

    contenu, _ = images.reencoder(upload)

    photo = _ouvrir(contenu)
    assert getattr(photo, "n_frames", 1) == 1
    assert _couleur(contenu) == pytest.approx((255, 0, 0), abs=3)


def test_a_phone_photograph_stands_upright_and_forgets_where_it_was_taken():
    upload = fichiers.photo_de_telephone()
    assert b"commentaire" in upload.read()

    contenu, _ = images.reencoder(upload)

    photo = _ouvrir(contenu)
    assert photo.size == (300, 400)
    assert photo.getpixel((150, 50)) == pytest.approx((255, 0, 0), abs=6)
    assert photo.getpixel((150, 350)) == pytest.approx((255, 255, 255), abs=6)
    assert dict(photo.getexif()) == {}
    assert "comment" not in photo.info


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        ("JPEG", {"xmp": b"<x:xmpmeta>secret</x:xmpmeta>", "comment": b"secret"}),
        ("PNG", {"dpi": (300, 300)}),
        ("WEBP", {"xmp": b"<x:xmpmeta>secret</x:xmpmeta>"}),
        ("AVIF", {"xmp": b"<x:xmpmeta>secret</x:xmpmeta>"}),
    ],
)
def test_no_metadata_survives(format_, options):
    upload = fichiers.image(
        format_,
        exif=fichiers.exif_prive(),
        icc_profile=fichiers.profil_rouge_en_bleu(),
        **options,
    )
    assert b"Description priv" in upload.read()

    contenu, _ = images.reencoder(upload)

    assert b"Description priv" not in contenu
    assert b"secret" not in contenu
    photo = _ouvrir(contenu)
    assert dict(photo.getexif()) == {}
    assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
        *("progressive", "progression", "loop", "background", "timestamp", "duration")
    }


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_colour_profile_is_applied(mode):
    rouge = Pillow.new("RGBA", (40, 40), (255, 0, 0, 255))
    rouge.putpixel((39, 39), (255, 0, 0, 0))
    sortie = io.BytesIO()
    rouge.convert(mode).save(sortie, "PNG", icc_profile=fichiers.profil_rouge_en_bleu())

    contenu, _ = images.reencoder(SimpleUploadedFile("rouge.png", sortie.getvalue()))

    assert _couleur(contenu) == pytest.approx((0, 0, 255), abs=3)


def test_a_broken_profile_is_ignored():
    contenu, _ = images.reencoder(fichiers.image("PNG", couleur="red", icc_profile=b"faux"))

    assert _couleur(contenu) == (255, 0, 0)


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
        b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xaa" * 40,
    ],
)
def test_damaged_exif_does_not_refuse_a_good_picture(exif):
    contenu, _ = images.reencoder(fichiers.image(exif=exif))

    assert _ouvrir(contenu).size == (800, 600)


@pytest.mark.parametrize(
    ("taille", "attendue"),
    [
        ((6000, 3000), (2560, 1280)),
        ((3000, 6000), (1280, 2560)),
        ((2560, 10), (2560, 10)),
        ((1, 1), (1, 1)),
        ((30_000, 2), (2560, 1)),
    ],
)
def test_a_large_picture_is_limited_on_its_long_side(taille, attendue):
    contenu, _ = images.reencoder(fichiers.image(taille=taille))

    assert _ouvrir(contenu).size == attendue


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (
            SimpleUploadedFile("photo.jpg", b"Bonjour, je suis un texte."),
            "pas une image lisible",
        ),
        (SimpleUploadedFile("photo.jpg", b""), "pas une image lisible"),
        (SimpleUploadedFile("i.heic", b"\0\0\0\x18ftypheic" + b"\0" * 64), "en JPEG"),
        (SimpleUploadedFile("i.jpg", b"\0\0\0\x18ftypmif1" + b"\0" * 64), "HEIC"),
        (SimpleUploadedFile("i.svg", b"<svg onload='alert(1)'/>"), "Le format SVG"),
        (SimpleUploadedFile("i.png", b"<?xml version='1.0'?>\n<svg/>"), "Le format SVG"),
        (fichiers.pdf(nom="photo.png"), "parmi les documents"),
        (fichiers.image("GIF", nom="photo.png"), "Le format GIF"),
        (fichiers.image("BMP"), "Le format BMP"),
        (fichiers.image("TIFF", nom="photo.jpg"), "Le format TIFF"),
        (fichiers.bombe(10_000, 6_000), "40 mégapixels"),
        (fichiers.bombe(12_000, 9_000), "40 mégapixels"),
        (fichiers.bombe(20_000, 20_000), "40 mégapixels"),
        (fichiers.bombe(30_000, 30_000), "40 mégapixels"),
        (fichiers.bombe_jpeg(10_000, 6_000), "40 mégapixels"),
        (fichiers.bombe_jpeg(20_000, 20_000), "40 mégapixels"),
        # The header says 36 megapixels, the file holds one line of them.
        (fichiers.bombe(6_000, 6_000), "incomplète"),
    ],
)
def test_a_bad_file_is_refused_with_words(upload, message, recwarn):
    with pytest.raises(images.ImageRefusee, match=message):
        images.reencoder(upload)

    assert list(recwarn) == []


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_truncated_picture_is_refused(format_, part):
    bruit = io.BytesIO()
    Pillow.effect_noise((200, 200), 80).convert("RGB").save(bruit, format_)
    entier = bruit.getvalue()
    coupe = SimpleUploadedFile("photo.jpg", entier[: int(len(entier) * part)])

    with pytest.raises(images.ImageRefusee, match="incomplète ou abîmée"):
        images.reencoder(coupe)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_damaged_bytes_give_a_picture_or_a_refusal_never_another_error(format_):
    hasard = random.Random(format_)  # noqa: S311 -- damage, not secrets
    entier = fichiers.image(format_, (60, 40), exif=fichiers.exif_prive()).read()

    for _ in range(300):
        abime = bytearray(entier)
        for _ in range(hasard.choice([1, 3, 9])):
            abime[hasard.randrange(len(abime))] = hasard.randrange(256)
        try:
            contenu, _ = images.reencoder(SimpleUploadedFile("photo", bytes(abime)))
        except images.ImageRefusee:
            continue
        assert max(_ouvrir(contenu).size) <= images.COTE_MAX


def test_a_file_too_heavy_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("lourde.jpg", b"\xff\xd8")
    upload.size = images.POIDS_MAX + 1

    with pytest.raises(images.ImageRefusee, match="dépasse 15"):
        images.reencoder(upload)


def test_a_picture_that_hides_a_page_loses_it():
    polyglotte = fichiers.image().read() + b"<script>alert(1)</script>"

    contenu, _ = images.reencoder(SimpleUploadedFile("p.html", polyglotte))

    assert b"<script>" not in contenu


def test_a_name_says_nothing_of_the_upload_and_never_comes_twice():
    noms = {images.nom_de_stockage(None, "image.webp") for _ in range(50)}

    assert len(noms) == 50
    for nom in noms:
        assert re.fullmatch(r"images/([0-9a-f]{2})/\1[0-9a-f]{30}\.webp", nom)


@pytest.mark.parametrize("nom", ["photo.php", "photo.svg", "photo", "../../etc/passwd"])
def test_a_file_that_was_not_encoded_again_has_no_name(nom):
    with pytest.raises(SuspiciousFileOperation):
        images.nom_de_stockage(None, nom)


@pytest.mark.parametrize(
    ("taille", "ratio", "tailles"),
    [
        ((2560, 1280), None, [(320, 160), (640, 320), (960, 480), (1280, 640), (1920, 960)]),
        ((700, 700), None, [(320, 320), (640, 640)]),
        ((200, 100), None, [(200, 100)]),
        ((320, 1), None, [(320, 1)]),
        ((1000, 600), TROIS_DEMI, [(320, 213), (640, 427)]),
        ((100, 1000), TROIS_DEMI, [(100, 67)]),
        ((1000, 100), TROIS_DEMI, [(150, 100)]),
        ((2560, 1), TROIS_DEMI, [(1, 1)]),
    ],
)
def test_sizes_never_enlarge(taille, ratio, tailles):
    rendus = images.rendus("images/aa/bb.jpg", *taille, ratio)

    assert [(r.largeur, r.hauteur) for r in rendus if r.format == "webp"] == tailles
    assert [(r.largeur, r.hauteur) for r in rendus if r.format == "jpeg"] == tailles


def test_names_carry_the_size_the_crop_and_its_point():
    entier = images.rendus("images/aa/bb.png", 320, 320)
    recadre = images.rendus("images/aa/bb.png", 320, 320, TROIS_DEMI, (0.5, 0.07))

    assert [r.nom for r in entier + recadre] == [
        "images/aa/bb-entier-320.webp",
        "images/aa/bb-entier-320.jpg",
        "images/aa/bb-3x2-50-7-320.webp",
        "images/aa/bb-3x2-50-7-320.jpg",
    ]


@pytest.mark.parametrize(
    ("foyer", "visible"), [((0.5, 0.95), True), ((0.5, 0.8), True), ((0.5, 0.2), False)]
)
def test_a_crop_keeps_the_point_of_interest(foyer, visible):
    colonne = Pillow.new("RGB", (400, 1200), "white")
    colonne.paste("red", (0, 930, 400, 1000))
    fichier = io.BytesIO()
    colonne.save(fichier, "PNG")
    rendus = images.rendus("i.png", 400, 1200, TROIS_DEMI, foyer)

    for rendu, contenu in images.produire(fichier, rendus, foyer):
        photo = _ouvrir(contenu)
        assert photo.size == (320, 213)
        assert photo.format == rendu.format.upper()
        rouges = [y for y in range(213) if photo.convert("RGB").getpixel((160, y))[1] < 90]
        assert bool(rouges) is visible


def test_a_transparent_picture_gets_white_paper_in_jpeg_only():
    fichier = io.BytesIO(
        images.reencoder(fichiers.image("PNG", mode="RGBA", couleur=(0, 0, 0, 0)))[0]
    )
    rendus = images.rendus("i.png", 320, 240)

    (_, webp), (_, jpeg) = images.produire(fichier, rendus)

    assert _ouvrir(webp).getpixel((5, 5))[3] == 0
    assert _ouvrir(jpeg).getpixel((5, 5)) == (255, 255, 255)
