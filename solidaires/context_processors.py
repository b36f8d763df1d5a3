"""What every template may show about the portal itself."""

from django.conf import settings


def portail(request):
    """`contact_email`: the public address, "" when not set. `canonique`: this page's own address.

    `proconnect`: whether one may sign in with it.
    """
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "canonique": request.build_absolute_uri(request.path),
        "proconnect": bool(settings.PROCONNECT),
    }
