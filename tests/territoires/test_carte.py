"""The map: which shapes are links, how they are named, and what the page weighs with all of them."""

import gzip
import re

import pytest
from django.template.loader import render_to_string

from territoires import carte, cog
from territoires.management.commands.charger_territoires import DONNEES

GIRONDE = ("33", "Gironde", "/territoires/departement/gironde/", 8, True)
LANDES = ("40", "Landes", "/territoires/departement/landes/", 1, False)
NIEVRE = ("58", "Nièvre", "", 0, False)


def departements():
    """The 101 of the shipped geography."""
    (fichier,) = DONNEES.glob("cog-*.tsv.gz")
    return [ligne for ligne in cog.lire(fichier).lignes if ligne.nature == "departement"]


def afficher(*rangees):
    return render_to_string("territoires/_carte.html", {"carte": carte.construire(rangees)})


def dessin(html):
    return html[html.index("<svg") : html.index("</svg>")]


def test_carte_links_exactly_the_departements_given_an_address():
    html = dessin(afficher(GIRONDE, LANDES, NIEVRE))

    assert re.findall(
        r'<a class="[^"]*__(\w+)" href="([^"]*)"><title>([^<]*)</title>', html
    ) == [
        (
            "membre",
            "/territoires/departement/gironde/",
            "Gironde (33), territoire membre, 8 initiatives",
        ),
        ("autre", "/territoires/departement/landes/", "Landes (40), 1 initiative"),
    ]
    assert "Nièvre" not in html


def test_carte_hides_the_other_shapes_from_assistive_technology():
    html = dessin(afficher(GIRONDE))
    inertes = html[html.index('<g aria-hidden="true">') : html.index("</g>")]

    # The 100 other départements, and the four of the Paris area small at their place.
    assert inertes.count("<path") == 104
    assert html.count("<path") == 105


def test_carte_draws_the_101_departements_of_the_geography():
    lignes = departements()
    tous = carte.construire((d.code, d.nom, f"/{d.code}/", 0, False) for d in lignes)

    assert [forme.url for forme in tous.liens] == [f"/{d.code}/" for d in lignes]
    assert len(tous.inertes) == 4


def test_carte_colours_a_member_that_leads_nowhere():
    sans_lien = carte.construire([("75", "Paris", "", 0, True)])

    assert [forme.est_membre for forme in sans_lien.inertes].count(True) == 2
    assert sans_lien.liens == []


def test_carte_leaves_out_a_code_without_a_shape():
    assert carte.construire([("975", "Saint-Pierre-et-Miquelon", "/975/", 1, True)]).liens == []


@pytest.mark.parametrize(
    ("nombre", "est_membre", "libelle"),
    [
        (0, True, "Gironde (33), territoire membre, aucune initiative"),
        (1, False, "Gironde (33), 1 initiative"),
        (2, False, "Gironde (33), 2 initiatives"),
    ],
)
def test_carte_names_each_link(nombre, est_membre, libelle):
    (lien,) = carte.construire([("33", "Gironde", "/", nombre, est_membre)]).liens

    assert lien.libelle == libelle


@pytest.mark.parametrize(
    ("rangees", "legende"),
    [
        ([], []),
        ([GIRONDE], ["Territoire membre"]),
        ([LANDES], ["Autre territoire avec des initiatives"]),
        ([GIRONDE, LANDES], ["Territoire membre", "Autre territoire avec des initiatives"]),
    ],
)
def test_carte_explains_only_the_colours_it_uses(rangees, legende):
    assert re.findall(r'<span class="[^"]*__cle[^"]*">([^<]*)<', afficher(*rangees)) == legende


def test_carte_gives_the_credit_that_its_licence_asks_for():
    html = afficher()

    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', html) == [
        ("https://github.com/VictorCazanave/svg-maps", "Victor Cazanave"),
        ("https://mapsvg.com/maps/france-departments", "MapSVG"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
    ]


def test_carte_stays_light_with_every_departement_a_member():
    lignes = departements()
    html = afficher(
        *((d.code, d.nom, f"/territoires/departement/{d.slug}/", 12, True) for d in lignes)
    ).encode()

    assert len(html) <= 45_000
    assert len(gzip.compress(html)) <= 16_000


@pytest.mark.parametrize(
    ("nombres", "paliers"),
    [
        ([0, 0], []),
        ([1, 1], ["1 initiative"]),
        ([1, 2], ["1 initiative", "2 initiatives"]),
        ([1, 4, 8], ["1 à 3 initiatives", "4 à 6 initiatives", "7 ou 8 initiatives"]),
        ([1, 300], ["1 à 100 initiatives", "101 à 200 initiatives", "201 à 300 initiatives"]),
    ],
)
def test_numbers_are_told_by_three_darknesses_at_most(nombres, paliers):
    codes = ["33", "40", "64"]
    rangees = [(c, c, f"/{c}/", n, True) for c, n in zip(codes, nombres, strict=False)]

    dessin = carte.construire(rangees, par_nombre=True)

    assert [mots for _, mots in dessin.paliers] == paliers
    attendus = [sum(n >= int(m.split()[0]) for m in paliers) for n in nombres]
    assert [forme.palier for forme in dessin.liens] == attendus
    html = render_to_string("territoires/_carte.html", {"carte": dessin})
    assert all(mots in html for mots in paliers)
    assert "Territoire membre</span>" not in html or not paliers
