"""The snapshot of a publishable object, whole, as plain JSON; and back into its rows.

Shape: {"champs": {field: value, a key as its pk}, "relations": {relation: [pk]},
"mots_cles": [name] (absent from types without keywords), "parties": {related name: [part]}} where
a part is {"pk": int or None, "champs", "relations", "parties"}. A part is a row that the database
deletes with its owner and that has no state of its own; `pk` is None as long as it was never
online. State and dates of publication are not content: they are left alone both ways.
"""

import hashlib
import json
from collections import defaultdict
from itertools import count

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CASCADE
from django.utils.encoding import is_protected_type
from taggit.managers import TaggableManager

from solidaires.publication import Publiable, TransitionImpossible

# What `Publiable` keeps by itself.
SUIVI = {
    "etat",
    "motif",
    "published_at",
    "retired_at",
    "jetee_at",
    "created_at",
    "updated_at",
}
# Parts that are not online yet have keys above this one while a version is tried: larger than any
# real key, so that they come last as they will, and the same each time, so that a form finds them.
PROVISOIRE = 2**40


def parties(model):
    """The relations of `model` that are parts of it, in a stable order."""
    return sorted(
        (
            relation
            for relation in model._meta.related_objects
            if relation.one_to_many
            and relation.on_delete is CASCADE
            and not issubclass(relation.related_model, Publiable)
        ),
        key=lambda relation: relation.get_accessor_name(),
    )


def champs(model, proprietaire=None):
    """The columns of `model` that are content; `proprietaire`: a part's key to its owner."""
    suivi = SUIVI if issubclass(model, Publiable) else set()
    return [
        champ
        for champ in model._meta.concrete_fields
        if not champ.primary_key and champ.name not in suivi and champ is not proprietaire
    ]


def relations(model):
    """The many-to-many relations of `model`, keywords aside."""
    return [c for c in model._meta.many_to_many if not isinstance(c, TaggableManager)]


def mots_cles(model):
    """The keywords field of `model`, or None."""
    trouves = (c for c in model._meta.many_to_many if isinstance(c, TaggableManager))
    return next(trouves, None)


def prendre(objet, connus=None):
    """The snapshot of the rows of `objet` as the database has them.

    `connus`, when given: the keys of parts to keep (see `cles`); the others are not online and
    become None. A fixed number of queries per type, whatever the number of parts.
    """
    model = type(objet)
    (instantane,) = _lire(model, [model._base_manager.get(pk=objet.pk)], None, connus)
    instantane.pop("pk")
    # Through JSON, so that it compares equal to what a database gives back.
    return json.loads(json.dumps(instantane, cls=DjangoJSONEncoder))


def empreinte(instantane):
    """The digest of a snapshot: 64 hexadecimal digits, equal for equal contents."""
    canonique = json.dumps(instantane, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonique.encode()).hexdigest()


def cles(model, instantane):
    """{(model of the part, pk)} of the parts that a snapshot knows by their key, at any depth."""
    connus = set()
    for relation in parties(model):
        for partie in instantane["parties"].get(relation.get_accessor_name(), []):
            if partie["pk"] is not None:
                connus.add((relation.related_model, partie["pk"]))
            connus |= cles(relation.related_model, partie)
    return connus


def appliquer(objet, instantane, *, provisoire=False):
    """Write `instantane` into the rows of `objet`, and nothing else of it; inside a transaction.

    What the snapshot refers to and no longer exists is left out; raises TransitionImpossible when
    the object cannot do without it. `provisoire`: to try it and roll back, new parts have
    provisional keys.
    """
    model = type(objet)
    absents = _absents(references(model, instantane))
    cles_neuves = count(PROVISOIRE + objet.pk * 10_000) if provisoire else None
    ecrivain = _Ecrivain(absents, cles_neuves)
    ecrivain.poser_champs(objet, instantane["champs"], None)
    noms = [champ.name for champ in champs(model) if champ.name in instantane["champs"]]
    objet.save(update_fields=[*noms, "updated_at"])
    ecrivain.relier(objet, instantane["relations"])
    if "mots_cles" in instantane and (champ := mots_cles(model)):
        getattr(objet, champ.name).set(instantane["mots_cles"])
    ecrivain.ecrire_parties(objet, instantane["parties"], prendre(objet)["parties"])


def references(model, instantane, proprietaire=None):
    """{related model: {pk}} of everything that a snapshot refers to, parts included."""
    trouves = defaultdict(set)
    for champ in champs(model, proprietaire):
        if champ.is_relation and instantane["champs"].get(champ.name) is not None:
            trouves[champ.related_model].add(instantane["champs"][champ.name])
    for relation in relations(model):
        trouves[relation.related_model].update(instantane["relations"].get(relation.name, []))
    for relation in parties(model):
        for partie in instantane["parties"].get(relation.get_accessor_name(), []):
            for cible, pks in references(
                relation.related_model, partie, relation.field
            ).items():
                trouves[cible] |= pks
    return trouves


def _absents(trouves):
    """What of `references` no longer exists. One query per related model."""
    return {
        model: pks - set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
        for model, pks in trouves.items()
        if pks
    }


def _lire(model, objets, proprietaire, connus):
    """The snapshots of rows of one model, in their order, each with its "pk"."""
    if not objets:
        return []
    relies = {relation.name: _relies(relation, objets) for relation in relations(model)}
    par_partie = {}
    for relation in parties(model):
        enfants = list(
            relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": objets}
            )
        )
        lus = _lire(relation.related_model, enfants, relation.field, connus)
        groupes = defaultdict(list)
        for enfant, lu in zip(enfants, lus, strict=True):
            groupes[getattr(enfant, relation.field.attname)].append(lu)
        par_partie[relation.get_accessor_name()] = groupes
    instantanes = []
    for objet in objets:
        garde = connus is None or (model, objet.pk) in connus
        instantane = {
            "pk": objet.pk if garde else None,
            "champs": {c.name: _valeur(c, objet) for c in champs(model, proprietaire)},
            "relations": {nom: sorted(pks[objet.pk]) for nom, pks in relies.items()},
            "parties": {nom: groupes[objet.pk] for nom, groupes in par_partie.items()},
        }
        if champ := mots_cles(model):
            instantane["mots_cles"] = sorted(getattr(objet, champ.name).names())
        instantanes.append(instantane)
    return instantanes


def _valeur(champ, objet):
    valeur = champ.value_from_object(objet)
    return valeur if is_protected_type(valeur) else champ.value_to_string(objet)


def _relies(relation, objets):
    """{pk: [related pk]}. One query."""
    source, cible = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    lignes = relation.remote_field.through._base_manager.filter(**{f"{source}__in": objets})
    relies = defaultdict(list)
    for pk, relie in lignes.values_list(f"{source}_id", f"{cible}_id"):
        relies[pk].append(relie)
    return relies


class _Ecrivain:
    """Writes a snapshot; knows what no longer exists and, to try it, the provisional keys."""

    def __init__(self, absents, cles_neuves):
        self.absents = absents
        self.cles_neuves = cles_neuves

    def poser_champs(self, objet, valeurs, proprietaire):
        for champ in champs(type(objet), proprietaire):
            if champ.name not in valeurs:
                continue  # a column younger than the snapshot keeps its value
            valeur = champ.to_python(valeurs[champ.name])
            if champ.is_relation and valeur in self.absents.get(champ.related_model, ()):
                if not champ.null:
                    raise TransitionImpossible(
                        f"« {champ.verbose_name} » de cette version n’existe plus : "
                        "choisissez-en un autre, puis enregistrez."
                    )
                valeur = None
            setattr(objet, champ.attname, valeur)

    def relier(self, objet, relies):
        for relation in relations(type(objet)):
            if relation.name in relies:
                absents = self.absents.get(relation.related_model, set())
                getattr(objet, relation.name).set(set(relies[relation.name]) - absents)

    def ecrire_parties(self, objet, voulues, actuelles):
        for relation in parties(type(objet)):
            nom = relation.get_accessor_name()
            if nom in voulues:
                self._ecrire(objet, relation, voulues[nom], actuelles[nom])

    def _ecrire(self, objet, relation, voulues, actuelles):
        """Rows that differ are deleted and made again under the same key.

        Updating them one by one would meet the unique constraints half-way. What refers to a row
        that comes back still does: keys are only checked at the end of the transaction.
        """
        model, par_pk = relation.related_model, {p["pk"]: p for p in actuelles}
        voulues = [p for p in voulues if not self._is_orphan(model, p)]
        intactes = {
            partie["pk"] for partie in voulues if _memes_mots(partie, par_pk.get(partie["pk"]))
        }
        lignes = model._base_manager.filter(**{relation.field.name: objet})
        lignes.exclude(pk__in=[p["pk"] for p in voulues if p["pk"]]).delete()
        changees = lignes.exclude(pk__in=intactes)
        for sous in parties(model):
            sous.related_model._base_manager.filter(
                **{f"{sous.field.name}__in": changees}
            ).delete()
        changees._raw_delete(changees.db)
        refaites = [p["pk"] for p in voulues if p["pk"] and p["pk"] not in intactes]
        # A part that has since moved to another object stays there.
        prises = set(model._base_manager.filter(pk__in=refaites).values_list("pk", flat=True))
        for partie in voulues:
            if partie["pk"] in intactes:
                actuelle = par_pk[partie["pk"]]
                if partie["parties"] != actuelle["parties"]:
                    ligne = model._base_manager.get(pk=partie["pk"])
                    self.ecrire_parties(ligne, partie["parties"], actuelle["parties"])
                continue
            pk = None if partie["pk"] in prises else partie["pk"]
            if pk is None and self.cles_neuves:
                pk = next(self.cles_neuves)
            ligne = model(pk=pk, **{relation.field.name: objet})
            self.poser_champs(ligne, partie["champs"], relation.field)
            ligne.save(force_insert=True)
            self.relier(ligne, partie["relations"])
            vides = {r.get_accessor_name(): [] for r in parties(model)}
            self.ecrire_parties(ligne, partie["parties"], vides)

    def _is_orphan(self, model, partie):
        """Whether the database would have deleted this part with something that no longer exists."""
        return any(
            champ.is_relation
            and champ.remote_field.on_delete is CASCADE
            and partie["champs"].get(champ.name) in self.absents.get(champ.related_model, ())
            for champ in model._meta.concrete_fields
        )


def _memes_mots(partie, actuelle):
    """Whether a part's own columns and relations already say this."""
    return actuelle is not None and all(
        partie[cle] == actuelle[cle] for cle in ("champs", "relations")
    )
