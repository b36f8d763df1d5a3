"""The one engine of the search: how the words of an entry are kept and found, on both databases.

PostgreSQL: a `tsvector` built here, in the row of the entry, under a GIN index. SQLite: FTS5. Both
hold the same words: the roots of the title, of the summary, of what classifies the page, of the
text, and marks that no reader types: « theme=sante » (a value of a facet), « t=solidar » (a root of
the title), « m=solidarite » (a whole word of the title, for suggestions).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import Expression
from django.utils import timezone

from recherche.models import Entree
from recherche.requete import Requete

# Beyond this many pages, counts say « at least » and the rank is among those: the time of an answer
# does not grow with the portal. Pages that have every word in their title are looked for apart.
PLAFOND = 500
PLAFOND_DES_TITRES = 250

# Places of words: a locution never spans two fields. PostgreSQL counts no further than 16383.
ECART = 20
PLACES = 16383
# What a word is worth in the title, the summary, what classifies, the text (then the marks).
POIDS = (12.0, 5.0, 3.0, 1.0, 0.0)
POIDS_TS = "{0.08, 0.25, 0.4, 1.0}"  # the same for `ts_rank`: text first, shares of one
LETTRES = "ABCD"


@dataclass(frozen=True)
class Mots:
    """What is kept of an entry: the roots of its four fields in order, and its marks."""

    champs: tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str]]
    marques: Sequence[str]


@dataclass(frozen=True)
class Criteres:
    """What to find: words and, of each group of marks, one. A mark ending in « * » is a beginning.

    `types`: of pages, any when empty.
    """

    requete: Requete = field(default_factory=lambda: Requete(()))
    marques: tuple[tuple[str, ...], ...] = ()
    types: tuple[str, ...] = ()

    @property
    def plein_texte(self):
        """Whether the full-text index is needed: a type alone is a column."""
        return bool(self.requete or self.marques)

    @property
    def groupes(self):
        """The groups of marks, that of the types included."""
        return (
            *self.marques,
            *([tuple(f"type={t}" for t in self.types)] if self.types else []),
        )


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
        trouvees = "SELECT rowid FROM recherche_fts WHERE recherche_fts MATCH %s"
        return f"{colonne} IN ({trouvees})", [*parametres, en_fts(self.criteres)]

    def as_postgresql(self, compiler, connection):
        table = compiler.quote_name_unless_alias(self.entree.alias)
        return f"{table}.vecteur @@ %s::tsquery", [en_tsquery(self.criteres)]


def entrees(criteres, at=None):
    """The visible entries that meet the criteria, as a queryset."""
    visibles = Entree.objects.visibles(at)
    if criteres.plein_texte:
        return visibles.filter(Correspond(criteres))
    return visibles.filter(type__in=criteres.types) if criteres.types else visibles


def classer(criteres, debut, fin):
    """The keys of the entries from rank `debut` to `fin`, the best first. One query.

    First those whose title has the very words typed, then those that have their roots there, then
    by the words found, where they are, how often, in how long a page; the latest of two equals.
    `criteres` has words.
    """
    # The words typed, as marks of whole words of titles.
    formes = tuple((f"m={forme}",) for forme in criteres.requete.formes)
    if connection.vendor == "sqlite":
        exacts = en_fts(Criteres(marques=formes))
        sql = _CLASSER_SQLITE
        parametres = [en_fts_des_titres(criteres), exacts, en_fts(criteres)]
    else:
        titres = en_tsquery_des_titres(criteres)
        exacts = f"{titres} & {en_tsquery(Criteres(marques=formes))}" if formes else titres
        sql = _SANS_PARCOURS + _CLASSER_POSTGRESQL
        textes = en_tsquery(Criteres(criteres.requete))
        parametres = [exacts, titres, en_tsquery(criteres)]
    maintenant = timezone.now()
    with connection.cursor() as curseur:
        rang = [] if connection.vendor == "sqlite" else [textes]
        curseur.execute(sql, [*parametres, maintenant, maintenant, *rang, fin - debut, debut])
        return [pk for (pk,) in curseur.fetchall()]


def compter(groupes):
    """The facets of what meets each group of criteria: [(total, {« theme=sante »: entries})].

    No more than PLAFOND entries are read for each; one more in `total` says that there are more.
    One query.
    """
    maintenant = timezone.now()
    branches, parametres = [], []
    for rang, criteres in enumerate(groupes):
        condition, siens = _condition(criteres)
        branches.append(
            f"""
            SELECT * FROM (
                SELECT {rang} AS groupe, facettes FROM recherche_entree
                WHERE {condition} AND visible_de <= %s
                AND (visible_jusqu_a IS NULL OR visible_jusqu_a > %s)
                LIMIT {PLAFOND + 1}
            ) AS g{rang}"""  # noqa: S608  # placeholders and two numbers
        )
        parametres += [*siens, maintenant, maintenant]
    lues = [[] for _ in groupes]
    with connection.cursor() as curseur:
        curseur.execute(_plan() + " UNION ALL ".join(branches), parametres)
        for groupe, facettes in curseur:
            lues[groupe].append(facettes)
    return [(len(marques), Counter(" ".join(marques).split())) for marques in lues]


def nombrer(groupes, limite):
    """How many entries meet each group of criteria, counted up to `limite`. One query."""
    maintenant = timezone.now()
    branches, parametres = [], []
    for rang, criteres in enumerate(groupes):
        condition, siens = _condition(criteres)
        branches.append(
            f"""
            SELECT {rang} AS groupe, COUNT(*) FROM (
                SELECT id FROM recherche_entree
                WHERE {condition} AND visible_de <= %s
                AND (visible_jusqu_a IS NULL OR visible_jusqu_a > %s)
                LIMIT {limite}
            ) AS g{rang}"""  # noqa: S608  # placeholders and two numbers
        )
        parametres += [*siens, maintenant, maintenant]
    if not branches:
        return []
    with connection.cursor() as curseur:
        curseur.execute(f"{_plan()}{' UNION ALL '.join(branches)} ORDER BY groupe", parametres)
        return [nombre for _, nombre in curseur.fetchall()]


def ecrire_toutes(lot):
    """Keep the words of entries that are in the table: [(key, Mots)]."""
    with connection.cursor() as curseur:
        if connection.vendor == "sqlite":
            oublier([pk for pk, _ in lot])
            curseur.executemany(
                "INSERT INTO recherche_fts (rowid, titre, resume, classement, texte, marques)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [(pk, *map(" ".join, (*mots.champs, mots.marques))) for pk, mots in lot],
            )
        else:
            for pk, mots in lot:
                curseur.execute(
                    "UPDATE recherche_entree SET vecteur = %s::tsvector WHERE id = %s",
                    [en_tsvector(mots), pk],
                )


def oublier(pks):
    """Forget the words of entries: before their rows are deleted. PostgreSQL keeps them in the rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as curseur:
            curseur.executemany(
                "DELETE FROM recherche_fts WHERE rowid = %s", [(pk,) for pk in pks]
            )


# The writings of each database. A root is [a-z0-9] and a mark comes from a slug: quoted all the same.


def en_tsvector(mots):
    """« 'revenu':1A 'bas':2A … 'theme=sante' »."""
    places, place = {}, 1
    for lettre, champ in zip(LETTRES, mots.champs, strict=True):
        for racine in champ:
            if place <= PLACES:
                places.setdefault(racine, []).append(f"{place}{lettre}")
            place += 1
        place += ECART
    return " ".join(
        [f"{_cite(mot)}:{','.join(ou[:255])}" for mot, ou in places.items()]
        + [_cite(marque) for marque in dict.fromkeys(mots.marques)]
    )


def en_tsquery(criteres):
    """« (('rsa') | ('revenu' <-> 'solidar')) & ('theme=sante' | 'theme=travail') »."""
    return _ts(criteres, " <-> ")


def en_tsquery_des_titres(criteres):
    """The same, the words being in the title; nobody's when one word is enough."""
    return "'t='" if criteres.requete.souple else _ts(criteres, " & ", "t=")


def en_fts(criteres):
    """« {titre resume classement texte} : (("rsa" OR "revenu solidar")) AND … »."""
    return _fts(criteres, "titre resume classement texte")


def en_fts_des_titres(criteres):
    return '"t="' if criteres.requete.souple else _fts(criteres, "titre")


def _ts(criteres, suite, prefixe=""):
    parties = []
    if requete := criteres.requete:
        unites = (
            " | ".join(
                f"({suite.join(_cite(prefixe + racine) for racine in locution)})"
                for locution in unite
            )
            for unite in requete.unites
        )
        liant = " | " if requete.souple else " & "
        parties.append(f"({liant.join(f'({unite})' for unite in unites)})")
    for marques in criteres.groupes:
        choix = (f"{_cite(m.rstrip('*'))}{':*' * m.endswith('*')}" for m in marques)
        parties.append(f"({' | '.join(choix)})")
    return " & ".join(parties)


def _fts(criteres, champs):
    parties = []
    if requete := criteres.requete:
        unites = (
            " OR ".join(f'"{" ".join(locution)}"' for locution in unite)
            for unite in requete.unites
        )
        liant = " OR " if requete.souple else " AND "
        parties.append(f"{{{champs}}} : ({liant.join(f'({unite})' for unite in unites)})")
    for marques in criteres.groupes:
        choix = (
            f'"{m.rstrip("*").replace(chr(34), chr(34) * 2)}"{" *" * m.endswith("*")}'
            for m in marques
        )
        parties.append(f"{{marques}} : ({' OR '.join(choix)})")
    return " AND ".join(f"({partie})" for partie in parties)


def _cite(mot):
    return "'" + mot.replace("\\", "\\\\").replace("'", "''") + "'"


def _plan():
    return "" if connection.vendor == "sqlite" else _SANS_PARCOURS


def _condition(criteres):
    if not criteres.plein_texte:
        if not criteres.types:
            return "TRUE", []
        return f"type IN ({', '.join(['%s'] * len(criteres.types))})", [*criteres.types]
    if connection.vendor == "sqlite":
        trouvees = "SELECT rowid FROM recherche_fts WHERE recherche_fts MATCH %s"
        return f"id IN ({trouvees})", [en_fts(criteres)]
    return "vecteur @@ %s::tsquery", [en_tsquery(criteres)]


_CLASSER_POSTGRESQL = f"""
WITH candidates AS (
    (SELECT id, 2 AS etage FROM recherche_entree WHERE vecteur @@ %s::tsquery
     LIMIT {PLAFOND_DES_TITRES})
    UNION ALL
    (SELECT id, 1 FROM recherche_entree WHERE vecteur @@ %s::tsquery LIMIT {PLAFOND_DES_TITRES})
    UNION ALL
    (SELECT id, 0 FROM recherche_entree WHERE vecteur @@ %s::tsquery LIMIT {PLAFOND})
), classees AS (
    SELECT id, MAX(etage) AS etage FROM candidates GROUP BY id
)
SELECT e.id FROM classees AS c JOIN recherche_entree AS e ON e.id = c.id
WHERE e.visible_de <= %s AND (e.visible_jusqu_a IS NULL OR e.visible_jusqu_a > %s)
ORDER BY c.etage DESC, ts_rank('{POIDS_TS}', e.vecteur, %s::tsquery, 1) DESC,
         e.visible_de DESC, e.id DESC
LIMIT %s OFFSET %s
"""  # noqa: S608  # nothing but the numbers above
# The planner does not know what reading a long `vecteur` costs: for a common word it would read the
# whole table rather than the index. In the same statement, hence in the same transaction.
_SANS_PARCOURS = "SET LOCAL enable_seqscan = off; "
_BM25 = f"bm25(recherche_fts, {', '.join(map(str, POIDS))})"
_CLASSER_SQLITE = f"""
WITH titres AS MATERIALIZED (
    SELECT rowid AS id, 0 AS etage, {_BM25} AS rang FROM recherche_fts
    WHERE recherche_fts MATCH %s LIMIT {PLAFOND_DES_TITRES}
), exacts AS MATERIALIZED (
    SELECT rowid AS id FROM recherche_fts WHERE recherche_fts MATCH %s LIMIT {PLAFOND_DES_TITRES}
), pages AS MATERIALIZED (
    SELECT rowid AS id, 1 AS etage, {_BM25} AS rang FROM recherche_fts
    WHERE recherche_fts MATCH %s LIMIT {PLAFOND}
), candidates AS (
    SELECT * FROM titres UNION ALL SELECT * FROM pages WHERE id NOT IN (SELECT id FROM titres)
)
SELECT e.id FROM candidates AS c JOIN recherche_entree AS e ON e.id = c.id
WHERE e.visible_de <= %s AND (e.visible_jusqu_a IS NULL OR e.visible_jusqu_a > %s)
ORDER BY c.etage, c.etage = 1 OR c.id NOT IN (SELECT id FROM exacts), c.rang, e.visible_de DESC, e.id DESC
LIMIT %s OFFSET %s
"""  # noqa: S608
