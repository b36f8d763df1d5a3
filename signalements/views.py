"""A reader reports what is wrong on a page, and gets a number and a date."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from protection import jetons
from protection.formulaires import Verdict, formulaire_public, juger, montrer
from protection.refus import introuvable
from signalements import pages_du_portail, suivi
from signalements.forms import SignalementForm
from signalements.models import DELAI, Signalement
from signalements.pages_du_portail import ELLIPSE
from solidaires.confidentialite import confidentielle


@formulaire_public
def signaler(request):
    """The form, filled with the page that led here (`page`, a path) and the sort of defect (`genre`)."""
    hotes = {request.get_host(), urlsplit(settings.ADRESSE_DU_PORTAIL).netloc}
    if request.method == "POST":
        form = SignalementForm(request.POST, hotes=hotes)
        verdict = juger(request, form)
        if verdict is not Verdict.MONTRER:
            garde = verdict is Verdict.GARDER
            signalement = suivi.recevoir(form.save(commit=False)) if garde else None
            return HttpResponseRedirect(suivi.recu(signalement))
    else:
        demandee = request.GET.get("page", "")
        chemin = pages_du_portail.chemin_local(demandee, hotes)
        form = SignalementForm(
            hotes=hotes, initial={"page": chemin, "genre": request.GET.get("genre", "")}
        )
    chemin = pages_du_portail.chemin_local(form["page"].value() or "", hotes)
    reponse = montrer(
        request,
        "signalements/signaler.html",
        form,
        {
            "fil": [("Signaler un défaut", "")],
            "page": pages_du_portail.trouver(chemin) if chemin else None,
            "jours": DELAI.days,
        },
    )
    # One address per page of the portal: none is worth being found by search engines.
    reponse["X-Robots-Tag"] = "noindex"
    return reponse


@confidentielle
@require_safe
def merci(request):
    """The receipt that the token in the address names: a number, a date, nothing of what was typed."""
    pk = jetons.lire(suivi.USAGE, request.GET.get("recu", ""))
    if pk is None:
        raise introuvable(request, "this token was not made for a receipt")
    signalement = Signalement.objects.filter(pk=pk).first()
    return render(
        request,
        "signalements/merci.html",
        {
            "fil": [("Signaler un défaut", "")],
            "signalement": signalement,
            "numero": signalement.numero if signalement else "",
            "echeance": signalement and signalement.echeance_at.date(),
            "retour": _retour(signalement) if signalement else "",
            "jours": DELAI.days,
        },
    )


def _retour(signalement):
    """Where the reader comes from, unless it is here or was for one person."""
    page = signalement.page
    return "" if page == reverse("signalements:signaler") or ELLIPSE in page else page
