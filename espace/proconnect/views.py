"""The pages of ProConnect: leaving for it, coming back, waiting for the coordination."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from comptes.connexion import ouvrir
from espace.proconnect import rattachement, sessions
from espace.proconnect.appels import Refus
from protection import quotas
from solidaires.confidentialite import confidentielle

# One office may share one network; nobody signs in this often.
LIMITE = quotas.Limite(60, timedelta(minutes=10))
ANNULEE = "Vous avez interrompu la connexion sur ProConnect. Rien n’a été enregistré."
IMPOSSIBLE = (
    "ProConnect n’a pas répondu comme prévu, ou votre navigateur a perdu la demande en cours. "
    "Recommencez\u00a0; si cela se reproduit, connectez-vous autrement."
)
TROP = (
    "Trop de connexions ont été demandées depuis votre réseau. Recommencez dans dix minutes, "
    "ou connectez-vous autrement."
)


def reglee(vue):
    """The page exists only where ProConnect is set up; it is never cached nor indexed."""

    @wraps(vue)
    @confidentielle
    def existante(request):
        if not settings.PROCONNECT:
            raise Http404
        return vue(request)

    return existante


@reglee
@require_POST
def commencer(request):
    suite = request.POST.get("next", "")
    if not quotas.consommer("proconnect", quotas.reseau(request), LIMITE):
        return _echec(request, TROP, "too many requests", suite=suite, status=429)
    try:
        return sessions.partir(request, suite)
    except Refus as refus:
        return _echec(request, IMPOSSIBLE, refus, suite=suite)


@reglee
@require_GET
def retour(request):
    if request.GET.get("error") == "access_denied":
        return _echec(request, ANNULEE, "given up there")
    try:
        personne, id_token, suite = sessions.revenir(request)
    except Refus as refus:
        return _echec(request, IMPOSSIBLE, refus)
    user = rattachement.reconnaitre(personne)
    if user:
        reponse = ouvrir(request, user, suite, preuve="proconnect")
    else:
        rattachement.transmettre(personne)
        logout(request)
        reponse = redirect("espace:proconnect_demande")
    # Kept here only, to end the session there as well.
    request.session[sessions.JETON] = id_token
    return reponse


@reglee
@require_GET
def demande(request):
    return render(request, "espace/proconnect_demande.html")


@reglee
@require_POST
def changer(request):
    """Somebody signed in there as the wrong person: SortieMiddleware ends that session too."""
    logout(request)
    return redirect(settings.LOGIN_URL)


@reglee
@require_GET
def fin(request):
    suite = sessions.fin(request)
    if suite:
        messages.success(request, "Votre session ProConnect est terminée elle aussi.")
    return redirect(suite or "accueil")


def _echec(request, explication, raison, *, suite="", status=400):
    """One page for whatever went wrong; `raison` is for the log, without personal data."""
    sessions.journal.warning("ProConnect: %s", raison)
    contexte = {
        "explication": explication,
        "suite": sessions.sure(request, suite),
        "connexion": resolve_url(settings.LOGIN_URL),
    }
    return render(request, "espace/proconnect_erreur.html", contexte, status=status)
