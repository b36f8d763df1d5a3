"""Where the words of the entries live: a column on PostgreSQL, a full-text table on SQLite."""

from django.db import migrations

POSTGRESQL = [
    "ALTER TABLE recherche_entree ADD COLUMN vecteur tsvector",
    "CREATE INDEX recherche_entree_vecteur ON recherche_entree USING gin (vecteur)",
    # The planner must know the share of each common word and of each facet's value.
    "ALTER TABLE recherche_entree ALTER COLUMN vecteur SET STATISTICS 1000",
]
SQLITE = [
    """
    CREATE VIRTUAL TABLE recherche_fts USING fts5(
        titre, resume, classement, texte, marques,
        tokenize = "ascii tokenchars '=-_'", prefix = '4 5'
    )
    """
]


def creer(apps, schema_editor):
    for ordre in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(ordre)


def retirer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE recherche_fts")
    else:
        schema_editor.execute("ALTER TABLE recherche_entree DROP COLUMN vecteur")


class Migration(migrations.Migration):
    dependencies = [("recherche", "0001_index")]

    operations = [migrations.RunPython(creer, retirer)]
