"""A sheet begun with its title, read again, sent, and its receipt."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courrier.poste import poster
from espace import copie as copies
from espace import relais
from espace.acces import ouvrir_fiche, ouvrir_territoire, prive
from espace.copie import demandes_ouvertes
from espace.doublons import semblables
from espace.etapes import ETAPES, RELECTURE, etape_de
from espace.forms.nouvelle import NouvelleForm, ResumeForm
from espace.forms.suivi import ORDRE
from espace.models import Depot, Message
from fabrique.models import Initiative
from redaction.lecture import comparer, lire
from solidaires.publication import Etat
from solidaires.texte import slugifier, typographier
from territoires.models import Agent


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
            return vers("etape", _commencer(request.user, territoire, titre).pk, ETAPES[0].slug)
    return render(
        request,
        "espace/saisie_nouvelle.html",
        {
            "titre": "Proposer une initiative",
            "surtitre": str(territoire),
            "chapo": "Sept étapes courtes, enregistrées une à une\u00a0: comptez une demi-heure en "
            "tout. Vous pouvez vous arrêter et reprendre, ici ou sur un autre appareil\u00a0; vos "
            "collègues aussi.",
            "territoire": territoire,
            "rubrique": "tableau",
            "formulaire": formulaire,
            "etapes": ETAPES,
            "trouvees": trouvees,
        },
    )


def _commencer(user, territoire, titre):
    """The new sheet; when two take the same address together, the second takes the next."""
    agit = Agent.objects.in_force().filter(user=user, territoire=territoire).exists()
    options = {"titre": titre, "par_la_coordination": not agit}
    try:
        copie = copies.commencer_fiche(territoire, user, slug=_adresse_libre(titre), **options)
    except IntegrityError:  # pragma: no cover -- two people at the same instant
        copie = copies.commencer_fiche(territoire, user, slug=_adresse_libre(titre), **options)
    return copie.initiative


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


def avancement(demandes):
    """[(step, how many corrections asked wait in it)]."""
    return [(e, sum(d.champ in e.champs for d in demandes)) for e in ETAPES]


def relire(request, copie, formulaire=None):
    """All that the copy says, what is missing, and the button that sends it."""
    demandes = list(demandes_ouvertes(copie.initiative))
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
                "etapes": avancement(demandes),
                "etape": RELECTURE,
                "par_etape": par_etape,
                "changements": changements,
                "manques": [(m.message, etape_de(m.champ)) for m in initiative.manques()],
                "non_renseigne": initiative.non_renseigne,
                "demandes": [(d.texte, etape_de(d.champ)) for d in demandes],
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
        return vers("recu" if initiative.etat == Etat.A_RELIRE else "fiche", initiative.pk)
    formulaire = ResumeForm(request.POST)
    if copie.amendement and not formulaire.is_valid():
        return relire(request, copie, formulaire)
    with copie.montrer() as montree:
        manques = montree.manques()
    if manques:
        messages.error(request, " ".join(manque.message for manque in manques))
        return vers("etape", initiative.pk, RELECTURE.slug)
    try:
        with transaction.atomic():
            resume = formulaire.cleaned_data["resume"] if copie.amendement else ""
            depot = copie.envoyer(resume=resume)
            if depot:
                _accuser_reception(request.user, copie.initiative, depot)
    except ValidationError as erreur:
        messages.error(request, typographier(" ".join(erreur.messages)))
        return vers("etape", initiative.pk, RELECTURE.slug)
    if depot is None:
        messages.success(request, "Votre proposition est envoyée à la coordination.")
        return vers("amendement", copie.amendement.pk)
    return vers("recu", initiative.pk)


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
        return vers("fiche", initiative.pk)
    # Sent again after corrections, it keeps its number.
    envois = Message.objects.filter(initiative=initiative, etat=Etat.A_RELIRE)
    dernier = envois.order_by("-created_at", "-pk").first()
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
            "envoyee_at": dernier.created_at if dernier else depot.depose_at,
        },
    )


def vers(nom, *arguments):
    return HttpResponseRedirect(reverse(f"espace:{nom}", args=arguments))
