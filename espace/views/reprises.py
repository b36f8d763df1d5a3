"""Between territories: what one takes up and gives, its conversations; declaring a reprise."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from espace import interets
from espace import reprises as declarations
from espace.acces import agit_pour, ouvrir_territoire, prive
from espace.forms.reprise import RepriseForm
from fabrique.models import Initiative, Reprise
from protection.refus import introuvable
from redaction import versions
from redaction.sources import en_clair
from solidaires.publication import Etat, TransitionImpossible
from solidaires.texte import typographier
from territoires.models import Territoire

# What each state means for the territory that declared, and what it may do next.
SUITES = {
    Etat.BROUILLON: ("Pas encore envoyée à la coordination.", "Terminer et envoyer"),
    Etat.A_RELIRE: ("La coordination la relit. Un courriel vous dira la suite.", "Voir"),
    Etat.A_COMPLETER: ("La coordination demande un complément.", "Compléter et renvoyer"),
    Etat.PROGRAMMEE: ("Acceptée\u00a0: sa mise en ligne est programmée.", "Voir"),
    Etat.PUBLIEE: ("En ligne, sur les pages des deux territoires.", "Mettre à jour"),
    Etat.RETIREE: ("Retirée du site par la coordination.", "Voir pourquoi"),
    Etat.REFUSEE: ("La coordination ne l’a pas retenue.", "Voir pourquoi"),
}
ATTENTE = "En ligne\u00a0; votre mise à jour attend que la coordination la relise."


@prive
@require_safe
def reprises(request, territoire):
    """The conversations of a territory, what it takes up and what others take up of it."""
    territoire = ouvrir_territoire(request, territoire)
    recus, envoyes = interets.recus_et_envoyes(territoire)
    return render(
        request,
        "espace/reprise_list.html",
        {
            "titre": "Reprises et échanges",
            "surtitre": str(territoire),
            "chapo": "",
            "territoire": territoire,
            "rubrique": "reprises",
            "recus": recus,
            "envoyes": envoyes,
            "prises": [
                (reprise, *_suite(reprise, reprise.en_attente))
                for reprise in declarations.prises(territoire)
            ],
            "donnees": declarations.donnees(territoire),
        },
    )


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def reprendre(request, slug):
    """Declare that one's territory takes up a public initiative."""
    publiees = Initiative.objects.published().select_related("territoire")
    initiative = get_object_or_404(publiees, slug=slug)
    territoires = declarations.territoires_pour(request.user)
    if refus := _refus(initiative, territoires):
        return _page(request, initiative, refus=refus)
    deja = (
        declarations.deja_declaree(initiative, territoires[0])
        if len(territoires) == 1
        else None
    )
    if deja:
        return _renvoyer(request, deja)
    saisie = request.POST if request.method == "POST" else None
    form = _former(saisie, territoires, Reprise(initiative=initiative))
    if saisie is None or not form.is_valid():
        return _page(request, initiative, form=form)
    deja = declarations.deja_declaree(initiative, form.cleaned_data["territoire"])
    if deja is None:
        try:
            reprise = declarations.declarer(
                form.instance, form.cleaned_data["source"], request.user
            )
        except declarations.DejaDeclaree as erreur:
            deja = erreur.reprise
    if deja:
        form.add_error("territoire", _deja_en_clair(deja))
        return _page(request, initiative, form=form)
    messages.success(
        request,
        "Votre déclaration est envoyée à la coordination. Elle paraîtra sur les deux fiches une "
        "fois relue.",
    )
    return redirect("espace:reprise", reprise.pk)


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def reprise(request, reprise):
    """One declaration of a territory: where it stands, and the form while the territory may write."""
    declaree = (
        Reprise.objects.kept()
        .select_related("initiative__territoire", "territoire")
        .filter(pk=reprise)
        .first()
    )
    if declaree is None or not agit_pour(request.user, declaree.territoire):
        raise introuvable(request, f"reprise {reprise} is not theirs")
    territoires = Territoire.objects.filter(pk=declaree.territoire_id)
    if request.method == "POST":
        remplir = partial(_former, request.POST, territoires)
        try:
            form, change = declarations.mettre_a_jour(declaree, remplir, request.user)
        except TransitionImpossible as erreur:
            messages.error(request, typographier(" ".join(erreur.messages)))
            return HttpResponseRedirect(request.path)
        except ValidationError as erreur:
            form = declarations.lire(declaree, remplir)
            form.add_error(None, erreur.messages)
        if form.is_valid():
            _dire_gardee(request, declaree, change)
            return HttpResponseRedirect(request.path)
    elif declarations.is_modifiable(declaree):
        form = declarations.lire(declaree, partial(_former, None, territoires))
    else:
        form = None
    attente = versions.en_attente(declaree) if declaree.is_published else None
    suite, _ = _suite(declaree, attente)
    return render(
        request,
        "espace/reprise_detail.html",
        {
            "titre": declaree.initiative.titre,
            "surtitre": "Votre déclaration de reprise",
            "chapo": "",
            "territoire": declaree.territoire,
            "rubrique": "reprises",
            "reprise": declaree,
            "suite": suite,
            "attente": attente,
            "en_ligne_le": en_clair(declaree.published_at)
            if declaree.etat_effectif == Etat.PROGRAMMEE
            else "",
            "form": form,
        },
    )


def _former(saisie, territoires, reprise):
    """The form of a declaration, filled with what was posted or with what `reprise` says."""
    fiches = declarations.fiches_possibles(territoires, reprise.initiative)
    return RepriseForm(saisie, instance=reprise, territoires=territoires, fiches=fiches)


def _page(request, initiative, *, form=None, refus=""):
    """The page of a new declaration; `refus`: why there is no form."""
    return render(
        request,
        "espace/reprise_form.html",
        {
            "titre": "Nous l’avons reprise",
            "surtitre": initiative.titre,
            "chapo": "",
            "initiative": initiative,
            "form": form,
            "refus": refus,
        },
    )


def _refus(initiative, territoires):
    """Why this person cannot declare anything on it, "" when they can."""
    if not territoires:
        return (
            "Votre compte n’agit pour aucun territoire. La coordination, ou le référent de votre "
            "territoire, peut vous inviter."
        )
    if [territoire.pk for territoire in territoires] == [initiative.territoire_id]:
        return (
            f"Cette initiative est celle de {initiative.territoire.nom}, votre territoire\u00a0: "
            "un territoire ne reprend pas sa propre initiative."
        )
    return ""


def _renvoyer(request, deja):
    """To the declaration that there is; one in the bin is nobody's to open."""
    if deja.jetee_at is not None:
        return _page(request, deja.initiative, refus=_deja_en_clair(deja))
    messages.info(request, "Votre territoire a déjà fait cette déclaration\u00a0: la voici.")
    return redirect("espace:reprise", deja.pk)


def _deja_en_clair(deja) -> str | SafeString:
    """Why it cannot be declared again, with the way to the declaration that there is."""
    nom = deja.territoire.nom
    if deja.jetee_at is not None:
        return (
            f"La déclaration de {nom} sur cette initiative a été mise à la corbeille par la "
            "coordination\u00a0: demandez-lui de l’en sortir."
        )
    return format_html(
        '{} a déjà fait cette déclaration\u00a0: <a href="{}">ouvrez-la pour la mettre à jour</a>.',
        nom,
        reverse("espace:reprise", args=[deja.pk]),
    )


def _suite(reprise, en_attente):
    """(what its state means, words of the next action); `en_attente`: whether a change waits."""
    etat = reprise.etat_effectif
    sens, action = SUITES[etat]
    return (ATTENTE if etat == Etat.PUBLIEE and en_attente else sens), action


def _dire_gardee(request, reprise, change):
    if not reprise.is_published:
        messages.success(request, "Votre déclaration est envoyée à la coordination.")
    elif change:
        messages.success(
            request,
            "Votre mise à jour est envoyée à la coordination. Jusqu’à sa relecture, le public "
            "voit la version d’avant.",
        )
    else:
        messages.info(request, "Rien n’a changé\u00a0: rien n’est envoyé.")
