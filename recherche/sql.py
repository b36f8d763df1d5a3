"""Pieces of SQL that both databases write alike, each a pair: the text, its parameters."""

from django.utils import timezone

VISIBLE = "visible_de <= %s AND (visible_jusqu_a IS NULL OR visible_jusqu_a > %s)"


def lues(colonnes, conditions, plafond, ordre=""):
    """The visible entries that meet one of `conditions` (pairs, apart from one another), `plafond` at
    most. A condition is only read when those before it did not give enough. `ordre`: which come first
    among those of a condition; any without it.
    """
    maintenant = timezone.now()
    fin = f" ORDER BY {ordre} LIMIT {plafond}" if ordre else ""
    sql, parametres = a_la_suite(
        (
            f"SELECT {colonnes} FROM recherche_entree WHERE {condition} AND {VISIBLE}{fin}",  # noqa: S608  # our own words
            [*siens, maintenant, maintenant],
        )
        for condition, siens in conditions
    )
    return f"SELECT * FROM ({sql}) AS lues LIMIT {plafond}", parametres  # noqa: S608  # idem


def a_la_suite(selections):
    """The rows of several selections, in that order."""
    selections = list(selections)
    sql = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS s{rang}"  # noqa: S608  # idem
        for rang, (sql, _) in enumerate(selections)
    )
    return sql, [parametre for _, siens in selections for parametre in siens]
