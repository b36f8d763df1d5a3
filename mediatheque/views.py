"""Stored files, served by the portal itself: a small one needs no second server for its images."""

import re

from csp.constants import NONE
from csp.decorators import csp
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from mediatheque.models import Document
from solidaires.texte import slugifier

# The names that the portal gives (`images.nom_de_stockage`, `documents.nom_de_document`); anything
# else in the storage, and any way out of it, is not for the public.
_NOM = re.compile(
    r"images/[0-9a-f]{2}/[0-9a-f]{32}(?:-[0-9a-z-]+)?\.(?P<image>jpg|png|webp)"
    r"|documents/[0-9a-f]{2}/[0-9a-f]{32}\.pdf"
)
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
@csp({"default-src": [NONE], "sandbox": [True]})
def media(request, nom):
    """One stored file. A name never serves twice, so that browsers may keep it for good.

    An image is shown; a document is downloaded under its title, and only while its row exists.
    """
    connu = _NOM.fullmatch(nom)
    if connu is None:
        raise Http404
    if connu["image"]:
        options = {"content_type": _TYPES[connu["image"]]}
    else:
        document = get_object_or_404(Document, fichier=nom)
        options = {
            "content_type": "application/pdf",
            "as_attachment": True,
            "filename": f"{slugifier(document.titre) or 'document'}.pdf",
        }
    try:
        fichier = default_storage.open(nom)
    except FileNotFoundError as erreur:
        raise Http404 from erreur
    response = FileResponse(fichier, **options)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
