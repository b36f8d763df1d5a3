"""What every template may show about the portal itself."""

from django.conf import settings
from django.utils.encoding import escape_uri_path


def portail(request):
    """`contact_email`: the public address, "" when not set. `proconnect`: whether it opens the space.

    `canonique`: the one address of this page, whatever host and query string it was asked with: a
    list narrowed, sorted or turned is still that list.
    """
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "canonique": settings.ADRESSE_DU_PORTAIL.rstrip("/") + escape_uri_path(request.path),
        "proconnect": bool(settings.PROCONNECT),
    }
