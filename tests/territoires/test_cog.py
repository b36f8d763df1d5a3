"""The official geography as a file: what the shipped one holds, what makes another one refused."""

import gzip
from collections import Counter

import pytest

from territoires import cog
from territoires.management.commands.charger_territoires import DONNEES

ENTETE = "nature\tcode\tnom\tregion\tdepartement\tepci\tpopulation"
LIGNES = [
    "region\t75\tNouvelle-Aquitaine\t\t\t\t6000",
    "departement\t33\tGironde\t75\t\t\t5000",
    'epci\t200000001\tCC "Entre  Dunes"\t75\t33\t\t40',
    "commune\t33001\tL'Œil-sur-Leyre\t75\t33\t200000001\t",
]


def contenu(lignes, annonce=None):
    return "\n".join([f"cog\t2026\t{annonce or len(lignes)}", ENTETE, *lignes, ""])


@pytest.fixture(scope="module")
def livre():
    (fichier,) = DONNEES.glob("cog-*.tsv.gz")
    return cog.lire(fichier)


def test_shipped_file_holds_the_whole_geography(livre):
    assert livre.millesime == 2026
    assert Counter(ligne.nature for ligne in livre.lignes) == {
        "region": 18,
        "departement": 101,
        "epci": 1255,
        "commune": 34875,
    }


def test_shipped_file_tells_the_same_population_at_every_level(livre):
    totaux = Counter()
    for ligne in livre.lignes:
        totaux[ligne.nature] += ligne.population
    iles = sum(c.population for c in livre.lignes if c.nature == "commune" and not c.epci)

    assert totaux["region"] == totaux["departement"] == totaux["commune"]
    assert totaux["epci"] == totaux["commune"] - iles


def test_shipped_file_finds_the_metropole_de_lyon_as_an_epci(livre):
    (metropole,) = [ligne for ligne in livre.lignes if ligne.nom == "Métropole de Lyon"]

    assert (metropole.nature, metropole.code) == ("epci", "200046977")
    assert (metropole.region, metropole.departement) == ("84", "69")


def test_analyser_reads_every_nature():
    lu = cog.analyser(contenu(LIGNES))

    assert lu == cog.Cog(
        2026,
        [
            cog.Ligne("region", "75", "Nouvelle-Aquitaine", "", "", "", 6000),
            cog.Ligne("departement", "33", "Gironde", "75", "", "", 5000),
            cog.Ligne("epci", "200000001", "CC «\xa0Entre Dunes\xa0»", "75", "33", "", 40),
            cog.Ligne("commune", "33001", "L’Œil-sur-Leyre", "75", "33", "200000001", None),
        ],
    )


def test_ligne_has_an_address_unique_in_its_nature():
    assert [ligne.slug for ligne in cog.analyser(contenu(LIGNES)).lignes] == [
        "nouvelle-aquitaine",
        "gironde",
        "cc-entre-dunes-200000001",
        "l-oeil-sur-leyre-33001",
    ]


def test_ligne_is_found_without_accents_with_the_apostrophe_of_keyboards():
    assert cog.analyser(contenu(LIGNES)).lignes[3].nom_replie == "l'oeil-sur-leyre"


@pytest.mark.parametrize(
    ("rang", "ligne", "motif"),
    [
        (3, "commune\t33001\tBelin", "ligne 6\xa0: 3 colonnes au lieu de 7"),
        (3, "canton\t3301\tBelin\t\t\t\t", "ligne 6\xa0: nature «\xa0canton\xa0» inconnue"),
        (
            3,
            "commune\t3301\tBelin\t75\t33\t\t",
            "ligne 6\xa0: code «\xa03301\xa0» impossible pour la nature «\xa0commune\xa0»",
        ),
        (
            2,
            "departement\t33\tGironde\t75\t\t\t",
            "ligne 5\xa0: le code «\xa033\xa0» figure déjà plus haut",
        ),
        (
            2,
            "departement\t40\tGironde\t75\t\t\t",
            "ligne 5\xa0: le nom «\xa0Gironde\xa0» figure déjà plus haut",
        ),
        (3, "commune\t33001\t \t75\t33\t\t", "ligne 6\xa0: nom vide"),
        (
            3,
            "commune\t33001\tBelin\t75\t33\t\t1,5",
            "ligne 6\xa0: population «\xa01,5\xa0»\xa0: un nombre entier attendu",
        ),
        (3, "commune\t33001\tBelin\t75\t\t\t", "ligne 6\xa0: departement manquant"),
        (0, "region\t75\tAquitaine\t75\t\t\t", "ligne 3\xa0: region «\xa075\xa0» en trop"),
        (
            3,
            "commune\t33001\tBelin\t75\t33\t200000002\t",
            "ligne 6\xa0: epci «\xa0200000002\xa0» absent des lignes au-dessus",
        ),
    ],
)
def test_analyser_refuses_a_bad_line_and_says_which(rang, ligne, motif):
    lignes = [*LIGNES[:rang], ligne, *LIGNES[rang + 1 :]]

    with pytest.raises(cog.FichierInvalide) as refus:
        cog.analyser(contenu(lignes))

    assert str(refus.value) == motif


@pytest.mark.parametrize(
    ("texte", "motif"),
    [
        ("", "ligne 1\xa0: «\xa0cog\xa0», l’année et le nombre de territoires attendus"),
        (
            "cog\t2026\t0",
            f"ligne 2\xa0: colonnes attendues, {', '.join(cog.COLONNES)}",
        ),
        (contenu(LIGNES, annonce=5), "5 territoires annoncés, 4 lus"),
    ],
)
def test_analyser_refuses_a_file_that_is_not_whole(texte, motif):
    with pytest.raises(cog.FichierInvalide) as refus:
        cog.analyser(texte)

    assert str(refus.value) == motif


@pytest.mark.parametrize(
    "octets",
    [
        b"nature\tcode\n",
        gzip.compress(contenu(LIGNES).encode())[:-20],
        gzip.compress("Gironde é".encode("latin-1")),
    ],
    ids=["plain text", "cut short", "not UTF-8"],
)
def test_lire_refuses_what_is_not_gzipped_text(tmp_path, octets):
    fichier = tmp_path / "cog.tsv.gz"
    fichier.write_bytes(octets)

    with pytest.raises(cog.FichierInvalide) as refus:
        cog.lire(fichier)

    assert str(refus.value) == "ce n’est pas un texte UTF-8 compressé par gzip"
