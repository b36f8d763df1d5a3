"""A sheet filled step by step: new, to complete, or online and amended. The steps are in etapes.py."""

import json
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courrier.poste import poster
from espace import copie as copies
from espace import relais
from espace.acces import ouvrir_fiche, ouvrir_territoire, prive
from espace.copie import SaisieConcurrente, demandes_ouvertes
from espace.doublons import semblables
from espace.etapes import ETAPES, PAR_SLUG, voisine
from espace.forms.medias import ACTION, MediasSaisie
from espace.forms.nouvelle import NouvelleForm, ResumeForm
from espace.forms.saisie import RECHERCHE
from espace.forms.suivi import ORDRE
from espace.marques import marquer
from espace.models import Depot
from fabrique.models import Initiative
from protection.refus import introuvable
from redaction import apercus
from redaction.lecture import comparer, lire
from solidaires import saisie
from solidaires.texte import slugifier
from territoires.models import Agent

CHEMIN = "/espace/"
# Buttons of a step beside « Enregistrer et continuer ».
CHERCHER, PRECEDENT, PLUS_TARD = "_chercher", "_precedent", "_plus_tard"


@dataclass(frozen=True)
class Question:
    """One thing that a step asks: a field (`champ`) or lines (`lignes`), and what was asked of it."""

    champ: forms.BoundField | None = None
    lignes: forms.BaseFormSet | None = None
    demandes: list = field(default_factory=list)


# Beginning


@prive
@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request, territoire):
    """What will be asked, then a title; sheets that may tell the same are shown first."""
    territoire = ouvrir_territoire(request, territoire)
    formulaire = NouvelleForm(request.POST if request.method == "POST" else None)
    trouvees = []
    if formulaire.is_valid():
        titre = formulaire.cleaned_data["titre"]
        if not formulaire.cleaned_data["quand_meme"]:
            trouvees = semblables(titre, territoire)
        if not trouvees:
            agit = Agent.objects.in_force().filter(user=request.user, territoire=territoire)
            copie = copies.commencer_fiche(
                territoire,
                request.user,
                titre=titre,
                slug=_adresse_libre(titre),
                par_la_coordination=not agit.exists(),
            )
            return _vers("etape", copie.initiative.pk, ETAPES[0].slug)
    return render(
        request,
        "espace/saisie_nouvelle.html",
        {
            "titre": "Proposer une initiative",
            "surtitre": str(territoire),
            "chapo": "Sept étapes courtes, enregistrées une à une. Vous pouvez vous arrêter et "
            "reprendre, ici ou sur un autre appareil\u00a0; vos collègues aussi.",
            "territoire": territoire,
            "rubrique": "tableau",
            "formulaire": formulaire,
            "etapes": ETAPES,
            "trouvees": trouvees,
        },
    )


# A step


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
        messages.info(request, "Cette fiche ne se modifie pas ici en ce moment.")
        return _vers("fiche", initiative.pk)
    if definition.saisie is None:
        return _relecture(request, copie)
    if request.method == "POST":
        return _enregistrer(request, copie, definition)
    return _page(request, copie, definition)


def _enregistrer(request, copie, definition):
    """Keep what is good of the step, then go where the button leads."""
    if saisie.REPRENDRE in request.POST:
        messages.warning(request, "Voici le texte retrouvé. Il n’est pas encore enregistré.")
        return _page(request, copie, definition, reprise=True)
    try:
        remplie = copie.remplir(
            lambda initiative: definition.saisie(initiative, request.POST, request.FILES),
            request.user,
            _lu(request),
        )
    except SaisieConcurrente as autre:
        return _page(
            request, copie, definition, saisie_=autre.formulaire, disputes=autre.champs
        )
    except ValidationError as erreur:
        messages.error(request, " ".join(erreur.messages))
        return _page(request, copie, definition, reprise=True)
    if remplie.errors:
        return _page(request, copie, definition, saisie_=remplie)
    if CHERCHER in request.POST:
        return _page(request, copie, definition, reprise=True)
    response = HttpResponseRedirect(_suite(request, copie, definition))
    messages.success(request, "C’est enregistré.")
    saisie.dire_enregistree(request, response, CHEMIN)
    return response


def _page(request, copie, definition, *, saisie_=None, reprise=False, disputes=()):
    """The step, on the rows of the copy. `reprise`: filled as posted, and nothing is saved."""
    with copie.montrer() as initiative:
        if saisie_ is not None:
            saisie_ = saisie_.remontrer(initiative)
        elif reprise:
            saisie_ = definition.saisie(initiative, request.POST)
        else:
            saisie_ = definition.saisie(initiative)
        demandes = {}
        for demande in demandes_ouvertes(copie.initiative):
            demandes.setdefault(demande.champ, []).append(demande)
        lu = copie.conciliation.lu if copie.conciliation else None
        if lu is None:
            lu = _lu(request) or marquer(copie.instantane, definition.champs)
        return render(
            request,
            "espace/saisie_medias.html"
            if definition.saisie is MediasSaisie
            else "espace/saisie_etape.html",
            {
                "titre": definition.titre,
                "surtitre": initiative.titre,
                "chapo": definition.chapo,
                "territoire": copie.initiative.territoire,
                "rubrique": "tableau",
                "fiche": copie.initiative,
                "amendement": copie.amendement,
                "etapes": ETAPES,
                "etape": definition,
                "precedente": voisine(definition, -1),
                "saisie": saisie_,
                "blocs": [
                    (bloc, _questions(saisie_, bloc.noms, demandes))
                    for bloc in definition.blocs
                ],
                "demandes": demandes,
                "lu": json.dumps(lu),
                "disputes": _dits(copie, disputes),
                "numero_saisie": saisie.numero(request),
                "a_enregistrer": request.method == "POST",
                "trouves": getattr(getattr(saisie_, "champs", None), "territoires_trouves", [])
                if RECHERCHE in request.POST
                else [],
                "recherche": request.POST.get(RECHERCHE, ""),
                "cherche": CHERCHER in request.POST,
            },
        )


def _questions(saisie_, noms, demandes):
    """The Question of each of these names that this sheet has."""
    questions = []
    for nom in noms:
        try:
            objet = saisie_[nom]
        except KeyError:
            continue
        siennes = demandes.get(nom, [])
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


def _lu(request):
    """The marks that the form carries; {} when they are not readable."""
    try:
        lu = json.loads(request.POST.get("lu", ""))
    except ValueError:
        return {}
    if not isinstance(lu, dict):
        return {}
    return {str(nom): str(marque) for nom, marque in lu.items()}


def _suite(request, copie, definition):
    """Where the button of a step that is saved leads."""
    pk = copie.initiative.pk
    if PLUS_TARD in request.POST:
        return reverse("espace:fiche", args=[pk])
    voulue = definition
    if PRECEDENT in request.POST:
        voulue = voisine(definition, -1) or definition
    elif not request.POST.get(ACTION):
        voulue = voisine(definition, 1)
    return reverse("espace:etape", args=[pk, voulue.slug])


# The end


def _relecture(request, copie, formulaire=None):
    """All that the copy says, what is missing, and the button that sends it."""
    with copie.montrer() as initiative:
        (dits,) = lire(Initiative, copie.instantane, ordre=ORDRE)
        par_etape = [
            (etape, [champ for champ in dits if champ.nom in etape.champs])
            for etape in ETAPES
            if etape.saisie
        ]
        changements = []
        if copie.amendement:
            changements = [
                changement.abrege
                for changement in comparer(
                    Initiative,
                    copie.amendement.base,
                    copie.amendement.instantane,
                    ordre=ORDRE,
                )
            ]
        return render(
            request,
            "espace/saisie_relecture.html",
            {
                "titre": "Relecture et envoi",
                "surtitre": initiative.titre,
                "chapo": "",
                "territoire": copie.initiative.territoire,
                "rubrique": "tableau",
                "fiche": copie.initiative,
                "amendement": copie.amendement,
                "etapes": ETAPES,
                "etape": ETAPES[-1],
                "par_etape": par_etape,
                "changements": changements,
                "manques": initiative.manques(),
                "non_renseigne": initiative.non_renseigne,
                "demandes": demandes_ouvertes(copie.initiative),
                "formulaire": formulaire or ResumeForm(),
            },
        )


@prive
@require_POST
def envoyer(request, fiche):
    """Hand it over; pressed twice, the second finds it handed over and leads to the same place."""
    initiative = ouvrir_fiche(request, fiche)
    copie = copies.ouvrir(initiative, request.user)
    if copie is None:
        return _vers("fiche", initiative.pk)
    formulaire = ResumeForm(request.POST)
    if copie.amendement and not formulaire.is_valid():
        return _relecture(request, copie, formulaire)
    with copie.montrer() as montree:
        manques = montree.manques()
    if manques:
        messages.error(request, " ".join(manque.message for manque in manques))
        return _vers("etape", initiative.pk, ETAPES[-1].slug)
    try:
        with transaction.atomic():
            resume = formulaire.cleaned_data["resume"] if copie.amendement else ""
            depot = copie.envoyer(resume=resume)
            if depot:
                _accuser_reception(request.user, copie.initiative, depot)
    except ValidationError as erreur:
        messages.error(request, " ".join(erreur.messages))
        return _vers("etape", initiative.pk, ETAPES[-1].slug)
    if depot is None:
        messages.success(request, "Votre proposition est envoyée à la coordination.")
        return _vers("amendement", copie.amendement.pk)
    return _vers("recu", initiative.pk)


def _accuser_reception(user, initiative, depot):
    """One mail per sending: the sheet may come back and leave again."""
    poster(
        "depot_recu",
        user.email,
        {
            "initiative": initiative,
            "depot": depot,
            "lien": relais.lien("espace:fiche", initiative.pk),
        },
        cle=f"recu:{depot.pk}:{initiative.updated_at:%Y%m%d%H%M%S%f}",
        suivi=initiative.get_admin_url(),
    )


@prive
@require_safe
def recu(request, fiche):
    """The receipt: its number, and what happens next."""
    initiative = ouvrir_fiche(request, fiche)
    depot = Depot.objects.filter(initiative=initiative, depose_at__isnull=False).first()
    if depot is None:
        return _vers("fiche", initiative.pk)
    return render(
        request,
        "espace/saisie_recu.html",
        {
            "titre": "Votre fiche est envoyée",
            "surtitre": f"Reçu {depot.numero}",
            "chapo": "",
            "territoire": initiative.territoire,
            "rubrique": "tableau",
            "fiche": initiative,
            "depot": depot,
        },
    )


@prive
@require_safe
def apercu(request, fiche):
    """The public page as the copy would make it."""
    initiative = ouvrir_fiche(request, fiche)
    copie = copies.ouvrir(initiative, request.user)
    if copie is None:
        return _vers("fiche", initiative.pk)
    return apercus.rendre(request, copie.revision)


def _adresse_libre(titre):
    """A slug made from the title that no initiative has. One query."""
    debut = slugifier(titre) or "initiative"
    prises = set(
        Initiative.objects.filter(slug__startswith=debut).values_list("slug", flat=True)
    )
    rang, slug = 1, debut
    while slug in prises:
        rang += 1
        slug = f"{debut}-{rang}"
    return slug


def _vers(nom, *arguments):
    return HttpResponseRedirect(reverse(f"espace:{nom}", args=arguments))
