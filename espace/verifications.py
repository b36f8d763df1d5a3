"""« Toujours d’actualité ? »: asking once a year, one reminder, and what an answer changes.

Nothing here ever takes a sheet offline.
"""

from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from comptes.models import User
from espace import relais
from espace.models import Amendement, Verification
from fabrique.confirmation import a_confirmer, seuil
from fabrique.models import Etape, Initiative
from protection import jetons
from redaction import instantane as contenu
from redaction import versions
from solidaires.publication import TransitionImpossible
from territoires.models import Agent

Reponse = Verification.Reponse

# Of the token in the mails (protection/jetons.py).
USAGE = "actualite"
# Without an answer, the one reminder leaves after so many days.
RELANCE = timedelta(days=30)


class DejaRepondue(Exception):
    """Somebody of the territory has answered already."""


class PlusEnLigne(TransitionImpossible):
    """The sheet has left the site: there is nothing to confirm."""


# Asking


def demander(maintenant):
    """Ask the territories whose sheet is to confirm. Yields each initiative asked about.

    One transaction per sheet: whatever stops the job, what is asked stays asked, once.
    """
    aujourd_hui = timezone.localdate(maintenant)
    dues = _a_demander(maintenant, aujourd_hui).order_by("depuis", "pk")
    for due in list(dues):
        with transaction.atomic():
            versions.verrouiller(due)
            # Asked or confirmed meanwhile, by another worker or by somebody.
            initiative = _a_demander(maintenant, aujourd_hui).filter(pk=due.pk).first()
            if initiative is None:
                continue
            verification = _ouvrir(initiative, maintenant)
            _ecrire(verification, "actualite_demande", "demande")
        yield initiative


def relancer(maintenant):
    """Remind once, a month later, those who have not answered. Yields each initiative."""
    aujourd_hui = timezone.localdate(maintenant)
    en_attente = (
        Verification.objects.unanswered()
        .filter(
            relancee_at=None,
            demandee_at__date__lte=aujourd_hui - RELANCE,
            initiative__in=_suivies(maintenant, aujourd_hui).values("pk"),
        )
        .select_related("initiative__territoire")
    )
    for verification in list(en_attente.order_by("demandee_at", "pk")):
        with transaction.atomic():
            libre = Verification.objects.unanswered().filter(
                pk=verification.pk, relancee_at=None
            )
            if not libre.update(relancee_at=maintenant):
                continue
            _ecrire(verification, "actualite_relance", "relance")
        yield verification.initiative


def _suivies(maintenant, aujourd_hui):
    """The public initiatives to confirm again, and whose territory has somebody to ask."""
    agents = Agent.objects.in_force(aujourd_hui).filter(territoire=OuterRef("territoire"))
    publiees = Initiative.objects.published(maintenant)
    suivies = a_confirmer(publiees, aujourd_hui).filter(Exists(agents))
    return suivies.select_related("territoire")


def _a_demander(maintenant, aujourd_hui):
    """Those of `_suivies` about which nothing was asked for a year."""
    recentes = Verification.objects.filter(
        initiative=OuterRef("pk"), demandee_at__date__gte=seuil(aujourd_hui)
    )
    return _suivies(maintenant, aujourd_hui).exclude(Exists(recentes))


def _ouvrir(initiative, maintenant):
    """The open question about a sheet: a new one, or last year's, that nobody answered."""
    verification, _ = Verification.objects.unanswered().update_or_create(
        initiative=initiative,
        defaults={"demandee_at": maintenant, "relancee_at": None},
    )
    return verification


def _ecrire(verification, gabarit, quoi):
    initiative = verification.initiative
    contexte = {
        "initiative": initiative,
        "confirmee": initiative.date_confirmation,
        "lien": relais.lien("espace:actualite", jetons.signer(USAGE, verification.pk)),
    }
    relais.ecrire_aux_agents(
        initiative.territoire,
        gabarit,
        contexte,
        cle=f"actualite:{verification.pk}:{verification.demandee_at:%Y%m%d}:{quoi}",
        secret=True,
        suivi=initiative.get_admin_url(),
    )


# Answering


def repondre(verification, reponse, *, precision="", date_arret=None):
    """Record the answer of whoever holds the link, and what it changes. Returns the Verification.

    `oui` dates the confirmation of the sheet; `arretee` proposes the change to the coordination;
    `modifier` changes nothing by itself. Raises DejaRepondue, PlusEnLigne, ValidationError when
    the sheet's own rules refuse the confirmation.
    """
    with transaction.atomic():
        verification = Verification.objects.select_for_update().get(pk=verification.pk)
        if verification.reponse:
            raise DejaRepondue
        initiative = versions.verrouiller(verification.initiative)
        if not initiative.is_published:
            raise PlusEnLigne("Cette fiche n’est plus en ligne.")
        if reponse == Reponse.OUI:
            resume = "Confirmée par le territoire, en réponse à la question annuelle"
            _dater(initiative, User.objects.automate(), resume)
        elif reponse == Reponse.ARRETEE:
            _proposer_l_arret(initiative, precision, date_arret)
        _clore(verification, reponse, precision)
    return verification


def confirmer(initiative, auteur):
    """Confirm from the space that an online sheet is up to date; it answers the open question too.

    Raises PlusEnLigne, ValidationError when the sheet's own rules refuse the confirmation.
    """
    with transaction.atomic():
        initiative = versions.verrouiller(initiative)
        if not initiative.is_published:
            raise PlusEnLigne("Seule une fiche en ligne se confirme.")
        _dater(initiative, auteur, "Confirmée par le territoire, depuis son espace")
        ouvertes = Verification.objects.unanswered().filter(initiative=initiative)
        for verification in ouvertes.select_for_update():
            _clore(verification, Reponse.OUI, "")


def _clore(verification, reponse, precision):
    verification.reponse = reponse
    verification.precision = precision
    verification.repondue_at = timezone.now()
    verification.save(update_fields=["reponse", "precision", "repondue_at"])


def _dater(initiative, auteur, resume):
    """Make today the day of its confirmation, as a version of the page and of nothing else.

    A version that waits beside the page goes on waiting, at its hour if it has one, and says that
    day too: published, it takes nothing back.
    """
    jour = timezone.localdate().isoformat()
    en_ligne = versions.saisir(initiative).instantane
    if en_ligne["champs"]["date_confirmation"] == jour:
        return
    attente = versions.en_attente(initiative)
    revision = versions.mettre_de_cote(
        initiative, _confirmee(en_ligne, jour), auteur=auteur, resume=resume
    )
    versions.appliquer(revision)
    if attente:
        suite = versions.enregistrer(
            initiative,
            _confirmee(attente.instantane, jour),
            auteur=attente.auteur,
            resume=attente.resume,
        )
        suite.pour_le = attente.pour_le
        suite.save(update_fields=["pour_le"])
    LogEntry.objects.log_actions(
        auteur.pk, [initiative], CHANGE, f"{resume}.", single_object=True
    )


def _confirmee(instantane, jour):
    return {**instantane, "champs": {**instantane["champs"], "date_confirmation": jour}}


def _proposer_l_arret(initiative, precision, date_arret):
    """Propose to the coordination that the sheet says it has stopped, with a dated stage."""
    base = versions.saisir(initiative).instantane
    connus = contenu.cles(Initiative, base)
    with versions.materialiser(initiative, base) as copie:
        copie.stade = Initiative.Stade.ARRETEE
        copie.stade_precision = ""
        copie.save(update_fields=["stade", "stade_precision"])
        Etape.objects.create(
            initiative=copie,
            stade=Initiative.Stade.ARRETEE,
            annee=(date_arret or timezone.localdate()).year,
            date=date_arret,
        )
        propose = contenu.prendre(copie, connus)
    Amendement.objects.create(
        initiative=initiative,
        auteur=None,
        base=base,
        instantane=propose,
        resume=f"Déclarée arrêtée en réponse à la question annuelle. {precision}",
        etat=Amendement.Etat.PROPOSE,
        propose_at=timezone.now(),
    )
