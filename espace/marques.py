"""Whether two snapshots of an initiative say the same thing, field by field. Pure: no query.

A mark is a short digest that a form carries: it tells later what somebody else changed meanwhile.
"""

import hashlib
import json
from dataclasses import dataclass

from espace.mise_en_forme import en_saisie
from fabrique.models import Initiative
from redaction.fusion import fusionner, rubriques
from solidaires.publication import TexteRicheField

# Fields that say one thing together: whoever changes one answers for all.
ENSEMBLES = [("cout_euros", "cout_annee", "cout_perimetre", "cout_source")]
_RICHES = {c.name for c in Initiative._meta.fields if isinstance(c, TexteRicheField)}


def ensemble(nom):
    """The fields that go together with this one, itself included."""
    return next((noms for noms in ENSEMBLES if nom in noms), (nom,))


def marquer(instantane, noms):
    """{name: mark} of the fields `noms` that a snapshot knows; those of ENSEMBLES share theirs."""
    dits = rubriques(instantane)
    return {nom: _marque(ensemble(nom), dits) for nom in noms if nom in dits}


def differences(avant, apres):
    """The names of the fields that two snapshots do not say alike."""
    anciens, nouveaux = rubriques(avant), rubriques(apres)
    return {
        nom
        for nom in nouveaux
        if nom not in anciens or _marque([nom], anciens) != _marque([nom], nouveaux)
    }


@dataclass(frozen=True)
class Conciliation:
    """What becomes of a form that somebody else was ahead of.

    `instantane`: what to keep. `disputes`: fields that both changed, differently: a person must
    choose and nothing is kept. `laisses`: fields that only the others changed, kept as theirs.
    `lu`: the marks that the form carries if it is shown again.
    """

    instantane: dict
    disputes: set[str]
    laisses: set[str]
    lu: dict[str, str]


def concilier(avant, apres, lu):
    """The Conciliation of `apres`, made from a form marked `lu`, with `avant`, which has moved on."""
    maintenant, voulu = marquer(avant, lu), marquer(apres, lu)
    ailleurs = {nom for nom in maintenant if maintenant[nom] != lu[nom]}
    disputes = {nom for nom in ailleurs if voulu[nom] not in (lu[nom], maintenant[nom])}
    laisses = {nom for nom in ailleurs if voulu[nom] == lu[nom]}
    miens = set(rubriques(apres)) - laisses
    garde = fusionner(apres, avant, dict.fromkeys(miens, "mienne"))
    if disputes:
        # Seen now: sent again, the form answers for these.
        suite = lu | marquer(avant, disputes)
    else:
        suite = marquer(garde, lu) | {nom: lu[nom] for nom in ailleurs}
    return Conciliation(garde, disputes, laisses, suite)


def _marque(noms, dits):
    valeurs = [
        en_saisie(dits[nom]) if nom in _RICHES else _sans_cle(dits[nom])
        for nom in noms
        if nom in dits
    ]
    ecrit = json.dumps(valeurs, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(ecrit.encode()).hexdigest()[:12]


def _sans_cle(valeur):
    """Parts without their keys: these tell where they are stored, not what they say."""
    if not isinstance(valeur, list):
        return valeur
    return [
        {cle: dit for cle, dit in partie.items() if cle != "pk"}
        if isinstance(partie, dict)
        else partie
        for partie in valeur
    ]
