"""A citizen proposes an idea, confirms their address, then follows what becomes of it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forum import suivi
from forum.forms import PrecisionForm, PropositionForm
from forum.models import Proposition
from forum.nouvelles import etapes, is_a_completer
from protection import jetons
from protection.formulaires import Verdict, formulaire_public, juger, montrer
from protection.refus import introuvable
from solidaires.confidentialite import confidentielle

SECTION = "forum"


@formulaire_public
def proposer(request):
    """The form; what is sent waits for its address to be confirmed."""
    form = PropositionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        verdict = juger(request, form)
        if verdict is Verdict.GARDER:
            suivi.recevoir(form.save(commit=False))
        if verdict is not Verdict.MONTRER:
            return redirect("forum:proposer_merci")
    return montrer(request, "forum/proposer.html", form, _contexte("Proposer une idée"))


@require_safe
def merci(request):
    """What to do next. The same words for everyone: nothing of what was typed is here."""
    jours = suivi.DELAI_DE_CONFIRMATION.days
    return render(
        request,
        "forum/proposer_merci.html",
        {**_contexte("Une dernière étape"), "jours": jours},
    )


# The token in the address is the credential: there is no session to ride on, and the cookie that
# Django's protection needs is one that a visitor would have to accept.
@csrf_exempt
@confidentielle
@require_http_methods(["GET", "HEAD", "POST"])
def proposition(request, jeton):
    """The page of one proposal for whoever sent it: confirm, follow, complete.

    Opening it changes nothing: machines open the links of mails before persons do.
    """
    pk = jetons.lire(suivi.USAGE, jeton)
    if pk is None:
        raise introuvable(request, "this token was not made for a proposal")
    trouvee = Proposition.objects.select_related("idee").filter(pk=pk).first()
    if trouvee is None or suivi.is_perimee(trouvee):
        return render(
            request,
            "forum/proposition_perimee.html",
            {**_contexte("Lien périmé"), "jours": suivi.DELAI_DE_CONFIRMATION.days},
            status=410,
        )
    if request.method != "POST":
        return _page(request, trouvee, PrecisionForm())
    if trouvee.confirmee_at is None:
        suivi.confirmer(trouvee)
    elif "precision" in request.POST:
        form = PrecisionForm(request.POST)
        if not _preciser(trouvee, form):
            return _page(request, trouvee, form)
    return HttpResponseRedirect(request.path)


def _preciser(trouvee, form):
    """Hand over what was missing; the form says why when it cannot be."""
    if not form.is_valid():
        return False
    try:
        suivi.preciser(trouvee, form.cleaned_data["precision"])
    except ValidationError as erreur:
        form.add_error(None, erreur)
        return False
    return True


def _page(request, trouvee, form):
    return render(
        request,
        "forum/proposition.html",
        {
            **_contexte("Votre proposition"),
            "proposition": trouvee,
            "etapes": etapes(trouvee) if trouvee.confirmee_at else [],
            "form": form if form.is_bound or is_a_completer(trouvee.idee) else None,
        },
    )


def _contexte(titre):
    return {
        "section": SECTION,
        "fil": [("Le Forum", reverse("forum:idee_list")), (titre, "")],
    }
