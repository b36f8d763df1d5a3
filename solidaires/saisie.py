"""What is typed in a form survives: the server's half of static/js/saisie.js.

Each form carries a random number. The browser keeps a copy of what is typed under that number; a
cookie tells it which copies are saved. It may also post a copy back, to have the form filled with it.
"""

from uuid import UUID, uuid4

from django.conf import settings

CHAMP = "_saisie"
REPRENDRE = "_reprendre"
COOKIE = "saisie_faite"
DUREE = 60  # seconds: the time to reach the next page


def numero(request):
    """The number that the form shown to `request` carries: the one that it posted, or a new one."""
    try:
        return str(UUID(request.POST.get(CHAMP, "")))
    except ValueError:
        return str(uuid4())


def dire_enregistree(request, response, chemin="/admin/"):
    """Tell the browser that the form that it just posted is saved: its copy may go.

    `chemin`: where the forms of that sort are.
    """
    if CHAMP not in request.POST:
        return
    response.set_cookie(
        COOKIE,
        numero(request),
        max_age=DUREE,
        path=chemin,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
