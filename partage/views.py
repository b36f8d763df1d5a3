"""The images of pages that are shared."""

from functools import lru_cache

from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partage import vignette
from partage.dessin import dessiner

# A drawing takes a tenth of a second, and robots come in numbers just after a page is shared.
_dessiner = lru_cache(maxsize=64)(dessiner)


@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def image(request, jeton):
    """The drawing of the words that a page of ours has signed; no query."""
    try:
        mots = vignette.lire(jeton)
    except BadSignature:
        raise Http404 from None
    return HttpResponse(_dessiner(*mots), content_type="image/png")
