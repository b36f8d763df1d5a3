"""The engine on SQLite: the words of the entries are in a table of FTS5 (migration 0002)."""

from django.utils import timezone

from recherche.criteres import PLAFOND, PLAFOND_DES_TITRES, Criteres

REGLAGES = ""
JOINDRE = "group_concat"
# What a word is worth in the title, the summary, what classifies, the text (then the marks).
POIDS = (12.0, 5.0, 3.0, 1.0, 0.0)
_TROUVEES = "SELECT rowid FROM recherche_fts WHERE recherche_fts MATCH %s"


def correspond(entree, criteres):
    """The condition that the entry of this key (SQL) meets the criteria."""
    return f"{entree} IN ({_TROUVEES})", [_fts(criteres)]


def conditions(criteres):
    return [correspond("id", criteres)]


def classer(criteres, formes, compte):
    """The keys, the best first, to be cut: see `moteur.classer`."""
    maintenant = timezone.now()
    titres = '"t="' if criteres.requete.souple else _fts(criteres, "titre")
    exacts = _fts(Criteres(marques=formes))
    return _CLASSER, [titres, exacts, _fts(criteres), maintenant, maintenant]


def ecrire(curseur, lot):
    oublier(curseur, [pk for pk, _ in lot])
    curseur.executemany(
        "INSERT INTO recherche_fts (rowid, titre, resume, classement, texte, marques)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [(pk, *map(" ".join, (*mots.champs, mots.marques))) for pk, mots in lot],
    )


def oublier(curseur, pks):
    curseur.executemany("DELETE FROM recherche_fts WHERE rowid = %s", [(pk,) for pk in pks])


def _fts(criteres, champs="titre resume classement texte"):
    """« {titre resume classement texte} : (("rsa" OR "revenu solidar")) AND … »."""
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


_BM25 = f"bm25(recherche_fts, {', '.join(map(str, POIDS))})"
_CLASSER = f"""
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
"""  # noqa: S608  # nothing but the numbers above
