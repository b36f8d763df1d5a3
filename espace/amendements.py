"""Proposals of a territory to change a sheet online: what they change, what contests it, the decision.

Three contents meet field by field: what was online when the work began (`base`), what is proposed
(`instantane`), what is online now. What waits beside the page and what others propose is shown.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courrier.poste import absolue
from espace import relais
from espace.marques import ensemble
from espace.models import Amendement
from espace.suivi import ecrire_au_territoire
from fabrique.models import Initiative
from redaction import instantane as contenu
from redaction import versions
from redaction.fusion import fusionner, rubriques
from redaction.lecture import Changement, comparer, differences, labels
from redaction.models import Revision
from redaction.sources import HEURE_MANQUEE
from solidaires.publication import EN_LIGNE, Etat, TransitionImpossible

GABARITS = {
    Amendement.Etat.ACCEPTE: "amendement_accepte",
    Amendement.Etat.PARTIEL: "amendement_partiel",
    Amendement.Etat.REFUSE: "amendement_refuse",
}


class FicheChangee(TransitionImpossible):
    """What the decision was read against has changed since: it is to be read again."""


@dataclass(frozen=True)
class Conflit:
    """The same field said otherwise by somebody else.

    `source`: "en_ligne" (published since the proposal began), "attente" (a version that waits
    beside the page) or "proposition" (another one); `changements`: from what is online to theirs,
    or from what was online to what is.
    """

    source: str
    qui: str
    quand: datetime
    changements: list[Changement]
    amendement: Amendement | None = None


@dataclass(frozen=True)
class Point:
    """One thing that the proposal changes, kept or not as a whole: a field, or several that go together."""

    nom: str
    label: str
    noms: tuple[str, ...]
    changements: list[Changement]
    conflits: list[Conflit] = field(default_factory=list)


@dataclass(frozen=True)
class Examen:
    """A proposal beside what is online now. `deja`: the fields that already say what it proposes.

    `disparus`: what it refers to and exists no more, in words; `empreinte`: digest of all that the
    decision depends on.
    """

    amendement: Amendement
    en_ligne: Revision
    attente: Revision | None
    points: list[Point]
    deja: set[str]
    disparus: list[str]
    empreinte: str

    @property
    def has_conflits(self):
        return any(point.conflits for point in self.points)

    def fusion(self, retenus):
        """What would be online with the points named `retenus`, as a snapshot."""
        noms = _noms(self.points, retenus)
        return fusionner(
            self.amendement.instantane,
            self.en_ligne.instantane,
            dict.fromkeys(noms, "mienne"),
        )


def examiner(amendement, *, ordre=()):
    """The Examen of a proposal. `ordre`: as for `lecture.comparer`."""
    initiative, propose = amendement.initiative, amendement.instantane
    en_ligne, attente = versions.actuelle(initiative), versions.en_attente(initiative)
    autres = list(
        Amendement.objects.waiting()
        .filter(initiative=initiative)
        .exclude(pk=amendement.pk)
        .select_related("auteur")
    )
    voulus = differences(Initiative, amendement.base, propose)
    ecarts = comparer(Initiative, en_ligne.instantane, propose, ordre=ordre)
    restants = {ecart.nom for ecart in ecarts} & voulus
    # What others say of the same fields: (Conflit without its changes, from, to).
    en_face = [
        (
            Conflit("en_ligne", "", en_ligne.applied_at or initiative.updated_at, []),
            amendement.base,
            en_ligne.instantane,
        )
    ]
    if attente:
        en_face.append(
            (
                Conflit("attente", attente.auteur.nom, attente.created_at, []),
                _base_de(attente, en_ligne).instantane,
                attente.instantane,
            )
        )
    en_face += [
        (
            Conflit("proposition", relais.nom_de(autre.auteur), autre.propose_at, [], autre),
            autre.base,
            autre.instantane,
        )
        for autre in autres
    ]
    contestes = [_contester(*face, propose, restants, ordre) for face in en_face]
    return Examen(
        amendement,
        en_ligne,
        attente,
        _points(ecarts, restants, contestes, propose),
        voulus - restants,
        _disparus(propose, restants),
        contenu.empreinte(
            [
                en_ligne.empreinte,
                attente.empreinte if attente else "",
                contenu.empreinte(propose),
                [[autre.pk, contenu.empreinte(autre.instantane)] for autre in autres],
            ]
        ),
    )


def _contester(conflit, avant, apres, propose, restants, ordre):
    """(Conflit, {field: Changement}) of what somebody else changed of the fields `restants`."""
    communs = differences(Initiative, avant, apres) & _etendre(restants)
    communs -= restants - differences(Initiative, apres, propose)
    if not communs:
        return conflit, {}
    changements = comparer(Initiative, avant, apres, ordre=ordre)
    return conflit, {c.nom: c.abrege for c in changements if c.nom in communs}


def _points(ecarts, restants, contestes, propose):
    """The Point of each field, or fields that go together, that the proposal changes."""
    noms_connus, libelles = rubriques(propose), labels(Initiative)
    par_groupe = {}
    for ecart in ecarts:
        if ecart.nom in restants:
            par_groupe.setdefault(ensemble(ecart.nom), []).append(ecart)
    points = []
    for groupe, siens in par_groupe.items():
        conflits = [
            Conflit(
                conflit.source,
                conflit.qui,
                conflit.quand,
                [changes[nom] for nom in groupe if nom in changes],
                conflit.amendement,
            )
            for conflit, changes in contestes
            if any(nom in changes for nom in groupe)
        ]
        points.append(
            Point(
                siens[0].nom,
                ", ".join(libelles[ecart.nom] for ecart in siens),
                tuple(nom for nom in groupe if nom in noms_connus),
                [ecart.abrege for ecart in siens],
                conflits,
            )
        )
    return points


# Decisions


def accepter(amendement, par, retenus, motif="", *, empreinte):
    """Put the points named `retenus` online, and the rest aside with the reason `motif`.

    The version that goes online is signed by whoever wrote the proposal; what waits beside the page
    keeps waiting, with its hour. Raises FicheChangee when what was read (`empreinte`) is no longer
    so, ValidationError for what publishing forbids; then nothing moves.
    """
    with transaction.atomic():
        initiative = versions.verrouiller(amendement.initiative)
        amendement = _verrouiller(amendement)
        amendement.initiative = initiative
        _exiger_en_ligne(initiative)
        examen = examiner(amendement)
        if examen.empreinte != empreinte:
            raise FicheChangee(
                "La fiche, ou ce qui attend à côté, a changé pendant que vous lisiez : relisez, "
                "puis décidez de nouveau."
            )
        noms = _noms(examen.points, retenus)
        entiere = all(point.nom in retenus for point in examen.points)
        if noms:
            _mettre_en_ligne(examen, retenus, noms, par, entiere)
        etat = Amendement.Etat.ACCEPTE if entiere else Amendement.Etat.PARTIEL
        voulus = differences(Initiative, amendement.base, amendement.instantane)
        _conclure(amendement, etat, par, motif, sorted(voulus & (noms | examen.deja)))
    return amendement


def refuser(amendement, par, motif):
    """Turn a proposal down, with the reason that its territory receives."""
    with transaction.atomic():
        initiative = versions.verrouiller(amendement.initiative)
        amendement = _verrouiller(amendement)
        amendement.initiative = initiative
        _conclure(amendement, Amendement.Etat.REFUSE, par, motif, [])
    return amendement


def abandonner(amendement):
    """Take a proposal back, sent or not; it is kept. Raises TransitionImpossible once decided."""
    with transaction.atomic():
        versions.verrouiller(amendement.initiative)
        amendement = Amendement.objects.select_for_update().get(pk=amendement.pk)
        if amendement.etat not in Amendement.OUVERTS:
            raise TransitionImpossible("Cette proposition a été décidée entre-temps.")
        amendement.etat = Amendement.Etat.ABANDONNE
        amendement.save(update_fields=["etat", "updated_at"])


def obstacle(initiative):
    """Why no proposal can be accepted on this sheet now, as a sentence; "" when it can."""
    if initiative.jetee_at is not None:
        return "La fiche est dans la corbeille : sortez-la d’abord, ou refusez la proposition."
    if initiative.etat_effectif not in EN_LIGNE:
        return (
            f"La fiche n’est plus en ligne (elle est à l’état « {initiative.etat_effectif.label} ») "
            ": remettez-la en ligne d’abord, ou refusez la proposition."
        )
    if initiative.etat_effectif == Etat.PROGRAMMEE and versions.en_attente(initiative):
        return (
            "La fiche n’est pas encore en ligne et des modifications attendent à côté : "
            "publiez-les ou abandonnez-les d’abord."
        )
    return ""


def _mettre_en_ligne(examen, retenus, noms, par, entiere):
    """Make and apply the version that says it; hers, which waits, waits again on top of it."""
    amendement, attente = examen.amendement, examen.attente
    initiative = amendement.initiative
    accord = "acceptée" if entiere else "acceptée en partie"
    revision = versions.enregistrer(
        initiative,
        examen.fusion(retenus),
        auteur=amendement.auteur or par,
        resume=f"Proposition de {initiative.territoire.nom}, {accord} par {par}"[:300],
    )
    # On a sheet that is not public yet, the version is in the rows already.
    if revision.statut == Revision.Statut.EN_ATTENTE:
        revision = versions.appliquer(revision)
    if attente is None:
        return
    base = _base_de(attente, examen.en_ligne).instantane
    siens = differences(Initiative, base, attente.instantane) - noms
    if not siens:
        return
    remise = versions.enregistrer(
        initiative,
        fusionner(attente.instantane, revision.instantane, dict.fromkeys(siens, "mienne")),
        auteur=attente.auteur,
        resume=attente.resume,
    )
    # An hour that was missed is hers to set again: nothing goes online by surprise.
    if attente.pour_le and attente.pour_le > timezone.now() - HEURE_MANQUEE:
        remise.pour_le = attente.pour_le
        remise.save(update_fields=["pour_le"])


def _base_de(attente, en_ligne):
    """The version from which a waiting one was made: what was online then."""
    appliquees = Revision.objects.of(attente.objet).filter(
        statut=Revision.Statut.APPLIQUEE, numero__lt=attente.numero
    )
    return appliquees.order_by("-applied_at", "-pk").first() or en_ligne


def _conclure(amendement, etat, par, motif, retenus):
    """Write the decision and mail it once to each agent."""
    amendement.etat = etat
    amendement.motif = motif
    amendement.retenus = retenus
    amendement.decide_at = timezone.now()
    amendement.decide_par = par
    amendement.save(
        update_fields=["etat", "motif", "retenus", "decide_at", "decide_par", "updated_at"]
    )
    oui, non = partager(amendement)
    ecrire_au_territoire(
        GABARITS[etat],
        amendement.initiative,
        f"amendement:{amendement.pk}:{etat}",
        {
            "amendement": amendement,
            "motif": motif,
            "retenus": [changement.label for changement in oui],
            "ecartes": [changement.label for changement in non],
            "lien": absolue(reverse("espace:amendement", args=[amendement.pk])),
        },
        suivi=reverse("admin:espace_amendement_change", args=[amendement.pk]),
    )


def partager(amendement, *, ordre=()):
    """(kept, not kept): the [Changement] of a decided proposal."""
    changements = comparer(Initiative, amendement.base, amendement.instantane, ordre=ordre)
    return (
        [c.abrege for c in changements if c.nom in amendement.retenus],
        [c.abrege for c in changements if c.nom not in amendement.retenus],
    )


def _verrouiller(amendement):
    """Read again under a lock; raises when somebody else has decided meanwhile."""
    amendement = (
        Amendement.objects.select_for_update(of=["self"])
        .select_related("auteur", "decide_par")
        .get(pk=amendement.pk)
    )
    if amendement.etat == Amendement.Etat.PROPOSE:
        return amendement
    if amendement.etat in Amendement.DECIDES:
        raise TransitionImpossible(
            f"Cette proposition est déjà décidée ({amendement.get_etat_display().lower()}, par "
            f"{amendement.decide_par or 'quelqu’un'}) : rien n’a changé."
        )
    raise TransitionImpossible("Le territoire a repris cette proposition : rien n’a changé.")


def _exiger_en_ligne(initiative):
    if raison := obstacle(initiative):
        raise TransitionImpossible(raison)


def _disparus(instantane, noms):
    """What the fields `noms` of a snapshot refer to and exists no more: « 1 lien ». In words."""
    reduit = {
        famille: {nom: valeur for nom, valeur in instantane[famille].items() if nom in noms}
        for famille in ("champs", "relations", "parties")
    }
    disparus = []
    for model, pks in contenu.references(Initiative, reduit).items():
        nombre = len(pks) - model._base_manager.filter(pk__in=pks).count()
        if nombre:
            opts = model._meta
            nom = opts.verbose_name if nombre == 1 else opts.verbose_name_plural
            disparus.append(f"{nombre} {nom}")
    return disparus


def _noms(points, retenus):
    """The names of all fields of the points named `retenus`."""
    return {nom for point in points if point.nom in retenus for nom in point.noms}


def _etendre(noms):
    return {autre for nom in noms for autre in ensemble(nom)}
