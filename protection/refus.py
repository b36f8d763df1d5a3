"""Refusals that say nothing to whoever tries and something to whoever reads the log."""

import logging

from django.http import Http404

journal = logging.getLogger("securite")


def introuvable(request, raison):
    """Log why; returns the Http404 to raise, as if nothing were there.

    `raison`: in English, without any personal data: « territory 12 is not theirs ».
    """
    qui = request.user.pk if request.user.is_authenticated else "visitor"
    journal.warning("404 %s %s: %s (%s)", request.method, request.path, raison, qui)
    return Http404(raison)
