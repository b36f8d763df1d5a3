"""Response headers that neither Django nor a library sets."""

_POLITIQUE = ", ".join(
    f"{capacite}=()"
    for capacite in (
        "accelerometer camera display-capture geolocation gyroscope magnetometer microphone "
        "midi payment usb browsing-topics"
    ).split()
)


class PermissionsPolicyMiddleware:
    """Says that no page uses the camera, the position… of a visitor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", _POLITIQUE)
        return response


class ApercuMiddleware:
    """Keeps the preview of what is not public out of caches, search engines and other sites' logs.

    For every answer to a request marked `apercu`, whatever its status.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if hasattr(request, "apercu"):
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
            # Not « no-referrer »: browsers then hide the origin of our own forms, which Django checks.
            response["Referrer-Policy"] = "same-origin"
        return response
