"""The engine on PostgreSQL: the words of an entry are a `tsvector` in its row, written here, under GIN."""

from recherche.criteres import (
    PLAFOND,
    PLAFOND_DES_TITRES,
    Criteres,
    marques_des_blocs,
)
from recherche.sql import lues

# Places of words: a locution never spans two fields. PostgreSQL counts no further than 16383.
ECART = 20
PLACES = 16383
LETTRES = "ABCD"
POIDS = "{0.08, 0.25, 0.4, 1.0}"  # as those of SQLite, for `ts_rank`: text first, shares of one

# The planner does not know what reading a long `vecteur` costs: for a common word it would read the
# table or another index rather than this one. Nor that a block is only read when those before it did
# not give enough: processes side by side would read them all. In the same statement, hence in the
# same transaction.
REGLAGES = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; "
    "SET LOCAL max_parallel_workers_per_gather = 0; "
)
JOINDRE = "string_agg"
_COLONNES = "id, visible_de, vecteur"


def correspond(vecteur, criteres):
    """The condition that an entry, its `vecteur` named in SQL, meets the criteria."""
    return f"{vecteur} @@ %s::tsquery", [_ts(criteres)]


def conditions(criteres):
    return _par_blocs(_ts(criteres), criteres.blocs)


def classer(criteres, formes, compte):
    """The keys, the best first, to be cut: see `moteur.classer`."""
    titres = "'t='" if criteres.requete.souple else _ts(criteres, " & ", "t=")
    exacts = f"{titres} & {_ts(Criteres(marques=formes))}" if formes else titres
    rang = _ts(Criteres(criteres.requete))
    if compte and not compte.plafonne:
        # All are known: their titles are looked at where they are.
        return f"WITH candidates AS ({_CONNUES}) {_RANGER}", [exacts, titres, compte.pks, rang]
    connus, des_titres = lues(_COLONNES, _par_blocs(titres, criteres.blocs), PLAFOND_DES_TITRES)
    autres, des_exacts = lues(_COLONNES, _par_blocs(exacts, criteres.blocs), PLAFOND_DES_TITRES)
    if compte:
        pages, des_pages = _PAGES, [compte.pks]
    else:
        pages, des_pages = lues(_COLONNES, conditions(criteres), PLAFOND)
    candidates = f"""
        SELECT *, CASE WHEN vecteur @@ %s::tsquery THEN 2 ELSE 1 END AS etage FROM titres
        UNION ALL
        SELECT *, 2 FROM ({autres}) AS exacts
        WHERE (SELECT COUNT(*) FROM titres) >= {PLAFOND_DES_TITRES}
        UNION ALL
        SELECT *, 0 FROM ({pages}) AS pages
    """  # noqa: S608  # our own words
    sql = f"WITH titres AS MATERIALIZED ({connus}), candidates AS ({candidates}) {_RANGER}"
    return sql, [*des_titres, exacts, *des_exacts, *des_pages, rang]


def ecrire(curseur, lot):
    for pk, mots in lot:
        curseur.execute(
            "UPDATE recherche_entree SET vecteur = %s::tsvector WHERE id = %s",
            [en_tsvector(pk, mots), pk],
        )


def oublier(curseur, pks):
    """The words are in the rows: they go with them."""


def en_tsvector(pk, mots):
    """« 'revenu':1A 'bas':2A … 'theme=sante' … 'tranche0=30' »: the words of an entry and its blocks."""
    places, place = {}, 1
    for lettre, champ in zip(LETTRES, mots.champs, strict=True):
        for racine in champ:
            if place <= PLACES:
                places.setdefault(racine, []).append(f"{place}{lettre}")
            place += 1
        place += ECART
    marques = dict.fromkeys([*mots.marques, *marques_des_blocs(pk)])
    return " ".join(
        [f"{_cite(mot)}:{','.join(ou[:255])}" for mot, ou in places.items()]
        + [_cite(marque) for marque in marques]
    )


def _par_blocs(tsquery, blocs):
    """What meets a tsquery, block by block."""
    seule = "vecteur @@ %s::tsquery"
    if not blocs:
        return [(seule, [tsquery])]
    # Two conditions, each of which skips in the index what the other has not: one tsquery of both
    # would read its rarest word in all the blocks for each of them.
    return [(f"{seule} AND {seule}", [tsquery, _cite(bloc)]) for bloc in blocs]


def _ts(criteres, suite=" <-> ", prefixe=""):
    """« (('rsa') | ('revenu' <-> 'solidar')) & ('theme=sante' | 'theme=travail') »."""
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


def _cite(mot):
    return "'" + mot.replace("\\", "\\\\").replace("'", "''") + "'"


_PAGES = f"SELECT {_COLONNES} FROM recherche_entree WHERE id = ANY(%s)"  # noqa: S608  # our own words
_CONNUES = f"""
    SELECT *, CASE WHEN vecteur @@ %s::tsquery THEN 2 WHEN vecteur @@ %s::tsquery THEN 1 ELSE 0 END
        AS etage
    FROM ({_PAGES}) AS pages
"""  # noqa: S608  # idem
_RANGER = f"""
SELECT id FROM (
    SELECT DISTINCT ON (id) * FROM candidates ORDER BY id, etage DESC
) AS distinctes
ORDER BY etage DESC, ts_rank('{POIDS}', vecteur, %s::tsquery, 1) DESC, visible_de DESC, id DESC
"""  # noqa: S608  # idem
