"""What can be done with versions: try one, keep one, put one in the rows, schedule it, take one up.

Every function that writes is one transaction and locks the object's row first, so that two people
never work on the same state of it.
"""

import logging
from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from comptes.models import User
from redaction import instantane as contenu
from redaction.models import Revision
from solidaires.publication import Etat, TransitionImpossible, dire_change

journal = logging.getLogger(__name__)


def en_attente(objet):
    """The version that waits beside the online object, or None. One query."""
    return Revision.objects.of(objet).waiting().first()


def actuelle(objet):
    """The version that the rows say: the last applied, or an unsaved one when none says it.

    An unsaved version has the number 0: the rows were written by something else than the desk.
    """
    pris = contenu.prendre(objet)
    empreinte = contenu.empreinte(pris)
    derniere = (
        Revision.objects.of(objet)
        .filter(statut=Revision.Statut.APPLIQUEE)
        .select_related("auteur")
        .order_by("-applied_at", "-pk")
        .first()
    )
    if derniere and derniere.empreinte == empreinte:
        return derniere
    return _neuve(objet, pris, numero=0, resume="Contenu actuel de la fiche")


def numero_applique(objet):
    """The number of the version last put in the rows, or None. One query."""
    appliquees = Revision.objects.of(objet).filter(statut=Revision.Statut.APPLIQUEE)
    return appliquees.order_by("-applied_at", "-pk").values_list("numero", flat=True).first()


def courante(objet):
    """What an editor works on: the version that waits, or else `actuelle`."""
    return en_attente(objet) or actuelle(objet)


def saisir(objet, auteur=None):
    """`actuelle`, recorded if it was not: what a command or a load wrote is kept too."""
    with transaction.atomic():
        verrouiller(objet)
        revision = actuelle(objet)
        if revision.pk is None:
            premiere = not Revision.objects.of(objet).exists()
            revision.auteur = auteur or User.objects.automate()
            revision.numero = _prochain_numero(objet)
            revision.resume = (
                "Contenu d’origine"
                if premiere
                else "Changement fait en dehors de ce formulaire"
            )
            revision.statut = Revision.Statut.APPLIQUEE
            revision.applied_at = timezone.now()
            revision.save()
    return revision


@contextmanager
def materialiser(objet, instantane):
    """The rows as `instantane` says, inside the block only: everything is rolled back after it.

    Whatever reads or writes in the block (a form, a page) works on that state, the public never
    sees it. Yields the object, read again.
    """
    with transaction.atomic():
        contenu.appliquer(_relire(objet), instantane, provisoire=True)
        yield _relire(objet)
        transaction.set_rollback(True)


@contextmanager
def essayer(revision):
    """`materialiser` for what the public would see: the object is online in the block."""
    with materialiser(revision.objet, revision.instantane) as objet:
        if not objet.is_published:
            lignes = type(objet)._base_manager.filter(pk=objet.pk)
            lignes.update(
                etat=Etat.PUBLIEE, published_at=timezone.now(), retired_at=None, jetee_at=None
            )
            objet = _relire(objet)
        yield objet


def enregistrer(objet, instantane, *, auteur, resume):
    """Keep `instantane` as the new version: beside the object when it is online, in its rows if not.

    A version that was waiting is put aside, and kept; an hour still to come passes to the new one.
    Returns the Revision. Raises ValidationError when the rows cannot say it.
    """
    with transaction.atomic():
        objet = verrouiller(objet)
        saisir(objet)
        revision = _neuve(objet, instantane, numero=0, resume=resume)
        revision.auteur = auteur
        ancienne = en_attente(objet)
        if ancienne and ancienne.pour_le and ancienne.pour_le > timezone.now():
            revision.pour_le = ancienne.pour_le
        _ecarter(ancienne)
        revision.numero = _prochain_numero(objet)
        revision.statut = Revision.Statut.EN_ATTENTE
        revision.save()
        return revision if objet.is_published else appliquer(revision)


def mettre_de_cote(objet, instantane, *, auteur, resume):
    """Keep `instantane` in the history only: what somebody typed is not lost. Returns the Revision."""
    with transaction.atomic():
        objet = verrouiller(objet)
        revision = _neuve(objet, instantane, numero=_prochain_numero(objet), resume=resume)
        revision.auteur = auteur
        revision.statut = Revision.Statut.ECARTEE
        revision.save()
    return revision


def appliquer(revision):
    """Put a version in the rows: the public sees it at once when the object is online.

    Returns the version with the keys of its new parts. Raises ValidationError (TransitionImpossible
    for what publishing forbids) and leaves everything as it was when it cannot be.
    """
    with transaction.atomic():
        objet = verrouiller(revision.objet)
        saisir(objet)
        if revision.statut == Revision.Statut.EN_ATTENTE and _has_diverged(revision):
            raise TransitionImpossible(
                f"« {objet} » a changé en ligne depuis cette version : comparez les deux, puis "
                "enregistrez de nouveau."
            )
        try:
            with transaction.atomic():
                contenu.appliquer(objet, revision.instantane)
        except IntegrityError as erreur:
            journal.warning("Version %s refused by the database: %s", revision.pk, erreur)
            raise TransitionImpossible(
                f"« {objet} » ne peut pas être enregistrée ainsi : deux lignes se contredisent."
            ) from erreur
        objet = _relire(objet)
        _verifier(objet)
        if revision.statut != Revision.Statut.EN_ATTENTE:
            _ecarter(en_attente(objet))
        revision.instantane = contenu.prendre(objet)
        revision.empreinte = contenu.empreinte(revision.instantane)
        revision.titre = _titre(objet)
        revision.statut = Revision.Statut.APPLIQUEE
        revision.pour_le = None
        revision.applied_at = timezone.now()
        revision.save()
        dire_change(objet)
    return revision


def programmer(revision, quand):
    """Have a waiting version applied at the future instant `quand`, checked now."""
    if quand <= timezone.now():
        raise TransitionImpossible("Choisissez une heure à venir.")
    with transaction.atomic():
        verrouiller(revision.objet)
        if revision.statut != Revision.Statut.EN_ATTENTE:
            raise TransitionImpossible("Seule une version en attente se programme.")
        with materialiser(revision.objet, revision.instantane) as objet:
            _verifier(objet)
        revision.pour_le = quand
        revision.save(update_fields=["pour_le"])


def deprogrammer(revision):
    """Let a scheduled version wait without a date."""
    revision.pour_le = None
    revision.save(update_fields=["pour_le"])


def abandonner(objet):
    """Put the waiting version aside; it stays in the history. Returns it, or None."""
    with transaction.atomic():
        verrouiller(objet)
        revision = en_attente(objet)
        _ecarter(revision)
    return revision


def restaurer(revision, auteur):
    """Take an old version up again: a new version with its contents, a draft beside what is online."""
    return enregistrer(
        revision.objet,
        revision.instantane,
        auteur=auteur,
        resume=f"Reprise de la version {revision.numero}",
    )


def appliquer_dues(maintenant=None):
    """Apply the scheduled versions whose hour has come. Returns those applied.

    One that cannot be applied stays waiting, for the coordinator's queue; raises ValidationError
    with the reasons once the others are done.
    """
    appliquees, refus = [], []
    for revision in Revision.objects.due(maintenant).select_related("content_type"):
        try:
            with transaction.atomic():
                appliquees.append(appliquer(revision))
                LogEntry.objects.log_actions(
                    User.objects.automate().pk,
                    [revision.objet],
                    CHANGE,
                    f"Modifications programmées mises en ligne (version {revision.numero}).",
                    single_object=True,
                )
        except ValidationError as erreur:
            refus += erreur.messages
    if refus:
        raise ValidationError(refus)
    return appliquees


def verrouiller(objet):
    """The object read again, its row locked until the end of the transaction."""
    return type(objet)._base_manager.select_for_update().get(pk=objet.pk)


def _verifier(objet):
    """Raise what forbids these rows: their own rules and, online, what publishing asks for."""
    objet.full_clean()
    if objet.is_published and (manques := objet.manques()):
        raise TransitionImpossible(" ".join(manque.message for manque in manques))


def _has_diverged(revision):
    """Whether the rows were written since the waiting version was made."""
    posterieures = Revision.objects.of(revision.objet).filter(
        statut=Revision.Statut.APPLIQUEE, numero__gt=revision.numero
    )
    return posterieures.exists()


def _relire(objet):
    return type(objet)._base_manager.get(pk=objet.pk)


def _titre(objet):
    return str(objet)[:300]


def _prochain_numero(objet):
    derniere = Revision.objects.of(objet).first()
    return derniere.numero + 1 if derniere else 1


def _neuve(objet, instantane, *, numero, resume):
    revision = Revision(
        content_type=ContentType.objects.get_for_model(objet),
        objet_pk=objet.pk,
        numero=numero,
        instantane=instantane,
        empreinte=contenu.empreinte(instantane),
        titre=_titre(objet),
        resume=resume,
    )
    revision.objet = objet
    return revision


def _ecarter(revision):
    if revision:
        revision.statut = Revision.Statut.ECARTEE
        revision.pour_le = None
        revision.save(update_fields=["statut", "pour_le"])
