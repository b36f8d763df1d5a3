"""Real files, made in memory: pictures of every sort, good and bad, and PDF documents."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from PIL import ImageCms


def image(format_="JPEG", taille=(800, 600), mode="RGB", couleur="teal", nom=None, **options):
    """An upload that holds one plain picture."""
    sortie = io.BytesIO()
    Pillow.new(mode, taille, couleur).save(sortie, format_, **options)
    return SimpleUploadedFile(nom or f"photo.{format_.lower()}", sortie.getvalue())


def exif_prive(orientation=1):
    """What a telephone writes: how it was held, where, and words."""
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "Description privée"
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 50.0, 0.0), 3: "W", 4: (0.0, 34.0, 0.0)})
    return exif


def photo_de_telephone():
    """A JPEG held sideways (orientation 6): red on the left as stored, on top as seen."""
    photo = Pillow.new("RGB", (400, 300), "white")
    photo.paste("red", (0, 0, 100, 300))
    sortie = io.BytesIO()
    photo.save(sortie, "JPEG", exif=exif_prive(6), comment=b"un commentaire")
    return SimpleUploadedFile("IMG_0001.JPG", sortie.getvalue())


def profil_rouge_en_bleu():
    """A colour profile whose red and blue are exchanged: applying it shows at once."""
    profil = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profil.replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")


def bombe(largeur, hauteur):
    """A PNG of a few kilobytes that says it is enormous."""

    def bloc(nom, contenu):
        somme = zlib.crc32(nom + contenu)
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", somme)

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    lignes = zlib.compress(b"\0" * min(largeur * hauteur, 1_000_000), 9)
    return SimpleUploadedFile(
        "bombe.png",
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", entete)
        + bloc(b"IDAT", lignes)
        + bloc(b"IEND", b""),
    )


def bombe_jpeg(largeur, hauteur):
    """A small JPEG whose header says it is enormous."""
    contenu = image(taille=(16, 16)).read()
    vrai, faux = struct.pack(">HH", 16, 16), struct.pack(">HH", hauteur, largeur)
    assert contenu.count(vrai) == 1
    return SimpleUploadedFile("bombe.jpg", contenu.replace(vrai, faux))


def pdf(contenu=b"", nom="document.pdf", objets_comprimes=b""):
    """A small PDF with `contenu` in its catalogue and `objets_comprimes` in an object stream."""
    flux = zlib.compress(objets_comprimes)
    return SimpleUploadedFile(
        nom,
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog "
        + contenu
        + b" >>\nendobj\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
        + flux
        + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
    )
