"""Images, pure: what may be uploaded, how it is re-encoded, which sizes are made of it."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
POIDS_MAX = 15 * 1024 * 1024
PIXELS_MAX = 40_000_000
COTE_MAX = 2560
LARGEURS = (320, 640, 960, 1280, 1920)
# Crops that pages use, as width / height; None keeps the picture's own.
RATIOS = (None, Fraction(3, 2))
QUALITE = 78


class ImageRefusee(ValidationError):
    """The file cannot be taken as an image; the message says why and what to do."""


@dataclass(frozen=True)
class Rendu:
    """One size of an image: `largeur` and `hauteur` in pixels, `format` "webp" or "jpeg"."""

    largeur: int
    hauteur: int
    format: str
    nom: str


def nom_de_stockage(instance, filename):
    """Where a re-encoded image is stored: by its content, never by the name it came with."""
    fichier = instance.fichier.file
    fichier.seek(0)
    empreinte = hashlib.file_digest(fichier, "sha256").hexdigest()
    fichier.seek(0)
    extension = filename.rpartition(".")[2].lower()
    return f"images/{empreinte[:2]}/{empreinte[2:34]}.{extension}"


def reencoder(fichier) -> tuple[bytes, str]:
    """The picture of an upload, decoded and encoded again, as (bytes, extension).

    Upright, in sRGB, at most COTE_MAX pixels a side, without any metadata: only pixels survive, so
    neither a position nor a hidden script does. JPEG stays JPEG; a picture with transparency
    becomes PNG, the others JPEG. Raises ImageRefusee with a French message.
    """
    if fichier.size > POIDS_MAX:
        raise ImageRefusee("Cette image dépasse 15 Mo. Enregistrez-la dans une taille plus petite.")
    fichier.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns above 89 megapixels; the limit below is lower and exact.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            image = Pillow.open(fichier, formats=FORMATS)
    except Pillow.DecompressionBombError as erreur:
        raise _trop_de_pixels() from erreur
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as erreur:
        raise ImageRefusee(_pourquoi_illisible(fichier)) from erreur
    # The header gives the size: nothing is decoded before this check.
    if image.width * image.height > PIXELS_MAX:
        raise _trop_de_pixels()
    try:
        image.load()
        image = ImageOps.exif_transpose(image)
        image = _en_srgb(image)
        image.thumbnail((COTE_MAX, COTE_MAX), Pillow.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError) as erreur:
        raise ImageRefusee(
            "Cette image est incomplète ou abîmée. Exportez-la de nouveau, puis recommencez."
        ) from erreur
    if image.mode == "RGBA":
        return _encoder(image, "PNG", optimize=True), "png"
    return _encoder(image, "JPEG", quality=88, progressive=True, optimize=True), "jpg"


def _trop_de_pixels():
    return ImageRefusee("Cette image dépasse 40 mégapixels. Réduisez ses dimensions.")


def _pourquoi_illisible(fichier):
    """What the first bytes tell, in words that help."""
    fichier.seek(0)
    debut = fichier.read(32)
    if debut[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        return "Le format HEIC n’est pas accepté : enregistrez la photo en JPEG, puis recommencez."
    if debut.lstrip()[:5].lower() in {b"<?xml", b"<svg "} or debut.startswith(b"GIF8"):
        return "Ce format n’est pas accepté : enregistrez l’image en PNG ou en JPEG."
    return (
        "Ce fichier n’est pas une image lisible. Formats acceptés : JPEG, PNG, WebP et AVIF."
    )


def _en_srgb(image):
    """The picture in RGB or RGBA, its colour profile applied."""
    profil = image.info.get("icc_profile")
    transparente = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        # Sixteen bits a pixel: Pillow would clip instead of scaling.
        image = image.convert("I").point(lambda v: v / 256).convert("L")
        profil = None
    if profil and image.mode in {"RGB", "CMYK"}:
        try:
            image = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profil)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile: the numbers are read as sRGB
    return image.convert("RGBA" if transparente else "RGB")


def _encoder(image, format_pillow, **options):
    """Bytes of the pixels alone: a fresh image carries no metadata to write."""
    pixels = Pillow.new(image.mode, image.size)
    pixels.paste(image)
    sortie = io.BytesIO()
    pixels.save(sortie, format_pillow, **options)
    return sortie.getvalue()


def rendus(nom, largeur, hauteur, ratio=None, foyer=(0.5, 0.5)):
    """The sizes of one picture for one crop, narrow to wide: WebP and JPEG of each width.

    `nom`: the stored name of the original; `ratio`: width / height or None; `foyer`: the point kept
    by the crop, shares from the top left corner. Nothing is enlarged: a picture narrower than the
    first width has one size, its own. The names carry the crop and the point, so that a changed
    point makes new files and no cache shows the old one.
    """
    if ratio is None:
        largeur_max, rapport, marque = largeur, Fraction(largeur, hauteur), "entier"
    else:
        largeur_max, rapport = min(largeur, int(hauteur * ratio)), ratio
        marque = (
            f"{ratio.numerator}x{ratio.denominator}-{foyer[0] * 100:.0f}-{foyer[1] * 100:.0f}"
        )
    base = nom.rpartition(".")[0]
    largeurs = [lg for lg in LARGEURS if lg <= largeur_max] or [largeur_max]
    return [
        Rendu(
            lg,
            max(1, round(lg / rapport)),
            format_,
            f"{base}-{marque}-{lg}.{'webp' if format_ == 'webp' else 'jpg'}",
        )
        for format_ in ("webp", "jpeg")
        for lg in largeurs
    ]


def produire(fichier, rendu, foyer=(0.5, 0.5)) -> bytes:
    """The bytes of one size, made from the stored original; a transparent JPEG gets white paper."""
    fichier.seek(0)
    with Pillow.open(fichier, formats=FORMATS) as image:
        recadree = ImageOps.fit(
            image,
            (rendu.largeur, rendu.hauteur),
            Pillow.Resampling.LANCZOS,
            centering=foyer,
        )
    if rendu.format == "webp":
        return _encoder(recadree, "WEBP", quality=QUALITE, method=4)
    if recadree.mode == "RGBA":
        papier = Pillow.new("RGB", recadree.size, "white")
        papier.paste(recadree, mask=recadree.getchannel("A"))
        recadree = papier
    return _encoder(recadree.convert("RGB"), "JPEG", quality=QUALITE, progressive=True)
