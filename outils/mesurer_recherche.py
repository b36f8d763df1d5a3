"""How long the search takes on made-up corpora: `make bench`, not a test.

For each database and each size, a process of its own fills an empty base with « Initiatives de
démonstration » (outils/corpus_de_mesure.py), then asks the same two hundred pages in a fixed mixed
order: once to warm up, then three times; the best of the three counts, so that a busy neighbour does
not. A page is what a reader waits for, without the network: the view, its queries, its template. The
report goes to the terminal and to var/.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from outils import corpus_de_mesure as corpus
from outils.postgres_ephemere import serveur

RACINE = Path(__file__).resolve().parent.parent
RAPPORT = RACINE / "var" / "mesures-recherche.md"
PASSAGES = 3
LOT = 2000
LISTE, PARTOUT = "/fabrique/initiatives/", "/recherche/"
SUGGESTIONS = "/recherche/suggestions.json"


def requetes():
    """[(kind, address)] of two hundred pages, mixed; the same each time."""
    hasard = random.Random(corpus.GRAINE)  # noqa: S311  # nothing secret: the same each time
    mots = corpus.vocabulaire()
    courants, moyens, rares = mots[:60], mots[200:2000], mots[20_000:]
    themes, annees = corpus.THEMES[:8], [str(annee) for annee in corpus.ANNEES[-6:]]
    departements = corpus.DEPARTEMENTS[:30]

    def une(choix):
        return hasard.choice(choix)

    def faute(mot):
        place = hasard.randrange(2, len(mot) - 2)
        return mot[:place] + mot[place + 1] + mot[place] + mot[place + 2 :]

    longs = [mot for mot in moyens if len(mot) > 7]
    sortes = {
        "mot rare": (25, PARTOUT, lambda: {"q": une(rares)}),
        "mot courant": (25, PARTOUT, lambda: {"q": une(courants)}),
        "deux mots": (25, PARTOUT, lambda: {"q": f"{une(courants)} {une(moyens)}"}),
        "mot et une facette": (25, LISTE, lambda: {"q": une(courants), "theme": une(themes)}),
        "mot et trois facettes": (
            25,
            LISTE,
            lambda: {
                "q": une(courants),
                "theme": une(themes),
                "nature": une(corpus.NATURES[:2]),
                "annee": une(annees),
            },
        ),
        "facettes seules": (
            25,
            LISTE,
            lambda: {"theme": une(themes), "departement": une(departements)},
        ),
        "liste seule": (10, LISTE, lambda: {"page": hasard.randint(1, 5)}),
        "faute de frappe": (25, PARTOUT, lambda: {"q": faute(une(longs))}),
        "début de mot": (15, SUGGESTIONS, lambda: {"q": une(longs)[:4]}),
    }
    toutes = [
        (sorte, f"{page}?{urlencode(demande())}")
        for sorte, (nombre, page, demande) in sortes.items()
        for _ in range(nombre)
    ]
    hasard.shuffle(toutes)
    return toutes


# In the process of one base: Django is there.


def remplir(nombre):
    """Fill the empty base with `nombre` initiatives, in the tables and in the index."""
    from django.db import connection  # optional: only where there is a base to measure

    from recherche import vocabulaire  # optional: idem
    from recherche.analyse import plier  # optional: idem

    postgresql = connection.vendor == "postgresql"
    territoires = _territoires(nombre)
    with connection.cursor() as curseur:
        if postgresql:
            # Built once at the end: ten times quicker.
            curseur.execute("DROP INDEX recherche_entree_vecteur")
        fiches = enumerate(corpus.corpus(nombre), start=1)
        while lot := list(islice(fiches, LOT)):
            _ecrire(curseur, lot, territoires)
            print(f"\r{lot[-1][0]} / {nombre}", end="", file=sys.stderr)
        formes = corpus.vocabulaire()
        for debut in range(0, len(formes), LOT):
            vocabulaire.apprendre({plier(f)[:40]: f for f in formes[debut : debut + LOT]})
        if postgresql:
            curseur.execute(
                "CREATE INDEX recherche_entree_vecteur ON recherche_entree USING gin (vecteur)"
            )
            # What the autovacuum of a server does by itself.
            curseur.execute("VACUUM ANALYZE")


def _territoires(nombre):
    """{code: key} of the départements; writes the values of every facet of so many entries."""
    from recherche.criteres import tranche  # optional: see remplir
    from recherche.models import TRANCHE, Valeur  # optional: see remplir
    from territoires.models import Territoire  # optional: see remplir

    Territoire.objects.bulk_create(
        Territoire(
            nature=Territoire.Nature.DEPARTEMENT,
            code=code,
            nom=f"Département {code}",
            nom_replie=f"departement {code}",
            slug=f"departement-{code.lower()}",
        )
        for code in corpus.DEPARTEMENTS
    )
    valeurs = {
        "type": ["initiative"],
        "theme": corpus.THEMES,
        "region": corpus.REGIONS,
        "departement": corpus.DEPARTEMENTS,
        "nature": corpus.NATURES,
        "stade": corpus.STADES,
        "preuve": corpus.PREUVES,
        "public": corpus.PUBLICS,
        "cout": corpus.COUTS,
        "reprise": ["oui", "non"],
        "annee": [str(annee) for annee in corpus.ANNEES],
        TRANCHE: [str(numero) for numero in range(tranche(nombre) + 1)],
    }
    Valeur.objects.bulk_create(
        Valeur(facette=facette, valeur=valeur, libelle=valeur, rang=rang)
        for facette, choix in valeurs.items()
        for rang, valeur in enumerate(choix)
    )
    return dict(Territoire.objects.values_list("code", "pk"))


def _ecrire(curseur, lot, territoires):
    """The initiatives and the entries of a lot: [(key, made-up initiative)]."""
    from django.db import connection  # optional: see remplir

    from fabrique.models import Initiative  # optional: see remplir
    from recherche import moteur, postgresql  # optional: see remplir
    from recherche.models import Entree  # optional: see remplir
    from solidaires.publication import Etat  # optional: see remplir
    from solidaires.texte import replier  # optional: see remplir

    initiatives, entrees, mots = [], [], []
    for cle, fiche in lot:
        facettes = fiche["facettes"]
        marques = ["type=initiative"]
        marques += [
            f"{nom}={valeur}" for nom, valeurs in facettes.items() for valeur in valeurs
        ]
        initiatives.append(
            Initiative(
                pk=cle,
                titre=fiche["titre"],
                slug=f"initiative-{cle}",
                chapo=fiche["chapo"],
                presentation=fiche["texte"],
                nature=facettes["nature"][0],
                stade=facettes["stade"][0],
                preuve=facettes["preuve"][0],
                annee=fiche["annee"],
                etat=Etat.PUBLIEE,
                published_at=fiche["publiee_le"],
                territoire_id=territoires[facettes["departement"][0]],
            )
        )
        entrees.append(
            Entree(
                pk=cle,
                type="initiative",
                objet_pk=cle,
                titre=fiche["titre"],
                titre_plie=replier(fiche["titre"]),
                texte=f"{fiche['chapo']} {fiche['texte']}",
                url=f"/fabrique/initiatives/initiative-{cle}/",
                annee=fiche["annee"],
                poids=fiche["nombre_reprises"],
                facettes=" ".join(marques),
                visible_de=fiche["publiee_le"],
                empreinte=str(cle),
            )
        )
        mots.append((cle, _mots(fiche, marques)))
    _inserer(curseur, initiatives)
    if connection.vendor == "postgresql":
        _inserer(curseur, entrees, vecteur=[postgresql.en_tsvector(*paire) for paire in mots])
    else:
        _inserer(curseur, entrees)
        moteur.ecrire_toutes(mots)


def _mots(fiche, marques):
    """What the index keeps of a plain text, as `recherche.index` does of a page."""
    from recherche.analyse import analyser, decouper  # optional: see remplir
    from recherche.criteres import Mots  # optional: see remplir

    titre = analyser(fiche["titre"])
    return Mots(
        champs=(
            titre,
            analyser(fiche["chapo"]),
            analyser(" ".join(fiche["facettes"]["theme"])),
            analyser(fiche["texte"]),
        ),
        marques=[
            *marques,
            *dict.fromkeys(f"t={racine}" for racine in titre),
            *dict.fromkeys(f"m={mot.forme}" for mot in decouper(fiche["titre"])),
        ],
    )


def _inserer(curseur, objets, **de_plus):
    """Insert rows the quickest way; `de_plus`: {column that is no field: its values}."""
    from django.db import connection  # optional: see remplir

    champs = objets[0]._meta.concrete_fields
    table = objets[0]._meta.db_table
    colonnes = [*(champ.column for champ in champs), *de_plus]
    lignes = [
        [champ.get_db_prep_save(champ.pre_save(objet, True), connection) for champ in champs]
        for objet in objets
    ]
    lignes = [
        [*ligne, *autres] for ligne, *autres in zip(lignes, *de_plus.values(), strict=True)
    ]
    if connection.vendor == "postgresql":
        flux = StringIO("".join("\t".join(map(_pour_copy, ligne)) + "\n" for ligne in lignes))
        curseur.copy_expert(f"COPY {table} ({', '.join(colonnes)}) FROM STDIN", flux)
    else:
        places = ", ".join(["%s"] * len(colonnes))
        curseur.executemany(
            f"INSERT INTO {table} ({', '.join(colonnes)}) VALUES ({places})",  # noqa: S608  # our own names
            lignes,
        )


def _pour_copy(valeur):
    if valeur is None:
        return r"\N"
    texte = str(valeur).replace("\\", r"\\")
    return texte.replace("\t", r"\t").replace("\n", r"\n")


def demander(client, adresse):
    """(milliseconds for the page, those of its statements, number of queries).

    SQLite finds most rows while they are read, after its statement: the page tells more.
    """
    from django.db import connection  # optional: see remplir

    releve = [0.0, 0]

    def chronometrer(executer, *arguments):
        debut = time.perf_counter()
        try:
            return executer(*arguments)
        finally:
            releve[0] += time.perf_counter() - debut
            releve[1] += 1

    with connection.execute_wrapper(chronometrer):
        debut = time.perf_counter()
        reponse = client.get(adresse)
        duree = time.perf_counter() - debut
    if reponse.status_code != 200:
        raise SystemExit(f"{adresse} : {reponse.status_code}")
    return duree * 1000, releve[0] * 1000, releve[1]


def mesurer(nombre):
    """Everything about one base, as plain values: sizes, durations by kind of request."""
    import django  # optional: see remplir

    django.setup()
    from django.core.management import call_command  # optional: see remplir
    from django.db import connection  # optional: see remplir
    from django.test import Client  # optional: see remplir

    call_command("migrate", verbosity=0)
    debut = time.perf_counter()
    remplir(nombre)
    rempli = time.perf_counter() - debut
    client, demandes = Client(), requetes()
    for _, adresse in demandes:
        demander(client, adresse)
    passages = [[demander(client, adresse) for _, adresse in demandes] for _ in range(PASSAGES)]
    releves = [
        (sorte, adresse, *min(essais))
        for (sorte, adresse), *essais in zip(demandes, *passages, strict=True)
    ]
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            curseur.execute("SELECT version(), pg_database_size(current_database())")
        else:
            curseur.execute(
                "SELECT sqlite_version(), page_count * page_size"
                " FROM pragma_page_count, pragma_page_size"
            )
        version, taille = curseur.fetchone()
    return {
        "base": connection.display_name,
        "version": " ".join(version.split()[:2]),
        "nombre": nombre,
        "remplissage_s": rempli,
        "taille_mo": taille / 1e6,
        "releves": releves,
    }


# In the process that makes the report.


def _centile(valeurs, centieme):
    return statistics.quantiles(valeurs, n=100, method="inclusive")[centieme - 1]


def rapport(mesures):
    """The report in Markdown: the machine, then a table for each base."""
    lignes = ["# Mesures de la recherche", "", f"- Machine : {_machine()}"]
    lignes.append(
        f"- Python {platform.python_version()} ; {len(requetes())} pages, chacune la meilleure de "
        f"{PASSAGES} fois après une première ; la page entière, sans le réseau."
    )
    for mesure in mesures:
        lignes += [
            "",
            f"## {mesure['base']}, {mesure['nombre']:,} initiatives".replace(",", "\u202f"),
            "",
            "{version} ; base de {taille_mo:.0f} Mo, remplie en {remplissage_s:.0f} s.".format(
                **mesure
            ),
            "",
            "| Demande | p50 (ms) | p95 (ms) | dont base p95 (ms) | Requêtes |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        sortes = list(dict.fromkeys(sorte for sorte, *_ in mesure["releves"]))
        for sorte in [*sorted(sortes), "toutes"]:
            siens = [r for r in mesure["releves"] if sorte in {r[0], "toutes"}]
            durees, en_base = [r[2] for r in siens], [r[3] for r in siens]
            nombres = sorted({r[4] for r in siens})
            lignes.append(
                f"| {sorte} | {statistics.median(durees):.0f} | {_centile(durees, 95):.0f}"
                f" | {_centile(en_base, 95):.0f}"
                f" | {nombres[0]}{f' à {nombres[-1]}' if len(nombres) > 1 else ''} |"
            )
        pires = sorted(mesure["releves"], key=lambda releve: -releve[2])[:3]
        lignes += ["", "Les plus longues :", ""]
        lignes += [f"- {duree:.0f} ms, `{adresse}`" for _, adresse, duree, *_ in pires]
    return "\n".join(lignes) + "\n"


def _machine():
    infos = Path("/proc/cpuinfo")
    modeles = [
        ligne.split(":", 1)[1].strip()
        for ligne in (infos.read_text().splitlines() if infos.exists() else [])
        if ligne.startswith("model name")
    ]
    modele = modeles[0] if modeles else platform.processor()
    return f"{modele}, {os.cpu_count()} cœurs, {platform.system()} {platform.release()}"


@contextmanager
def _base(sorte):
    """DATABASE_URL of an empty base, removed afterwards."""
    if sorte == "postgresql":
        with serveur() as adresse:
            yield adresse
    else:
        with tempfile.TemporaryDirectory() as dossier:
            yield f"sqlite:///{dossier}/mesure.sqlite3"


def main(arguments):
    analyseur = argparse.ArgumentParser(description="Mesure la recherche.")
    analyseur.add_argument("--sqlite", nargs="*", type=int, default=[], metavar="N")
    analyseur.add_argument("--postgresql", nargs="*", type=int, default=[], metavar="N")
    analyseur.add_argument(
        "--ici", type=int, metavar="N", help="dans la base vide de DATABASE_URL"
    )
    options = analyseur.parse_args(arguments)
    if options.ici:
        print(json.dumps(mesurer(options.ici)))
        return 0
    mesures = []
    for sorte in ("sqlite", "postgresql"):
        for nombre in getattr(options, sorte):
            with _base(sorte) as adresse:
                sortie = subprocess.run(
                    [sys.executable, "-m", "outils.mesurer_recherche", "--ici", str(nombre)],
                    env={
                        **os.environ,
                        "DATABASE_URL": adresse,
                        # Production's pages, without its obligations.
                        "DJANGO_SETTINGS_MODULE": "tests.settings",
                    },
                    stdout=subprocess.PIPE,
                    check=True,
                ).stdout
            mesures.append(json.loads(sortie.splitlines()[-1]))
            RAPPORT.parent.mkdir(exist_ok=True)
            RAPPORT.write_text(rapport(mesures), encoding="utf-8")
    print(rapport(mesures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
