"""Images, pure: what may be uploaded, how it is re-encoded, which sizes are made of it."""

import io
import secrets
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
POIDS_MAX = 15 * 1024 * 1024
PIXELS_MAX = 40_000_000
COTE_MAX = 2560
LARGEURS = (320, 640, 960, 1280, 1920)
# Crops that pages use, as width / height; None keeps the picture's own. After adding one, run
# `refaire_rendus`.
RATIOS = (None, Fraction(3, 2))
QUALITE = 78

# What the stored original is encoded as: flat colours stay exact, photographs stay light. AVIF
# becomes WebP, ten times quicker to write.
ENCODAGES = {
    "jpg": ("JPEG", {"quality": 88, "progressive": True, "optimize": True}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 90, "method": 4}),
}
_EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "webp"}

_LISIBLE = "Ce fichier n’est pas une image lisible. Formats acceptés : JPEG, PNG, WebP et AVIF."
_ABIMEE = "Cette image est incomplète ou abîmée. Exportez-la de nouveau, puis recommencez."
_TROP_DE_PIXELS = (
    "Cette image dépasse 40 mégapixels. Réduisez ses dimensions, puis recommencez."
)
_TROP_LOURDE = "Cette image dépasse 15 Mo. Enregistrez-la dans une taille plus petite."
_HEIC = (
    "Le format HEIC (photos d’iPhone) n’est pas accepté : enregistrez la photo en JPEG, "
    "puis recommencez."
)
_AUTRE_FORMAT = "Le format {} n’est pas accepté : enregistrez l’image en JPEG ou en PNG."
_MARQUES_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_PDF = "Ce fichier est un PDF : ajoutez-le parmi les documents."


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
    """Where a re-encoded image is stored: a name that nobody can guess and that never serves twice.

    Nothing of `filename` is kept but its extension, which `reencoder` chose.
    """
    extension = filename.rpartition(".")[2]
    if extension not in ENCODAGES:
        raise SuspiciousFileOperation("An image is stored after images.reencoder() only.")
    nom = secrets.token_hex(16)
    return f"images/{nom[:2]}/{nom}.{extension}"


def reencoder(fichier) -> tuple[bytes, str]:
    """The picture of an upload, decoded and encoded again, as (bytes, extension of ENCODAGES).

    Upright, in sRGB, at most COTE_MAX pixels a side, without any metadata: only pixels survive, so
    neither a position nor a hidden script does. Of an animation, the first image. Raises
    ImageRefusee with a French message, whatever the bytes.
    """
    if fichier.size > POIDS_MAX:
        raise ImageRefusee(_TROP_LOURDE)
    fichier.seek(0)
    with warnings.catch_warnings():
        # Pillow warns above 89 megapixels, where the limit below is lower and exact, and about
        # damaged metadata, which are dropped.
        warnings.simplefilter("ignore")
        image = _ouvrir(fichier)
        extension = _EXTENSIONS[image.format]
        try:
            image = _a_l_endroit(_decoder(image))
            image = _en_srgb(image)
            image.thumbnail((COTE_MAX, COTE_MAX), Pillow.Resampling.LANCZOS)
            return _encoder(image, *ENCODAGES[extension]), extension
        # Decoders raise anything on hostile bytes: RuntimeError, KeyError, struct.error…
        except Exception as erreur:
            raise ImageRefusee(_ABIMEE) from erreur


def _ouvrir(fichier):
    """The picture, its size known from the header and accepted, not decoded yet."""
    try:
        image = Pillow.open(fichier, formats=FORMATS)
    except Pillow.DecompressionBombError as erreur:
        raise ImageRefusee(_TROP_DE_PIXELS) from erreur
    except Exception as erreur:  # see reencoder
        raise ImageRefusee(_pourquoi_illisible(fichier)) from erreur
    if image.width * image.height > PIXELS_MAX:
        raise ImageRefusee(_TROP_DE_PIXELS)
    return image


def _pourquoi_illisible(fichier):
    """What the first bytes tell, in words that help."""
    fichier.seek(0)
    debut = fichier.read(512)
    if debut.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        debut[8:12] == b"WEBP" or debut[8:12] in {b"avif", b"avis"}
    ):
        return _ABIMEE
    if debut[4:8] == b"ftyp" and debut[8:12] in _MARQUES_HEIC:
        return _HEIC
    if debut.startswith(b"%PDF-"):
        return _PDF
    for nom, signatures in {
        "GIF": (b"GIF8",),
        "BMP": (b"BM",),
        "TIFF": (b"II*\0", b"MM\0*"),
    }.items():
        if debut.startswith(signatures):
            return _AUTRE_FORMAT.format(nom)
    if b"<svg" in debut.lower():
        return _AUTRE_FORMAT.format("SVG")
    return _LISIBLE


def _decoder(image):
    # A large JPEG is decoded at the nearest size above the one that is kept: less memory.
    image.draft(None, (COTE_MAX, COTE_MAX))
    image.load()
    return image


def _a_l_endroit(image):
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF: the picture is shown as it is stored
        return image


def _en_srgb(image):
    """The picture in RGB, or RGBA when something of it is transparent; its colour profile applied."""
    profil = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        # Sixteen bits a pixel: Pillow would clip instead of scaling.
        image = image.point(lambda valeur: valeur / 256).convert("L")
    opacite = None
    if image.has_transparency_data:
        image = image.convert("RGBA")
        opacite = image.getchannel("A")
        if opacite.getextrema() == (255, 255):
            opacite = None
    if image.mode not in {"L", "CMYK"}:
        image = image.convert("RGB")
    if profil:
        image = _appliquer_profil(image, profil)
    image = image.convert("RGB")
    if opacite is not None:
        image.putalpha(opacite)
    return image


def _appliquer_profil(image, profil):
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profil)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return (
            image  # a broken profile, or one for other channels: the numbers are read as sRGB
        )


def _encoder(image, format_pillow, options):
    """Bytes of the pixels alone: a fresh image carries no metadata to write."""
    pixels = Pillow.new(image.mode, image.size)
    pixels.paste(image)
    sortie = io.BytesIO()
    pixels.save(sortie, format_pillow, **options)
    return sortie.getvalue()


def rendus(nom, largeur, hauteur, ratio=None, foyer=(0.5, 0.5)) -> list[Rendu]:
    """The sizes of one picture for one crop, narrow to wide: WebP, then JPEG, of each width.

    `nom`: the stored name of the original; `ratio`: width / height or None; `foyer`: the point kept
    by the crop, shares from the top left corner, to the hundredth. Nothing is enlarged: a picture
    narrower than the first width has one size, its own. The names carry the crop and the point, so
    that a changed point makes new files and no cache shows the old one.
    """
    if ratio is None:
        largeur_max, rapport, marque = largeur, Fraction(largeur, hauteur), "entier"
    else:
        largeur_max, rapport = min(largeur, max(1, int(hauteur * ratio))), ratio
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


def produire(
    fichier, demandes: Iterable[Rendu], foyer=(0.5, 0.5)
) -> Iterator[tuple[Rendu, bytes]]:
    """Each size asked for and its bytes, from the stored original, which is decoded once.

    A transparent picture gets white paper in JPEG.
    """
    fichier.seek(0)
    with Pillow.open(fichier, formats=FORMATS) as original:
        original.load()
        for rendu in demandes:
            taille = (rendu.largeur, rendu.hauteur)
            image = ImageOps.fit(original, taille, Pillow.Resampling.LANCZOS, centering=foyer)
            if rendu.format == "webp":
                yield rendu, _encoder(image, "WEBP", {"quality": QUALITE, "method": 4})
                continue
            if image.mode == "RGBA":
                papier = Pillow.new("RGB", taille, "white")
                papier.paste(image, mask=image.getchannel("A"))
                image = papier
            yield rendu, _encoder(image, "JPEG", {"quality": QUALITE, "progressive": True})
