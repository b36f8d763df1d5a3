"""{% image usage %}: an image in the size that the screen needs, described for this very use."""

from fractions import Fraction

from django import template

register = template.Library()


@register.inclusion_tag("mediatheque/_image.html")
def image(usage, ratio="", sizes="100vw", priorite=False):
    """The image of `usage` (an Illustre), nothing when it has none. No query once selected.

    `ratio`: "3/2" crops around the point of interest, "" keeps the picture's own; `sizes`: as in
    HTML; `priorite`: for the one picture that the reader sees first.
    """
    if not usage or not usage.image_id:
        return {"rendus": None}
    media = usage.image
    url = media.fichier.storage.url
    rendus = media.rendus(Fraction(ratio) if ratio else None)
    jpegs = [rendu for rendu in rendus if rendu.format == "jpeg"]
    return {
        "rendus": {
            format_: ", ".join(
                f"{url(rendu.nom)} {rendu.largeur}w" for rendu in rendus if rendu.format == format_
            )
            for format_ in ("webp", "jpeg")
        },
        "src": url(jpegs[-1].nom),
        "largeur": jpegs[-1].largeur,
        "hauteur": jpegs[-1].hauteur,
        "alt": usage.image_alt,
        "sizes": sizes,
        "priorite": priorite,
    }
