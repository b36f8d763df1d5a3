"""The short address of a page, for print: in words and as a QR code."""

from functools import lru_cache

import qrcode
from django import template
from django.conf import settings

from adresses.memoire import permanent_de

register = template.Library()


@register.inclusion_tag("adresses/_adresse_courte.html")
def adresse_courte(objet):
    """The short address of `objet`, printed only; nothing for what has none. One query."""
    permanent = permanent_de(objet)
    if permanent is None:
        return {"adresse": ""}
    # Paper outlives the name that this request was made under.
    adresse = settings.ADRESSE_DU_PORTAIL.rstrip("/") + permanent.get_absolute_url()
    return {"adresse": adresse, "dessin": dessiner(adresse)}


@lru_cache(maxsize=512)
def dessiner(adresse):
    """(viewBox, path data) of the QR code of an address: no style, no script."""
    code = qrcode.QRCode(border=4)  # the quiet zone of ISO/IEC 18004
    code.add_data(adresse)
    code.make(fit=True)
    modules = code.get_matrix()
    trace = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, ligne in enumerate(modules)
        for x, noir in enumerate(ligne)
        if noir
    )
    return f"0 0 {len(modules)} {len(modules)}", trace
