"""« Ça intéresse notre territoire »: writing to another territory, and the conversation."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from espace import interets
from espace.acces import is_coordination, prive, territoires_de
from espace.forms.interet import InteretForm, MessageForm
from espace.models import Interet, MessageInteret
from fabrique.models import Initiative
from protection import quotas
from protection.refus import introuvable

TROP = "Vous avez envoyé dix messages en un jour\u00a0: gardez celui-ci de côté et envoyez-le demain."


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def interesser(request, slug):
    """Write to the territory of a public initiative, for one's own territory."""
    publiees = Initiative.objects.published().select_related("territoire")
    initiative = get_object_or_404(publiees, slug=slug)
    territoires = territoires_de(request.user)
    if refus := _refus(initiative, territoires):
        return _page(request, initiative, refus=refus)
    if len(territoires) == 1:
        deja = Interet.objects.filter(initiative=initiative, territoire=territoires[0]).first()
        if deja and request.method != "POST":
            messages.info(
                request, "Votre territoire a déjà écrit\u00a0: voici la conversation."
            )
            return redirect("espace:interet", deja.pk)
    saisie = request.POST if request.method == "POST" else None
    form = InteretForm(saisie, initiative=initiative, territoires=territoires)
    if request.method != "POST" or not form.is_valid():
        return _page(request, initiative, form=form)
    if not _consommer(request, form):
        return _page(request, initiative, form=form, status=429)
    interet = interets.commencer(
        initiative, form.cleaned_data["territoire"], request.user, form.cleaned_data["texte"]
    )
    _dire_envoye(request, initiative.territoire)
    return redirect("espace:interet", interet.pk)


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def interet(request, interet):
    """One conversation, read and continued by its two territories, read by the coordination."""
    conversation = (
        Interet.objects.select_related("initiative__territoire", "territoire")
        .filter(pk=interet)
        .first()
    )
    cote = interets.cote_de(conversation, request.user) if conversation else None
    if conversation is None or not (cote or is_coordination(request.user)):
        raise introuvable(request, f"conversation {interet} is not theirs")
    saisie = request.POST if request.method == "POST" else None
    form = MessageForm(saisie) if cote else None
    status = 200
    if request.method == "POST" and cote and form.is_valid():
        if _consommer(request, form):
            interets.ecrire(conversation, cote, request.user, form.cleaned_data["texte"])
            _dire_envoye(request, _en_face(conversation, cote))
            return HttpResponseRedirect(f"{request.path}#dernier")
        status = 429
    return render(
        request,
        "espace/interet_detail.html",
        {
            "titre": conversation.initiative.titre,
            "surtitre": "Échange entre territoires",
            "chapo": "",
            "territoire": _sien(conversation, cote),
            "rubrique": "reprises",
            "interet": conversation,
            "echanges": interets.fil(conversation),
            "destinataire": _en_face(conversation, cote) if cote else None,
            "form": form,
        },
        status=status,
    )


def _page(request, initiative, *, form=None, refus="", status=200):
    """The page of a first message; `refus`: why there is no form."""
    return render(
        request,
        "espace/interet_form.html",
        {
            "titre": "Ça intéresse notre territoire",
            "surtitre": initiative.titre,
            "chapo": "",
            "initiative": initiative,
            "recevable": interets.a_un_destinataire(initiative.territoire),
            "form": form,
            "refus": refus,
        },
        status=status,
    )


def _refus(initiative, territoires):
    """Why this person cannot write about it, "" when they can."""
    if not territoires:
        return (
            "Votre compte n’agit pour aucun territoire. La coordination, ou le référent de votre "
            "territoire, peut vous inviter."
        )
    if [territoire.pk for territoire in territoires] == [initiative.territoire_id]:
        return (
            f"Cette initiative est celle de {initiative.territoire.nom}, votre territoire\u00a0: "
            "il n’a pas à s’écrire à lui-même."
        )
    return ""


def _consommer(request, form):
    """Count one message of this person; too many leaves what was typed and says so."""
    if quotas.consommer("interet", str(request.user.pk), interets.MESSAGES):
        return True
    form.add_error(None, TROP)
    return False


def _dire_envoye(request, destinataire):
    if interets.a_un_destinataire(destinataire):
        messages.success(request, f"Votre message est transmis à {destinataire.nom}.")
        return
    messages.warning(
        request,
        f"Personne n’agit encore pour {destinataire.nom} sur le portail\u00a0: votre message est "
        "transmis à la coordination, qui l’invitera à vous répondre.",
    )


def _sien(conversation, cote):
    """The territory of the reader, for the menu; None for the coordination."""
    if cote is None:
        return None
    porteur = cote == MessageInteret.Cote.PORTEUR
    return conversation.initiative.territoire if porteur else conversation.territoire


def _en_face(conversation, cote):
    """The territory that a message of this side goes to."""
    porteur = cote == MessageInteret.Cote.PORTEUR
    return conversation.territoire if porteur else conversation.initiative.territoire
