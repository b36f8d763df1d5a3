"""The one engine of the search: how the words of an entry are kept and found, on both databases.

PostgreSQL: a `tsvector` in the row of the entry, under a GIN index (postgresql.py). SQLite: FTS5
(sqlite.py). Both hold the same words: the roots of the title, of the summary, of what classifies the
page, of the text, and marks that no reader types: « theme=sante » (a value of a facet), « t=solidar »
(a root of the title), « m=solidarite » (a whole word of the title, for suggestions).
"""

from collections import Counter

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import Expression

from recherche import postgresql, sqlite
from recherche.criteres import PLAFOND, Compte
from recherche.models import Entree
from recherche.sql import a_la_suite, lues


class Correspond(Expression):
    """Whether an entry meets Criteres that need the full-text index, for `filter()`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, criteres):
        super().__init__()
        self.criteres = criteres
        self.entree = F("id")

    def get_source_expressions(self):
        return [self.entree]

    def set_source_expressions(self, expressions):
        [self.entree] = expressions

    def as_sqlite(self, compiler, connection):
        colonne, parametres = compiler.compile(self.entree)
        condition, siens = sqlite.correspond(colonne, self.criteres)
        return condition, [*parametres, *siens]

    def as_postgresql(self, compiler, connection):
        table = compiler.quote_name_unless_alias(self.entree.alias)
        return postgresql.correspond(f"{table}.vecteur", self.criteres)


def entrees(criteres, at=None):
    """The visible entries that meet the criteria, as a queryset."""
    visibles = Entree.objects.visibles(at)
    if criteres.plein_texte:
        return visibles.filter(Correspond(criteres))
    return visibles.filter(type__in=criteres.types) if criteres.types else visibles


def dernieres(criteres):
    """The latest entered of the entries that meet the criteria, without their text, PLAFOND at most.
    One query.
    """
    champs = [c.column for c in Entree._meta.concrete_fields if c.name != "texte"]
    sql, parametres = lues(", ".join(champs), _conditions(criteres), PLAFOND, ordre="id DESC")
    return list(Entree.objects.raw(_reglages([criteres]) + sql, parametres))


def classer(criteres, debut, fin, compte=None):
    """The keys of the entries from rank `debut` to `fin`, the best first. One query.

    First those whose title has the very words typed, then those that have their roots there, then
    by the words found, where they are, how often, in how long a page; the latest of two equals.
    `criteres` has words. `compte`: theirs when it is known, for nothing to be looked for twice.
    """
    # The words typed, as marks of whole words of titles.
    formes = tuple((f"m={forme}",) for forme in criteres.requete.formes)
    sql, parametres = _base().classer(criteres, formes, compte)
    with connection.cursor() as curseur:
        curseur.execute(
            f"{_base().REGLAGES}{sql} LIMIT %s OFFSET %s", [*parametres, fin - debut, debut]
        )
        return [pk for (pk,) in curseur.fetchall()]


def compter(groupes):
    """[Compte] of each group of criteria. One query."""
    sql, parametres = a_la_suite(
        lues(f"{rang} AS groupe, id, facettes", _conditions(criteres), PLAFOND + 1)
        for rang, criteres in enumerate(groupes)
    )
    # One long line per group: thousands of short ones take as long to come as to find.
    colonnes = (
        f"groupe, {_base().JOINDRE}(CAST(id AS text), ' '), {_base().JOINDRE}(facettes, ' ')"
    )
    comptes = [Compte()] * len(groupes)
    with connection.cursor() as curseur:
        curseur.execute(
            f"{_reglages(groupes)}SELECT {colonnes} FROM ({sql}) AS lues GROUP BY groupe",  # noqa: S608  # our own words
            parametres,
        )
        for groupe, pks, marques in curseur:
            comptes[groupe] = Compte([int(pk) for pk in pks.split()], Counter(marques.split()))
    return comptes


def nombrer(groupes, limite):
    """How many entries meet each group of criteria, counted up to `limite`. One query."""
    if not groupes:
        return []
    sql, parametres = a_la_suite(
        lues(f"{rang} AS groupe", _conditions(criteres), limite)
        for rang, criteres in enumerate(groupes)
    )
    with connection.cursor() as curseur:
        curseur.execute(
            f"{_reglages(groupes)}SELECT groupe, COUNT(*) FROM ({sql}) AS lues GROUP BY groupe",  # noqa: S608  # our own words
            parametres,
        )
        nombres = dict(curseur.fetchall())
    return [nombres.get(rang, 0) for rang in range(len(groupes))]


def ecrire_toutes(lot):
    """Keep the words of entries that are in the table: [(key, Mots)]."""
    with connection.cursor() as curseur:
        _base().ecrire(curseur, lot)


def oublier(pks):
    """Forget the words of entries: before their rows are deleted."""
    with connection.cursor() as curseur:
        _base().oublier(curseur, pks)


def _base():
    return sqlite if connection.vendor == "sqlite" else postgresql


def _reglages(groupes):
    """What has the full-text index used, where it is needed."""
    return _base().REGLAGES if all(criteres.plein_texte for criteres in groupes) else ""


def _conditions(criteres):
    """[(SQL, parameters)]: what meets the criteria meets one of these, to be read in that order."""
    if criteres.plein_texte:
        return _base().conditions(criteres)
    if criteres.types:
        return [(f"type IN ({', '.join(['%s'] * len(criteres.types))})", [*criteres.types])]
    return [("TRUE", [])]
