"""Real files, made in memory: pictures of every sort, good and bad, and PDF documents."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow


def image(format_="JPEG", taille=(800, 600), mode="RGB", couleur="teal", nom=None, **options):
    """An upload that holds one plain picture."""
    sortie = io.BytesIO()
    Pillow.new(mode, taille, couleur).save(sortie, format_, **options)
    return SimpleUploadedFile(nom or f"photo.{format_.lower()}", sortie.getvalue())


def photo_de_telephone():
    """A JPEG held sideways (orientation 6), with a position and a comment."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Description privée"
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 50.0, 0.0), 3: "W", 4: (0.0, 34.0, 0.0)})
    return image(taille=(400, 300), exif=exif, comment=b"un commentaire")


def bombe(largeur, hauteur):
    """A PNG of a few kilobytes that says it is enormous."""

    def bloc(nom, contenu):
        somme = zlib.crc32(nom + contenu)
        return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", somme)

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    lignes = zlib.compress(b"\0" * min(largeur * hauteur, 1_000_000), 9)
    return SimpleUploadedFile(
        "bombe.png",
        b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete) + bloc(b"IDAT", lignes) + bloc(b"IEND", b""),
    )


def pdf(contenu=b"", nom="document.pdf"):
    """A small PDF with `contenu` in its catalogue."""
    return SimpleUploadedFile(
        nom,
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + contenu + b" >>\nendobj\ntrailer\n%%EOF\n",
    )
