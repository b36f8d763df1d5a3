"""Stored files, served by the portal itself: a small one needs no second server for its images."""

from csp.decorators import csp_replace
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

# What the portal stores itself; anything else in the folder is not for the public.
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def media(request, nom):
    """One stored file. Names come from the contents, so that browsers may keep it for good."""
    type_mime = TYPES.get(nom.rpartition(".")[2])
    try:
        if type_mime is None or not default_storage.exists(nom):
            raise Http404
        fichier = default_storage.open(nom)
    except (SuspiciousFileOperation, ValueError, IsADirectoryError) as erreur:
        raise Http404 from erreur
    response = FileResponse(
        fichier,
        content_type=type_mime,
        as_attachment=type_mime == "application/pdf",
        filename=nom.rpartition("/")[2],
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
