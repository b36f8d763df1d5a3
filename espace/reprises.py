"""Reprises as a territory declares them: what it says, what waits for review, who is told."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from courrier.poste import absolue
from espace import relais
from espace.acces import is_coordination, territoires_de
from espace.forms.champs import enregistrer_lien
from fabrique.models import Initiative, Reprise
from redaction import versions
from redaction.models import Revision
from redaction.sources import en_clair
from solidaires.publication import Etat, TransitionImpossible, au_passage
from solidaires.texte import slugifier
from territoires.models import Agent, Territoire

# States in which the territory holds the pen; online, what it writes waits for review.
A_ENVOYER = (Etat.BROUILLON, Etat.A_COMPLETER)
# The mail of each state, to the agents of the taker.
GABARITS = {
    Etat.A_COMPLETER: "reprise_a_completer",
    Etat.PROGRAMMEE: "reprise_publiee",
    Etat.PUBLIEE: "reprise_publiee",
    Etat.RETIREE: "reprise_retiree",
    Etat.REFUSEE: "reprise_refusee",
}


class DejaDeclaree(Exception):
    """The territory has declared it already: `reprise`."""

    def __init__(self, reprise):
        super().__init__(str(reprise))
        self.reprise = reprise


def territoires_pour(user):
    """Those for which a person may declare: theirs; any member for the coordination."""
    if is_coordination(user):
        return Territoire.objects.members().order_by("nom_replie", "pk")
    return territoires_de(user)


def deja_declaree(initiative, territoire):
    """The declaration of this territory on this initiative, the bin included, or None."""
    return Reprise.objects.filter(initiative=initiative, territoire=territoire).first()


def declarer(reprise, lien, auteur):
    """Hand over a new declaration for review, with its source (a Lien or None).

    Raises DejaDeclaree when the territory has one, even by a colleague at the same instant.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                reprise.slug = _adresse_libre(reprise)
                reprise.save()
        except IntegrityError:
            deja = deja_declaree(reprise.initiative, reprise.territoire)
            if deja is None:
                raise
            raise DejaDeclaree(deja) from None
        if lien:
            reprise.sources.add(enregistrer_lien(lien))
        versions.saisir(reprise, auteur)
        reprise.submit()
    return reprise


def is_modifiable(reprise):
    """Whether its territory may write in it now. Two queries once it is online.

    Not while the coordination reads it, nor while it prepares or has scheduled a change of its own.
    """
    if reprise.jetee_at is not None:
        return False
    if not reprise.is_published:
        return reprise.etat_effectif in A_ENVOYER
    attente = versions.en_attente(reprise)
    return attente is None or (
        attente.pour_le is None
        and Agent.objects.in_force()
        .filter(user=attente.auteur_id, territoire=reprise.territoire_id)
        .exists()
    )


def mettre_a_jour(reprise, construire, auteur):
    """Fill a declaration from a form. Returns (the form, whether anything changed).

    `construire(reprise)` makes the bound form on what the declaration says now. Sent back for
    review when it was to complete; online, what changes waits beside the page. Nothing is kept of a
    form that is not valid. Raises ValidationError when the rows cannot say it,
    TransitionImpossible when it left the hands of the territory meanwhile.
    """
    with transaction.atomic():
        reprise = versions.verrouiller(reprise)
        if not is_modifiable(reprise):
            raise TransitionImpossible(
                "Cette déclaration a changé d’état entre-temps : elle ne se modifie plus ici."
            )
        avant = versions.courante(reprise).instantane
        with versions.materialiser(reprise, avant) as copie:
            formulaire = construire(copie)
            if not formulaire.is_valid():
                return formulaire, False
        apres = _instantane(avant, formulaire)
        if apres != avant:
            resume = "Déclaration du territoire"
            versions.enregistrer(reprise, apres, auteur=auteur, resume=resume)
        if not reprise.is_published:
            Reprise.objects.get(pk=reprise.pk).submit()
    return formulaire, apres != avant


def lire(reprise, construire):
    """What `construire(reprise)` makes of what the declaration says now: the form that shows it."""
    with versions.materialiser(reprise, versions.courante(reprise).instantane) as copie:
        return construire(copie)


def prises(territoire):
    """The declarations of a territory, the bin excluded, with `en_attente`: whether a change waits."""
    attente = Revision.objects.of_type(Reprise).waiting().filter(objet_pk=OuterRef("pk"))
    return (
        Reprise.objects.kept()
        .filter(territoire=territoire)
        .annotate(en_attente=Exists(attente))
        .select_related("initiative__territoire", "territoire")
        .order_by("-updated_at", "-pk")
    )


def donnees(territoire):
    """The public reprises of the initiatives of a territory, latest first."""
    return (
        Reprise.objects.published()
        .filter(initiative__territoire=territoire)
        .select_related("initiative__territoire", "territoire")
        .newest()
    )


def fiches_possibles(territoires, initiative):
    """The sheets that these territories may name as their own version of `initiative`."""
    return (
        Initiative.objects.kept()
        .filter(territoire__in=territoires)
        .exclude(pk=initiative.pk)
        .exclude(etat=Etat.REFUSEE)
        .select_related("territoire")
        .order_by("titre", "pk")
    )


@au_passage
def annoncer(objet, avant, motif):
    """Mail the decisions of the coordination to the taker, and to the owner what goes online."""
    if not isinstance(objet, Reprise):
        return
    etat = objet.etat_effectif
    if etat == avant or etat not in GABARITS:
        return
    # One change of state, one instant: the key of its mails.
    cle = f"reprise:{objet.pk}:{etat}:{objet.updated_at:%Y%m%d%H%M%S%f}"
    quand = en_clair(objet.published_at) if etat == Etat.PROGRAMMEE else ""
    contexte = {
        "initiative": objet.initiative,
        "territoire": objet.territoire,
        "sorte": objet.sorte,
        "statut": objet.get_statut_display().lower(),
        "motif": motif,
        "quand": quand,
        "visible": objet.initiative.is_published,
        "page": absolue(objet.get_absolute_url()),
        "lien": relais.lien("espace:reprise", objet.pk),
    }
    options = {"suivi": reverse("admin:fabrique_reprise_change", args=[objet.pk])}
    relais.ecrire_aux_agents(objet.territoire, GABARITS[etat], contexte, cle=cle, **options)
    if etat in {Etat.PROGRAMMEE, Etat.PUBLIEE} and objet.initiative.is_published:
        proprietaire = objet.initiative.territoire
        relais.ecrire_aux_agents(
            proprietaire, "reprise_donnee", contexte, cle=f"{cle}:donnee", **options
        )


def _instantane(avant, formulaire):
    """The snapshot `avant` with the answers of a valid form; its source replaces the one shown."""
    reponses = formulaire.cleaned_data
    fiche, date, lien = reponses["fiche"], reponses["date"], reponses["source"]
    sources = set(avant["relations"]["sources"])
    if formulaire.source_montree:
        sources.discard(formulaire.source_montree.pk)
    if lien:
        sources.add(enregistrer_lien(lien).pk)
    return {
        **avant,
        "champs": {
            **avant["champs"],
            "statut": reponses["statut"],
            "date": date.isoformat() if date else None,
            "adaptation": reponses["adaptation"],
            "fiche": fiche.pk if fiche else None,
        },
        "relations": {**avant["relations"], "sources": sorted(sources)},
    }


def _adresse_libre(reprise):
    initiative, territoire = reprise.initiative, reprise.territoire
    adresse = slugifier(f"{initiative.slug} {territoire.slug}")
    if Reprise.objects.filter(slug=adresse).exists():
        return f"{adresse}-{initiative.pk}-{territoire.pk}"
    return adresse
