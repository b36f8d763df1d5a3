"""Pages for one person: kept out of caches, search engines and other sites' logs."""

from functools import wraps


def confidentielle(vue):
    """Marks the request before anything else: every answer, errors included, is kept private.

    The header is set by `ApercuMiddleware`.
    """

    @wraps(vue)
    def marquee(request, *args, **kwargs):
        request.apercu = None
        return vue(request, *args, **kwargs)

    return marquee
