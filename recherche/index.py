"""What is in the index and how it follows: each app declares its pages, every change is written at once.

An app writes in its own `index.py`, imported by its `AppConfig.ready()`:

    @contenu(Idee, "Idées du Forum", section="forum", depend={Theme: "themes"})
    def fiche(idee):
        return Fiche(titre=…, resume=…, texte=…, facettes={"theme": […]})

The index holds what is online, or will be at an hour already set: the dates of the sheet are those
of its entry, so that the clock decides here too.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

from django.db import transaction

from recherche import moteur, vocabulaire
from recherche.analyse import analyser, decouper
from recherche.criteres import Mots, tranche
from recherche.models import TRANCHE, Entree, Valeur
from solidaires.publication import EN_LIGNE, Publiable, au_changement
from solidaires.texte import en_texte, replier, typographier, une_ligne

LOT = 500
# What has no date of publication has always been there.
TOUJOURS = datetime(2000, 1, 1, tzinfo=UTC)
# A text longer than this is found by its first words only: about forty pages.
CARACTERES_AU_PLUS = 100_000


@dataclass(frozen=True)
class Fiche:
    """What one page gives to the index, in plain text or HTML.

    `resume`, `classement` (territory, people, themes… with `surtitre` and `annee`) and `texte` are
    searched with less and less weight, after `titre`. `facettes`: {facet: [(value as a slug, words, place among the others)]}.
    `jour` sorts the lists by date, `poids` those by success; `surtitre` is shown above the title.
    """

    titre: str
    url: str
    resume: str = ""
    classement: str = ""
    texte: str = ""
    surtitre: str = ""
    annee: int | None = None
    jour: date | None = None
    poids: int = 0
    facettes: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contenu:
    """One type of page: its name in the results, its colour, how a row becomes a Fiche.

    `lignes()`: the rows, with what `fiche` reads; those offline are left out by the index itself.
    `depend`: {model: lookup}, what else a page says; `entraine`: {model: lookup}, the pages that say
    something of this one. Lookups go from this page.
    """

    model: type
    titre: str
    section: str
    fiche: Callable
    lignes: Callable
    depend: dict
    entraine: dict

    @property
    def nom(self):
        return self.model._meta.model_name

    def en_ligne(self):
        """The rows that the index holds, with what `fiche` reads."""
        lignes = self.lignes()
        if issubclass(self.model, Publiable):
            lignes = lignes.filter(etat__in=EN_LIGNE)
        return lignes.order_by("pk")


def suite(*morceaux):
    """Texts one after the other, plain or HTML, set apart as an extract will show them."""
    return " · ".join(morceau.strip() for morceau in morceaux if morceau and morceau.strip())


# {model: Contenu}, in the order in which the types are shown; filled when the apps are ready.
CONTENUS = {}


def contenu(model, titre, *, section, depend=None, entraine=None, lignes=None):
    """Declare the pages of a type; decorates the function that makes the Fiche of a row."""

    def declarer(fiche):
        CONTENUS[model] = Contenu(
            model,
            titre,
            section,
            fiche,
            lignes or model._default_manager.all,
            depend or {},
            entraine or {},
        )
        return fiche

    return declarer


@au_changement
def suivre(objet):
    """Have the index say what the rows say of `objet`, and of the pages that name it."""
    if contenu := CONTENUS.get(type(objet)):
        indexer(contenu, [objet.pk])
        for model, chemin in contenu.entraine.items():
            indexer(CONTENUS[model], _pks(contenu.model, {"pk": objet.pk}, chemin))
    for contenu in CONTENUS.values():
        if chemin := contenu.depend.get(type(objet)):
            indexer(contenu, _pks(contenu.model, {chemin: objet.pk}, "pk"))


def _pks(model, criteres, chemin):
    trouves = model._base_manager.filter(**criteres).order_by().values_list(chemin, flat=True)
    return sorted({pk for pk in trouves if pk is not None})


def indexer(contenu, pks):
    """Write the entries of these rows, remove those of the rows that are gone or offline.

    Returns how many entries changed. Six queries for any number of rows, and two per changed entry.
    """
    change = 0
    with transaction.atomic():
        for debut in range(0, len(pks), LOT):
            change += _indexer_lot(contenu, pks[debut : debut + LOT])
    return change


def _indexer_lot(contenu, pks):
    anciennes = {
        entree.objet_pk: entree
        for entree in Entree.objects.filter(type=contenu.nom, objet_pk__in=pks)
    }
    neuves, modifiees, mots, valeurs, formes = [], [], {}, {}, {}
    vues = set()
    for objet in contenu.en_ligne().filter(pk__in=pks):
        fiche = contenu.fiche(objet)
        vues.add(objet.pk)
        ancienne = anciennes.get(objet.pk)
        entree = _entree(contenu, objet, fiche)
        if ancienne and ancienne.empreinte == entree.empreinte:
            continue
        if ancienne:
            entree.pk = ancienne.pk
        (modifiees if ancienne else neuves).append(entree)
        mots[objet.pk] = _mots(contenu, fiche)
        formes |= vocabulaire.formes(f"{fiche.titre} {en_texte(fiche.resume)} {entree.texte}")
        valeurs |= {
            (facette, valeur): (typographier(une_ligne(libelle))[:200], rang)
            for facette, choix in fiche.facettes.items()
            for valeur, libelle, rang in choix
        }
    if mots:
        valeurs["type", contenu.nom] = (contenu.titre, list(CONTENUS).index(contenu.model))
    partis = [entree.pk for pk, entree in anciennes.items() if pk not in vues]
    moteur.oublier(partis)
    Entree.objects.filter(pk__in=partis).delete()
    Entree.objects.bulk_create(neuves)
    if modifiees:
        champs = [c.name for c in Entree._meta.fields if not c.primary_key]
        Entree.objects.bulk_update(modifiees, champs)
    valeurs |= {(TRANCHE, str(tranche(entree.pk))): ("", 0) for entree in neuves}
    moteur.ecrire_toutes([(e.pk, mots[e.objet_pk]) for e in (*neuves, *modifiees)])
    _nommer(valeurs)
    vocabulaire.apprendre(formes)
    return len(partis) + len(mots)


def _entree(contenu, objet, fiche):
    publiable = issubclass(contenu.model, Publiable)
    titre = typographier(une_ligne(fiche.titre))[:300]
    donnees = {
        "titre": titre,
        "titre_plie": replier(titre)[:300],
        "surtitre": typographier(une_ligne(fiche.surtitre))[:300],
        "texte": typographier(
            suite(en_texte(fiche.resume), en_texte(fiche.texte))[:CARACTERES_AU_PLUS]
        ),
        "url": fiche.url,
        "annee": fiche.annee,
        "date": fiche.jour,
        "poids": fiche.poids,
        "facettes": " ".join(_marques(contenu, fiche)),
        "visible_de": objet.published_at if publiable else TOUJOURS,
        "visible_jusqu_a": objet.retired_at if publiable else None,
    }
    # Everything the index was given, so that the next time an equal page is left alone.
    tout = json.dumps([asdict(fiche), donnees], default=str, sort_keys=True)
    empreinte = hashlib.sha256(tout.encode()).hexdigest()
    return Entree(type=contenu.nom, objet_pk=objet.pk, empreinte=empreinte, **donnees)


def _marques(contenu, fiche):
    marques = [f"type={contenu.nom}"]
    for facette, choix in fiche.facettes.items():
        marques += [f"{facette}={valeur}" for valeur, _, _ in choix]
    return list(dict.fromkeys(marques))


def _mots(contenu, fiche):
    titre = analyser(fiche.titre)
    formes = [mot.forme for mot in decouper(fiche.titre)]
    return Mots(
        champs=(
            titre,
            analyser(en_texte(fiche.resume)),
            analyser(f"{fiche.surtitre} {fiche.annee or ''} {en_texte(fiche.classement)}"),
            analyser(en_texte(fiche.texte)[:CARACTERES_AU_PLUS]),
        ),
        marques=[
            *_marques(contenu, fiche),
            *dict.fromkeys(f"t={racine}" for racine in titre),
            *dict.fromkeys(f"m={forme}" for forme in formes),
        ],
    )


def _nommer(valeurs):
    """Keep the words of the values of facets; the last page written says how they are called."""
    Valeur.objects.bulk_create(
        [
            Valeur(facette=facette, valeur=valeur, libelle=libelle, rang=rang)
            for (facette, valeur), (libelle, rang) in sorted(valeurs.items())
        ],
        update_conflicts=True,
        unique_fields=["facette", "valeur"],
        update_fields=["libelle", "rang"],
    )


def reconstruire(contenu, *, tout=False):
    """Yield how many rows of a type are done, lot by lot, while its entries become what the rows say.

    `tout`: write them again even when nothing moved. Each lot is a transaction.
    """
    if tout:
        Entree.objects.filter(type=contenu.nom).update(empreinte="")
    pks = set(contenu.en_ligne().values_list("pk", flat=True))
    pks |= set(Entree.objects.filter(type=contenu.nom).values_list("objet_pk", flat=True))
    pks = sorted(pks)
    for debut in range(0, len(pks), LOT):
        yield len(pks), debut, indexer(contenu, pks[debut : debut + LOT])
