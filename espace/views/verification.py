"""« Toujours d’actualité ? »: the link of the mail, answered once; the same from the space."""

import logging

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from espace import verifications
from espace.acces import ouvrir_fiche, prive
from espace.forms.verification import formulaires
from espace.models import Verification
from protection import jetons
from protection.refus import introuvable
from solidaires.confidentialite import confidentielle
from solidaires.texte import typographier

journal = logging.getLogger(__name__)

CHOISIR = "Choisissez l’une des trois réponses."
REFUSEE = (
    "La fiche ne peut pas être confirmée telle qu’elle est\u00a0: il lui manque quelque chose que la "
    "coordination doit d’abord corriger. Choisissez «\u00a0Des choses ont changé\u00a0», ou écrivez-lui."
)


# The token in the address is the credential: there is no session to ride on, and the cookie that
# Django's protection needs is one that a visitor would have to accept.
@csrf_exempt
@confidentielle
@require_http_methods(["GET", "HEAD", "POST"])
def actualite(request, jeton):
    """The sheet in short and three answers. Looking changes nothing: scanners of mails look too."""
    pk = jetons.lire(verifications.USAGE, jeton)
    if pk is None:
        raise introuvable(request, "a token of the yearly question was not signed here")
    verification = (
        Verification.objects.select_related("initiative__territoire").filter(pk=pk).first()
    )
    if verification is None:
        return render(request, "espace/actualite_fermee.html", status=410)
    if verification.reponse:
        return _page(request, verification)
    if not verification.initiative.is_published:
        return render(request, "espace/actualite_fermee.html", status=410)
    if request.method != "POST":
        return _page(request, verification, formulaires())
    reponse = request.POST.get("reponse", "")
    reponses = formulaires(reponse, request.POST)
    if reponse not in reponses:
        return _page(request, verification, reponses, erreur=CHOISIR)
    formulaire = reponses[reponse]
    if not formulaire.is_valid():
        return _page(request, verification, reponses, refusee=formulaire)
    try:
        verifications.repondre(verification, reponse, **formulaire.cleaned_data)
    except (verifications.DejaRepondue, verifications.PlusEnLigne):
        pass  # the page says what was answered, or that the sheet is no longer online
    except ValidationError as erreur:
        journal.error("Sheet %s refuses its date: %s", verification.initiative_id, erreur)
        return _page(request, verification, reponses, erreur=REFUSEE)
    return HttpResponseRedirect(request.path)


@prive
@require_POST
def confirmer(request, fiche):
    """Confirm from the space that a sheet online is up to date."""
    initiative = ouvrir_fiche(request, fiche)
    try:
        verifications.confirmer(initiative, request.user)
    except ValidationError as erreur:
        messages.error(request, typographier(" ".join(erreur.messages)))
    else:
        messages.success(
            request, "Merci\u00a0: la fiche dit que vous l’avez confirmée aujourd’hui."
        )
    return redirect("espace:fiche", initiative.pk)


def _page(request, verification, reponses=None, *, refusee=None, erreur=""):
    """The question with its three forms, or what was answered. `refusee`: the form to correct."""
    initiative = verification.initiative
    return render(
        request,
        "espace/actualite.html",
        {
            "verification": verification,
            "initiative": initiative,
            "reponses": reponses,
            "refusee": refusee,
            "erreur": erreur,
        },
    )
