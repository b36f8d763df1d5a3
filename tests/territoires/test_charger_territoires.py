"""Loading the geography: the first time, again, the year after, and from a bad file."""

import gzip
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from territoires.models import Adhesion, Territoire
from tests.factories import make_adhesion

REGION = "region\t75\tNouvelle-Aquitaine\t\t\t\t6000"
DEPARTEMENT = "departement\t33\tGironde\t75\t\t\t5000"
EPCI = "epci\t200000001\tCC des Dunes\t75\t33\t\t1500"
BELIN = "commune\t33042\tBelin\t75\t33\t200000001\t900"
BELIET = "commune\t33041\tBéliet\t75\t33\t200000001\t600"
LIGNES = [REGION, DEPARTEMENT, EPCI, BELIN, BELIET]


@pytest.fixture
def charger(db, tmp_path):
    """Write a file of `annee` with these lines and load it; returns what the command printed."""

    def charger(*lignes, annee=2026):
        entete = "nature\tcode\tnom\tregion\tdepartement\tepci\tpopulation"
        contenu = "\n".join([f"cog\t{annee}\t{len(lignes)}", entete, *lignes, ""])
        fichier = tmp_path / f"cog-{annee}.tsv.gz"
        fichier.write_bytes(gzip.compress(contenu.encode()))
        sortie = io.StringIO()
        call_command("charger_territoires", fichier=fichier, stdout=sortie)
        return sortie.getvalue().replace("\xa0", " ")

    return charger


def territoire(code):
    return Territoire.objects.get(code=code)


def test_charger_territoires_stores_each_territory_with_its_parents(charger):
    sortie = charger(*LIGNES)

    belin = territoire("33042")
    assert sortie == (
        "Code officiel géographique 2026 : 5 créés, 0 mis à jour, 0 sortis, 0 inchangés.\n"
    )
    assert (belin.nom, belin.nom_replie, belin.slug) == ("Belin", "belin", "belin-33042")
    assert (belin.nature, belin.population, belin.date_fin) == ("commune", 900, None)
    assert [belin.region.code, belin.departement.code, belin.epci.code] == [
        "75",
        "33",
        "200000001",
    ]


def test_charger_territoires_counts_the_communes_of_each_larger_territory(charger):
    charger(*LIGNES)
    avant = [
        (t.code, t.nombre_communes, t.population_commune_max)
        for t in Territoire.objects.order_by("code")
    ]

    charger(REGION, DEPARTEMENT, EPCI, BELIET, annee=2027)

    assert avant == [
        ("200000001", 2, 900),
        ("33", 2, 900),
        ("33041", None, None),
        ("33042", None, None),
        ("75", 2, 900),
    ]
    assert (territoire("33").nombre_communes, territoire("33").population_commune_max) == (
        1,
        600,
    )


def test_charger_territoires_twice_changes_nothing_and_says_so(charger):
    charger(*LIGNES)
    avant = list(Territoire.objects.order_by("pk").values())

    sortie = charger(*LIGNES)

    assert list(Territoire.objects.order_by("pk").values()) == avant
    assert sortie == (
        "Code officiel géographique 2026 : 0 créés, 0 mis à jour, 0 sortis, 5 inchangés. "
        "Rien n’a changé.\n"
    )


def test_charger_territoires_keeps_the_key_of_what_changed(charger):
    charger(*LIGNES)
    cle = territoire("33042").pk

    sortie = charger(
        REGION,
        DEPARTEMENT,
        EPCI,
        BELIET,
        "commune\t33042\tBelin-Béliet\t75\t33\t\t1000",
        annee=2027,
    )

    belin = territoire("33042")
    assert sortie == (
        "Code officiel géographique 2027 : 0 créés, 4 mis à jour, 0 sortis, 1 inchangés.\n"
    )
    assert (belin.pk, belin.nom, belin.epci, belin.population) == (
        cle,
        "Belin-Béliet",
        None,
        1000,
    )


def test_charger_territoires_closes_what_left_the_cog_and_keeps_what_refers_to_it(charger):
    charger(*LIGNES)
    beliet = territoire("33041")
    make_adhesion(beliet)

    sortie = charger(REGION, DEPARTEMENT, EPCI, BELIN, annee=2027)

    assert sortie == (
        "Code officiel géographique 2027 : 0 créés, 3 mis à jour, 1 sortis, 1 inchangés.\n"
    )
    assert Adhesion.objects.get().territoire == beliet
    assert territoire("33041").pk == beliet.pk
    assert territoire("33041").date_fin == date(2027, 1, 1)
    assert list(Territoire.objects.current().filter(nature="commune")) == [territoire("33042")]


def test_charger_territoires_leaves_an_old_closing_date_alone(charger):
    charger(*LIGNES)
    charger(REGION, DEPARTEMENT, EPCI, BELIN, annee=2027)

    sortie = charger(REGION, DEPARTEMENT, EPCI, BELIN, annee=2028)

    assert territoire("33041").date_fin == date(2027, 1, 1)
    assert sortie.endswith("0 sortis, 4 inchangés. Rien n’a changé.\n")


def test_charger_territoires_reopens_a_code_that_comes_back(charger):
    charger(*LIGNES)
    cle = territoire("33041").pk
    charger(REGION, DEPARTEMENT, EPCI, BELIN, annee=2027)

    sortie = charger(*LIGNES, annee=2028)

    assert (territoire("33041").pk, territoire("33041").date_fin) == (cle, None)
    assert sortie == (
        "Code officiel géographique 2028 : 0 créés, 4 mis à jour, 0 sortis, 1 inchangés.\n"
    )


def test_charger_territoires_writes_nothing_from_a_bad_file(charger):
    charger(*LIGNES)
    avant = list(Territoire.objects.order_by("pk").values())

    with pytest.raises(CommandError) as refus:
        charger(REGION, "departement\t33\tAutre nom\t75\t\t\t", "commune\t33042\t\t75\t33\t\t")

    assert str(refus.value).endswith(
        "cog-2026.tsv.gz\xa0: ligne 5\xa0: nom vide. Rien n’a été chargé."
    )
    assert list(Territoire.objects.order_by("pk").values()) == avant


def test_charger_territoires_refuses_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match=r"\xa0: fichier illisible\. Rien n’a été chargé\.$"):
        call_command("charger_territoires", fichier=tmp_path / "absent.tsv.gz")

    assert not Territoire.objects.exists()
