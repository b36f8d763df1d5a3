"""A snapshot as a person reads it, and what differs between two of them.

Snapshots in (see redaction/instantane.py), words out; the rows that they refer to are read for
their names, with one query per related model whatever the number of snapshots.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as ecrire_date
from django.utils.text import capfirst

from mediatheque.models import Lien
from redaction import instantane as contenu
from redaction.difference import Segment, abreger, mots, suite_croissante
from solidaires import texte
from solidaires.publication import TexteRicheField

SUPPRIME = "(supprimé)"
# Where a part stands among its siblings: told by its place, not by a number.
RANG = "ordre"
DEUX_POINTS = f"{texte.INSECABLE}: "
POINT_VIRGULE = f"{texte.INSECABLE}; "

_LIEN = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_NUMEROTEE = re.compile(r"<ol\b[^>]*>.*?</ol>", re.DOTALL)
_PUCE = re.compile(r"<li\b[^>]*>\s*(?:<p>)?")
_BLOC = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|blockquote|br|hr)\b[^>]*>")

Genre = Literal["texte", "valeur", "liste", "parties", "forme"]


@dataclass(frozen=True)
class Champ:
    """One field of a snapshot in words. `texte`: plain, one line per paragraph or part, "" if empty."""

    nom: str
    label: str
    texte: str


@dataclass(frozen=True)
class Ligne:
    """One entry of a list that is not the same in both versions.

    `de` and `a`: its place (from 1) before and after, None where it is absent; `deplacee`: its
    place among its siblings changed.
    """

    nature: Literal["ajout", "retrait", "change"]
    segments: list[Segment]
    de: int | None = None
    a: int | None = None
    deplacee: bool = False


@dataclass(frozen=True)
class Changement:
    """One field that two versions do not say alike.

    `genre` tells what to show. "texte": `segments`; "valeur": `avant` and `apres`, "" when empty;
    "liste" and "parties": `lignes`; "forme": nothing, the words are the same, their presentation
    is not.
    """

    nom: str
    label: str
    genre: Genre
    segments: list[Segment] = field(default_factory=list)
    avant: str = ""
    apres: str = ""
    lignes: list[Ligne] = field(default_factory=list)

    @property
    def abrege(self):
        """The same with its long equal runs cut short."""
        return replace(
            self,
            segments=abreger(self.segments),
            lignes=[replace(ligne, segments=abreger(ligne.segments)) for ligne in self.lignes],
        )


def labels(model):
    """{name: label} of everything that a snapshot of a `model` may hold."""
    return dict(_rubriques(model, ()))


def lire(model, *instantanes, ordre=()):
    """[Champ] for each snapshot of a `model`: every field, in the same order.

    `ordre`: names of fields to put first, as the form has them.
    """
    lecteur = _Lecteur(model, instantanes)
    rubriques = _rubriques(model, ordre)
    return [
        [
            Champ(nom, label, "\n".join(lecteur.lignes(model, nom, instantane)))
            for nom, label in rubriques
        ]
        for instantane in instantanes
    ]


def comparer(model, avant, apres, *, ordre=()):
    """[Changement] from the snapshot `avant` to `apres`, only what differs; `ordre` as for `lire`.

    A field that one of them does not know (a column younger than it) is not compared.
    """
    lecteur = _Lecteur(model, [avant, apres])
    differents = differences(model, avant, apres)
    return [
        lecteur.changement(model, nom, label, avant, apres)
        for nom, label in _rubriques(model, ordre)
        if nom in differents
    ]


def differences(model, avant, apres):
    """The names of the fields that `comparer` would tell. No query."""
    trouvees = set()
    for nom, _ in _rubriques(model, ()):
        bruts = _brut(nom, avant), _brut(nom, apres)
        if None not in bruts and bruts[0] != bruts[1]:
            trouvees.add(nom)
    return trouvees


def en_lignes(html):
    """Rich text as plain paragraphs, one per line: « libellé (https://…) », « • élément »."""
    html = re.sub(r"\s*\n\s*", " ", html)
    html = _LIEN.sub(_lien, html)
    html = _NUMEROTEE.sub(_numeroter, html)
    html = _PUCE.sub("\n• ", html)
    lignes = map(texte.en_texte, _BLOC.sub("\n", html).split("\n"))
    return [ligne for ligne in lignes if ligne]


def _lien(trouve):
    """An address is shown once: one that is its own label has nothing to add."""
    href, libelle = trouve[1], trouve[2]
    return libelle if texte.en_texte(libelle) == texte.en_texte(href) else f"{libelle} ({href})"


def _numeroter(liste):
    rang = iter(range(1, liste[0].count("<li") + 1))
    return _PUCE.sub(lambda _: f"\n{next(rang)}. ", liste[0])


def _rubriques(model, ordre):
    """[(name, label)] of everything a snapshot of `model` may hold."""
    trouvees = [(c.name, str(c.verbose_name)) for c in contenu.champs(model)]
    trouvees += [(r.name, str(r.verbose_name)) for r in contenu.relations(model)]
    if champ := contenu.mots_cles(model):
        trouvees.append(("mots_cles", str(champ.verbose_name)))
    trouvees += [
        (r.get_accessor_name(), str(r.related_model._meta.verbose_name_plural))
        for r in contenu.parties(model)
    ]
    rang = {nom: i for i, nom in enumerate(ordre)}
    trouvees.sort(key=lambda rubrique: rang.get(rubrique[0], len(rang)))
    return [(nom, capfirst(label)) for nom, label in trouvees]


def _brut(nom, instantane):
    """What a snapshot holds under a name, in a tuple; keys of parts aside. None: it does not know."""
    if nom == "mots_cles" and nom in instantane:
        return (instantane[nom],)
    for famille in ("champs", "relations"):
        if nom in instantane[famille]:
            return (instantane[famille][nom],)
    if nom in instantane["parties"]:
        return ([_sans_cle(partie) for partie in instantane["parties"][nom]],)
    return None


def _sans_cle(partie):
    """The key of a part tells where it is stored, not what it says."""
    return {
        "champs": partie["champs"],
        "relations": partie["relations"],
        "parties": {
            nom: [_sans_cle(sous_partie) for sous_partie in sous_parties]
            for nom, sous_parties in partie["parties"].items()
        },
    }


class _Lecteur:
    """Puts values in words; knows the rows that the snapshots refer to."""

    def __init__(self, model, instantanes):
        cibles = defaultdict(set)
        for instantane in instantanes:
            for cible, pks in contenu.references(model, instantane).items():
                cibles[cible] |= pks
        self.rangees = {
            cible: _nommables(cible).in_bulk(pks) for cible, pks in cibles.items() if pks
        }

    def lignes(self, model, nom, instantane):
        """What a snapshot says under a name, line by line; [] when it is empty or unknown."""
        if nom in instantane["champs"]:
            return self.valeur(model._meta.get_field(nom), instantane["champs"][nom])
        if nom in instantane["parties"]:
            relation = _partie(model, nom)
            parties = instantane["parties"][nom]
            return [ligne for p in parties for ligne in self.partie(relation, p)]
        (brutes,) = _brut(nom, instantane) or ([],)
        return [", ".join(self.entrees(model, nom, brutes))] if brutes else []

    def entrees(self, model, nom, brutes):
        """Rows of a many-to-many relation, by key, or keywords: in words, in alphabetical order."""
        if nom != "mots_cles":
            cible = model._meta.get_field(nom).related_model
            brutes = [self.rangee(cible, pk) for pk in brutes]
        return sorted(brutes, key=texte.replier)

    def rangee(self, cible, pk):
        """The name of a row; a link with its address, which is what a page leads to."""
        objet = self.rangees.get(cible, {}).get(pk)
        if objet is None:
            return SUPPRIME
        if isinstance(objet, Lien) and objet.url and str(objet) != objet.url:
            return f"{objet} ({objet.url})"
        return str(objet)

    def valeur(self, champ, brut):
        """The lines of one column."""
        if brut is None or brut == "":
            return []
        if champ.is_relation:
            return [self.rangee(champ.related_model, brut)]
        if champ.choices:
            return [str(dict(champ.flatchoices).get(brut, brut))]
        if isinstance(champ, TexteRicheField):
            return en_lignes(brut)
        if isinstance(champ, models.TextField):
            return [ligne for ligne in map(texte.une_ligne, brut.splitlines()) if ligne]
        return [_ecrire(champ.to_python(brut))]

    def partie(self, relation, partie, retrait=0):
        """The lines of one part: « label : value ; … », then its own parts, indented."""
        model = relation.related_model
        dites = []
        for champ in contenu.champs(model, relation.field):
            brut = partie["champs"].get(champ.name)
            # A box that is not ticked says nothing about one line among others.
            if champ.name == RANG or brut is False:
                continue
            dites.append((champ.verbose_name, " ".join(self.valeur(champ, brut))))
        for relie in contenu.relations(model):
            if relie.name in partie["relations"]:
                entrees = self.entrees(model, relie.name, partie["relations"][relie.name])
                dites.append((relie.verbose_name, ", ".join(entrees)))
        phrase = POINT_VIRGULE.join(f"{label}{DEUX_POINTS}{dit}" for label, dit in dites if dit)
        lignes = ["    " * retrait + (capfirst(phrase) or "(vide)")]
        for sous_relation in contenu.parties(model):
            for sous_partie in partie["parties"].get(sous_relation.get_accessor_name(), []):
                lignes += self.partie(sous_relation, sous_partie, retrait + 1)
        return lignes

    def changement(self, model, nom, label, avant, apres):
        if nom in avant["parties"]:
            relation = _partie(model, nom)
            lignes = self.lignes_changees(
                relation, avant["parties"][nom], apres["parties"][nom]
            )
            return Changement(nom, label, "parties" if lignes else "forme", lignes=lignes)
        if nom not in avant["champs"]:
            return Changement(
                nom, label, "liste", lignes=self.entrees_changees(model, nom, avant, apres)
            )
        ancien, nouveau = (
            "\n".join(self.lignes(model, nom, instantane)) for instantane in (avant, apres)
        )
        champ = model._meta.get_field(nom)
        if champ.is_relation and ancien == nouveau:
            # Two rows of the same name: their keys tell them apart.
            ancien, nouveau = (
                f"{ancien} (n°{texte.INSECABLE}{i['champs'][nom]})" for i in (avant, apres)
            )
        segments = mots(ancien, nouveau)
        if _identiques(segments):
            return Changement(nom, label, "forme")
        if isinstance(champ, models.CharField | models.TextField) and not champ.choices:
            return Changement(nom, label, "texte", segments)
        return Changement(nom, label, "valeur", avant=ancien, apres=nouveau)

    def entrees_changees(self, model, nom, avant, apres):
        """[Ligne] of the rows or keywords added, then of those removed."""
        (ancien,), (nouveau,) = _brut(nom, avant), _brut(nom, apres)
        lignes = []
        for nature, voulues, autres in (
            ("ajout", nouveau, ancien),
            ("retrait", ancien, nouveau),
        ):
            seules = [entree for entree in voulues if entree not in autres]
            dites = self.entrees(model, nom, seules)
            lignes += [Ligne(nature, [Segment(nature, dit)]) for dit in dites]
        return lignes

    def lignes_changees(self, relation, avant, apres):
        """[Ligne] of the parts that are new, gone, not the same or not in the same place."""
        mots_avant, mots_apres = (
            ["\n".join(self.partie(relation, partie)) for partie in parties]
            for parties in (avant, apres)
        )
        paires = _apparier(
            [partie["pk"] for partie in avant],
            [partie["pk"] for partie in apres],
            mots_avant,
            mots_apres,
        )
        stables = suite_croissante([paires[a] for a in sorted(paires)])
        lignes = []
        for a, dit in enumerate(mots_apres):
            de = paires.get(a)
            if de is None:
                lignes.append(Ligne("ajout", [Segment("ajout", dit)], a=a + 1))
                continue
            deplacee = de not in stables
            segments = mots(mots_avant[de], dit)
            if deplacee or not _identiques(segments):
                lignes.append(Ligne("change", segments, de + 1, a + 1, deplacee))
        restees = set(paires.values())
        lignes += [
            Ligne("retrait", [Segment("retrait", dit)], de=de + 1)
            for de, dit in enumerate(mots_avant)
            if de not in restees
        ]
        return lignes


def _nommables(model):
    """The rows of `model` with what their name may be made of: « Ada Lovelace, 2022 »."""
    cles = [champ.name for champ in model._meta.fields if champ.many_to_one]
    return model._base_manager.select_related(*cles) if cles else model._base_manager


def _identiques(segments):
    return all(segment.nature == "egal" for segment in segments)


def _partie(model, nom):
    return next(r for r in contenu.parties(model) if r.get_accessor_name() == nom)


def _ecrire(valeur):
    """A plain value as French writes it."""
    match valeur:
        case bool():
            return "Oui" if valeur else "Non"
        case datetime():
            local = timezone.localtime(valeur)
            return f"{_jour(local)} à {local:%H:%M}"
        case date():
            return _jour(valeur)
        case time():
            return f"{valeur:%H:%M}"
        case Decimal():
            nombre = f"{valeur.normalize():,f}"
            return nombre.replace(",", texte.INSECABLE).replace(".", ",")
        case _:
            return texte.une_ligne(str(valeur))


def _jour(valeur):
    """« 1er mars 2026 »."""
    return f"{valeur.day}{'er' if valeur.day == 1 else ''} {ecrire_date(valeur, 'F Y')}"


def _apparier(cles_avant, cles_apres, mots_avant, mots_apres):
    """{place after: place before} of the parts that are the same one.

    By key; or else by the same words; or else by the same first value (a title, a name).
    """
    debuts_avant, debuts_apres = (
        [dit.partition(POINT_VIRGULE)[0] for dit in dits] for dits in (mots_avant, mots_apres)
    )
    paires, libres = {}, set(range(len(cles_avant)))
    for signes_avant, signes_apres in (
        (cles_avant, cles_apres),
        (mots_avant, mots_apres),
        (debuts_avant, debuts_apres),
    ):
        places = defaultdict(list)
        for de in sorted(libres, reverse=True):
            if signes_avant[de] is not None:
                places[signes_avant[de]].append(de)
        for a, signe in enumerate(signes_apres):
            if a not in paires and places[signe]:
                paires[a] = places[signe].pop()
                libres.discard(paires[a])
    return paires
