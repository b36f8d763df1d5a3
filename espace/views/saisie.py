"""A sheet filled step by step: new, to complete, or online and amended. The steps are in etapes.py."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from espace import copie as copies
from espace import relais
from espace.acces import ouvrir_fiche, prive
from espace.copie import SaisieConcurrente, demandes_ouvertes
from espace.etapes import PAR_SLUG, RELECTURE, RUBRIQUES, voisine
from espace.forms.champs import texte_saisi
from espace.forms.medias import ACTION
from espace.forms.saisie import RECHERCHE
from espace.forms.suivi import ORDRE
from espace.marques import marquer
from espace.views.depot import avancement, relire, vers
from fabrique.models import Initiative
from protection import quotas
from protection.refus import introuvable
from redaction import apercus, versions
from redaction.lecture import labels, lire
from solidaires import saisie
from solidaires.texte import slugifier, typographier

CHEMIN = "/espace/"
# Buttons of a step beside « Enregistrer et continuer »; VERS names a step, or the preview.
CHERCHER, LIGNES, PLUS_TARD, VERS = "_chercher", "_lignes", "_plus_tard", "_vers"
APERCU = "apercu"
# What was searched when the page was shown: the same words are not searched again.
CHERCHE = "_cherche"
# Files that one territory may send in a day: ten sheets as full as can be.
TELEVERSEMENTS = quotas.Limite(200, timedelta(days=1))


@dataclass(frozen=True)
class Question:
    """One thing that a step asks: a field (`champ`) or lines (`lignes`), and what was asked of it."""

    champ: forms.BoundField | None = None
    lignes: forms.BaseFormSet | None = None
    demandes: list = field(default_factory=list)


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def etape(request, fiche, etape):
    """One step; what is good in it is kept by any of its buttons."""
    initiative = ouvrir_fiche(request, fiche)
    definition = PAR_SLUG.get(etape)
    if definition is None:
        raise introuvable(request, "no such step")
    copie = copies.ouvrir(initiative, request.user)
    if copie is None:
        return _fermee(request, initiative, definition)
    if definition.saisie is None:
        return relire(request, copie)
    if request.method == "POST":
        return _enregistrer(request, copie, definition)
    return _page(request, copie, definition)


def _fermee(request, initiative, definition):
    """The sheet left their hands; what was typed meanwhile is shown, to be copied."""
    if request.method != "POST" or definition.saisie is None:
        messages.info(request, "Cette fiche ne se modifie pas ici en ce moment.")
        return vers("fiche", initiative.pk)
    return render(
        request,
        "espace/saisie_fermee.html",
        {
            "titre": "Cette fiche ne se modifie plus ici",
            "surtitre": initiative.titre,
            "chapo": "",
            "territoire": initiative.territoire,
            "rubrique": "tableau",
            "fiche": initiative,
            "reponses": texte_saisi(definition.saisie(initiative, request.POST)),
        },
        status=409,
    )


def _enregistrer(request, copie, definition):
    """Keep what is good of the step, then go where the button leads."""
    if saisie.REPRENDRE in request.POST:
        messages.warning(request, "Voici le texte retrouvé. Il n’est pas encore enregistré.")
        return _page(request, copie, definition, reprise=True)
    fichiers = _fichiers(request, copie.initiative.territoire)
    try:
        remplie = copie.remplir(
            lambda initiative: definition.saisie(initiative, request.POST, fichiers),
            request.user,
            _lu(request, definition),
        )
    except SaisieConcurrente as autre:
        return _page(
            request, copie, definition, saisie_=autre.formulaire, disputes=autre.champs
        )
    except ValidationError as erreur:
        initiative = ouvrir_fiche(request, copie.initiative.pk)
        copie = copies.ouvrir(initiative, request.user)
        if copie is None:
            return _fermee(request, initiative, definition)
        messages.error(request, typographier(" ".join(erreur.messages)))
        return _page(request, copie, definition, reprise=True)
    _dire_ce_que_d_autres_ont_change(request, copie)
    if remplie.errors:
        return _page(request, copie, definition, saisie_=remplie)
    if _cherche(request):
        return _page(request, copie, definition, reprise=True)
    response = HttpResponseRedirect(_suite(request, copie, definition))
    messages.success(request, "C’est enregistré.")
    saisie.dire_enregistree(request, response, CHEMIN)
    return response


def _fichiers(request, territoire):
    """The files sent; none once the territory has sent too many today, which is said."""
    if not request.FILES:
        return None
    if quotas.consommer("televersement", str(territoire.pk), TELEVERSEMENTS):
        return request.FILES
    messages.error(
        request,
        f"Votre territoire a envoyé {TELEVERSEMENTS.nombre} fichiers aujourd’hui\u00a0: "
        "recommencez demain. Le reste de la page est enregistré.",
    )
    return None


def _dire_ce_que_d_autres_ont_change(request, copie):
    """What colleagues saved meanwhile in this step stays, and is told."""
    if not (laisses := copie.conciliation.laisses):
        return
    noms = labels(Initiative)
    dits = ", ".join(f"«\u00a0{noms[nom]}\u00a0»" for nom in sorted(laisses))
    messages.info(
        request,
        f"{_qui(request, copie)} a changé {dits} pendant que vous écriviez\u00a0: c’est gardé.",
    )


def _qui(request, copie):
    """Who saved the copy just before, in words."""
    if copie.auteur_avant == request.user:
        return "Une autre fenêtre où vous êtes"
    return relais.nom_de(copie.auteur_avant) or "Quelqu’un"


def _cherche(request):
    """Whether territories are to be searched: the button, or words left in its field."""
    if CHERCHER in request.POST:
        return True
    mots = request.POST.get(RECHERCHE, "").strip()
    return bool(mots) and mots != request.POST.get(CHERCHE, "").strip()


def _page(request, copie, definition, *, saisie_=None, reprise=False, disputes=()):
    """The step, on the rows of the copy. `reprise`: filled as posted, and nothing is saved."""
    has_reste = saisie_ is not None and not disputes
    with copie.montrer() as initiative:
        if saisie_ is not None:
            saisie_ = saisie_.remontrer(initiative)
        elif reprise:
            saisie_ = definition.saisie(initiative, request.POST)
        else:
            saisie_ = definition.saisie(initiative)
        demandes = list(demandes_ouvertes(copie.initiative))
        lu = copie.conciliation.lu if copie.conciliation else None
        if lu is None:
            lu = _lu(request, definition) or marquer(copie.instantane, definition.champs)
        return render(
            request,
            definition.gabarit,
            {
                "titre": definition.titre,
                "surtitre": initiative.titre,
                "chapo": typographier(definition.chapo),
                "territoire": copie.initiative.territoire,
                "rubrique": "tableau",
                "fiche": copie.initiative,
                "amendement": copie.amendement,
                "motif": copie.initiative.motif if copie.amendement is None else "",
                "etapes": avancement(demandes),
                "etape": definition,
                "precedente": voisine(definition, -1),
                "saisie": saisie_,
                "reste_enregistre": has_reste,
                "blocs": [
                    (bloc, _questions(saisie_, bloc.noms, demandes))
                    for bloc in definition.blocs
                ],
                "demandes": [d for d in demandes if d.champ in definition.champs],
                "lu": json.dumps(lu),
                "disputes": _dits(copie, disputes),
                "qui": _qui(request, copie) if disputes else "",
                "numero_saisie": saisie.numero(request),
                "a_enregistrer": request.method == "POST",
                "recherche": request.POST.get(RECHERCHE, ""),
                "cherche": _cherche(request),
            },
        )


def _questions(saisie_, noms, demandes):
    """The Question of each of these names that this sheet has; what was asked is said once."""
    questions, dites = [], set()
    for nom in noms:
        try:
            objet = saisie_[nom]
        except KeyError:
            continue
        rubrique = RUBRIQUES.get(nom, nom)
        siennes = [d for d in demandes if d.champ == rubrique and rubrique not in dites]
        dites.add(rubrique)
        if isinstance(objet, forms.BaseFormSet):
            questions.append(Question(lignes=objet, demandes=siennes))
        else:
            questions.append(Question(champ=objet, demandes=siennes))
    return questions


def _dits(copie, noms):
    """[Champ] as somebody else saved them meanwhile."""
    if not noms:
        return []
    (dits,) = lire(Initiative, copie.instantane, ordre=ORDRE)
    return [champ for champ in dits if champ.nom in noms]


def _lu(request, definition):
    """The marks that the form carries for its step; {} when they are not readable."""
    if definition.is_surveillee:
        return {}
    try:
        lu = json.loads(request.POST.get("lu", ""))
    except ValueError:
        return {}
    if not isinstance(lu, dict):
        return {}
    return {nom: str(marque) for nom, marque in lu.items() if nom in definition.champs}


def _suite(request, copie, definition):
    """Where the button of a step that is saved leads."""
    pk = copie.initiative.pk
    if PLUS_TARD in request.POST:
        return reverse("espace:fiche", args=[pk])
    demandee = request.POST.get(VERS, "")
    if demandee == APERCU:
        return reverse("espace:apercu", args=[pk])
    voulue = PAR_SLUG.get(demandee) or voisine(definition, 1)
    if LIGNES in request.POST or request.POST.get(ACTION):
        voulue = definition
    adresse = reverse("espace:etape", args=[pk, voulue.slug])
    # Lines are added where the person was.
    ancre = slugifier(request.POST.get(LIGNES, "")).replace("-", "_")
    return f"{adresse}#{ancre}" if ancre else adresse


@prive
@require_safe
def apercu(request, fiche):
    """The public page as the copy would make it, or as the sheet is when nobody fills it here."""
    initiative = ouvrir_fiche(request, fiche)
    copie = copies.ouvrir(initiative, request.user)
    if copie:
        retour = reverse("espace:etape", args=[initiative.pk, RELECTURE.slug])
        return apercus.rendre(request, copie.revision, retour=retour)
    if initiative.is_published:
        return HttpResponseRedirect(initiative.get_absolute_url())
    retour = reverse("espace:fiche", args=[initiative.pk])
    return apercus.rendre(request, versions.actuelle(initiative), retour=retour)
