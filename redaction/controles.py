"""What to look at before publishing: what forbids it, then what would make the page better."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from redaction.conseils import conseils, sigles_expliques
from redaction.instantane import parties
from solidaires import texte
from solidaires.publication import TexteRicheField


@dataclass(frozen=True)
class Controle:
    """One thing to look at: what to do, and the field of the form that it is about.

    `champ` is the name of the field, or the related name of the parts; `ancre` is the `id` of that
    field, or of the group of those parts, in the form of the admin.
    """

    message: str
    champ: str
    libelle_champ: str
    ancre: str


@dataclass(frozen=True)
class Bilan:
    """The controls of one object: `bloquants` forbid publishing, `conseils` forbid nothing."""

    bloquants: list[Controle]
    conseils: list[Controle]

    @property
    def est_vide(self):
        return not (self.bloquants or self.conseils)


def controler(objet) -> Bilan:
    """The controls of a saved publishable object, in the order of its fields, then of its parts.

    Queries: those of `manques()` (one at most), and one per kind of part that has a rich text.
    """
    textes = list(_textes(objet))
    connus = set().union(*(sigles_expliques(html) for _, html in textes))
    aujourd_hui = timezone.localdate()
    trouves, sigles = list(_chapo_absent(objet)), set()
    for lieu, html in textes:
        for conseil in conseils(html, aujourd_hui=aujourd_hui, sigles_connus=connus):
            if conseil.genre == "sigle":
                if conseil.message in sigles:
                    continue  # explained once for the whole page
                sigles.add(conseil.message)
            trouves.append(Controle(conseil.message, *lieu))
    bloquants = [
        Controle(texte.typographier(manque.message), *_lieu(objet, manque.champ))
        for manque in objet.manques()
    ]
    return Bilan(bloquants, trouves)


def _chapo_absent(objet):
    if hasattr(objet, "chapo") and not objet.chapo.strip():
        message = (
            "Ajoutez un chapô : deux phrases qui disent l’essentiel, sous le titre et dans les "
            "listes."
        )
        yield Controle(texte.typographier(message), *_lieu(objet, "chapo"))


def _textes(objet):
    """((champ, label, ancre), rich text) of an object, its chapô first, and of its parts."""
    if hasattr(objet, "chapo"):
        yield _lieu(objet, "chapo"), texte.en_paragraphes(objet.chapo)
    for champ in _champs_riches(type(objet)):
        yield _lieu(objet, champ.name), getattr(objet, champ.name)
    for relation in parties(type(objet)):
        nom, model = relation.get_accessor_name(), relation.related_model
        riches = _champs_riches(model)
        if not riches:
            continue
        for partie in getattr(objet, nom).all():
            for champ in riches:
                label = f"{model._meta.verbose_name} « {partie} », {champ.verbose_name}"
                yield (
                    (nom, texte.typographier(label), f"{nom}-group"),
                    getattr(partie, champ.name),
                )


def _champs_riches(model):
    return [champ for champ in model._meta.fields if isinstance(champ, TexteRicheField)]


def _lieu(objet, champ):
    """(champ, label, ancre) of a field of the object, or of a kind of its parts."""
    try:
        trouve = objet._meta.get_field(champ)
    except FieldDoesNotExist:  # a title made of several fields
        return champ, "", f"id_{champ}"
    if trouve.auto_created:
        label = str(trouve.related_model._meta.verbose_name_plural)
        return champ, label, f"{champ}-group"
    return champ, str(trouve.verbose_name), f"id_{champ}"
