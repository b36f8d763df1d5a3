"""{% image usage %}: an image in the size that the screen needs, described for this very use."""

from fractions import Fraction

from django import template

from mediatheque import images

register = template.Library()


@register.inclusion_tag("mediatheque/_image.html")
def image(usage, ratio="", sizes="100vw", priorite=False):
    """The image of `usage` (an Illustre), nothing when it has none. No query once selected.

    `ratio`: one of `images.RATIOS` as "3/2", which crops around the point of interest; "" keeps
    the picture's own; `sizes`: as in HTML; `priorite`: for the one picture that the reader sees
    first. Raises ValueError for another ratio: its files do not exist.
    """
    return {"image": _image(usage, ratio, sizes, priorite)}


@register.inclusion_tag("mediatheque/_image_figure.html")
def image_figure(usage, ratio="", sizes="100vw", priorite=False, legende=""):
    """The same with what it shows and its credit below."""
    return {
        "image": _image(usage, ratio, sizes, priorite),
        "legende": legende,
        "credit": usage.image.credit if usage and usage.image_id else "",
    }


def _image(usage, ratio, sizes, priorite):
    """What _image.html expects; None without image."""
    ratio = Fraction(ratio) if ratio else None
    if ratio not in images.RATIOS:
        raise ValueError(f"{ratio} is not in images.RATIOS.")
    if not usage or not usage.image_id:
        return None
    url = usage.image.fichier.storage.url
    rendus = usage.image.rendus(ratio)
    srcset = {
        format_: ", ".join(
            f"{url(rendu.nom)} {rendu.largeur}w" for rendu in rendus if rendu.format == format_
        )
        for format_ in ("webp", "jpeg")
    }
    plus_grand = rendus[-1]
    return {
        "webp": srcset["webp"],
        "jpeg": srcset["jpeg"],
        "src": url(plus_grand.nom),
        "largeur": plus_grand.largeur,
        "hauteur": plus_grand.hauteur,
        "alt": usage.image_alt,
        "sizes": sizes,
        "priorite": priorite,
    }
