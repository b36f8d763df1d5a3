"""What somebody who was given a preview link sees and answers. Nothing here opens the back office."""

from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from redaction import apercus
from redaction.forms import ReponseForm
from redaction.models import LienApercu, ReponseApercu
from solidaires.confidentialite import confidentielle


# The token in the address is the credential: there is no session to ride on, and the cookie that
# Django's protection needs is one that a visitor would have to accept.
@csrf_exempt
@confidentielle
@require_http_methods(["GET", "HEAD", "POST"])
def apercu(request, jeton):
    """The version that a preview link shows, and what its reader answers."""
    lien = apercus.trouver_lien(jeton)
    if lien is None:
        raise Http404
    if raison := apercus.fermeture(lien):
        return render(
            apercus.demande_publique(request, request.path),
            "redaction/apercu_ferme.html",
            {"raison": raison},
            status=410,
        )
    if request.method == "POST":
        formulaire = ReponseForm(request.POST, instance=ReponseApercu(lien=lien))
        if not formulaire.is_valid():
            return _page(request, lien, formulaire)
        if _garder(lien, formulaire):
            return HttpResponseRedirect(f"{request.path}?merci=1#reponse")
        return _page(request, lien, None)
    merci = "merci" in request.GET
    if request.method == "GET" and not merci:
        apercus.compter_acces(lien)
    place = lien.reponses.count() < apercus.REPONSES_AU_PLUS
    return _page(request, lien, ReponseForm() if place else None, merci=merci)


def _page(request, lien, formulaire, *, merci=False):
    return apercus.rendre(
        request,
        lien.revision,
        lien=lien,
        formulaire=formulaire,
        adresse=request.path,
        merci=merci,
    )


def _garder(lien, formulaire):
    """Keep the answer unless the link has taken its share; the row locked, so that none slips by."""
    with transaction.atomic():
        verrouille = LienApercu.objects.select_for_update().get(pk=lien.pk)
        if verrouille.reponses.count() >= apercus.REPONSES_AU_PLUS:
            return False
        formulaire.save()
    return True
