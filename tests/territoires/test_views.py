"""The members on their map and in words, and the page of one territory."""

from datetime import date

import pytest

from territoires.models import Territoire
from tests.factories import (
    ETATS_CACHES,
    make_adhesion,
    make_chantier,
    make_citation,
    make_idee,
    make_initiative,
    make_journees,
    make_lien,
    make_personne,
    make_reprise,
    make_seance,
    make_territoire,
    make_theme,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

LISTE = "/territoires/"
EPCI = Territoire.Nature.EPCI
REGION = Territoire.Nature.REGION


def _html(client, territoire):
    return client.get(territoire.get_absolute_url()).content.decode()


# The list and its map


def test_list_says_the_members_then_the_others_nature_by_nature(client, today):
    make_adhesion(make_territoire("33", "Gironde"), role="initiateur", annee_attestee=2021)
    make_adhesion(make_territoire("01", "Ain"), date_debut=date(2020, 1, 1))
    make_adhesion(make_territoire("200046977", "Métropole de Lyon", EPCI), annee_attestee=2021)
    make_adhesion(make_territoire("58", "Nièvre"), date_fin=date(2022, 1, 1))
    make_territoire("02", "Aisne")
    for rang in range(2):
        make_initiative(f"Initiative {rang}", territoire=make_territoire("34", "Hérault"))
    make_initiative("Ailleurs", territoire=make_territoire("247800584", "Rambouillet", EPCI))
    make_initiative(
        "Cachée", territoire=make_territoire("11", "Aude"), etat="brouillon", published_at=None
    )

    page = mots(client.get(LISTE).content.decode())

    assert page.endswith(
        "3 territoires membres « Cité en » donne l’année de la source qui nomme le territoire : "
        "la date de son adhésion n’est pas connue. "
        "Départements Ain (01) membre depuis 2020, aucune initiative "
        "Gironde (33) initiateur, cité en 2021, aucune initiative "
        "Intercommunalités Métropole de Lyon membre, cité en 2021, aucune initiative "
        "Autres territoires avec une initiative Départements Hérault (34) 2 initiatives "
        "Intercommunalités Rambouillet 1 initiative"
    )


def test_dated_memberships_need_no_explanation(client):
    make_adhesion(date_debut=date(2020, 1, 1), annee_attestee=2021)

    page = mots(client.get(LISTE).content.decode())

    assert page.endswith(
        "1 territoire membre Départements Gironde (33) membre depuis 2020, aucune initiative"
    )


def test_map_links_what_the_list_says(client):
    make_adhesion(make_territoire("33", "Gironde"))
    make_territoire("01", "Ain")
    make_initiative(territoire=make_territoire("34", "Hérault"))

    reponse = client.get(LISTE)

    assert [(f.libelle, f.url) for f in reponse.context["carte"].liens] == [
        (
            "Gironde (33), territoire membre, aucune initiative",
            "/territoires/departement/gironde/",
        ),
        ("Hérault (34), 1 initiative", "/territoires/departement/herault/"),
    ]
    assert liens(reponse.content.decode()).count("/territoires/departement/herault/") == 2


def test_an_empty_list_says_so(client):
    page = mots(client.get(LISTE).content.decode())

    assert page.endswith("0 territoire membre Aucune adhésion n’est enregistrée.")


# One territory


def test_page_says_where_it_stands_and_what_is_not_known(client):
    aquitaine = make_territoire("75", "Nouvelle-Aquitaine", REGION)
    gironde = make_territoire("33", "Gironde", region=aquitaine, population=1_690_493)
    metropole = make_territoire("243300316", "Bordeaux Métropole", EPCI, departement=gironde)
    bordeaux = make_territoire(
        "33063",
        "Bordeaux",
        "commune",
        region=aquitaine,
        departement=gironde,
        epci=metropole,
        date_fin=date(2026, 1, 1),
    )

    html = _html(client, bordeaux)

    assert mots(html) == (
        "Commune Bordeaux Ses initiatives Aucune initiative de ce territoire n’est encore publiée. "
        "Explorer la Fabrique Proposer une idée Tous les territoires membres "
        "Suivre ce territoire (flux Atom) En bref Code Insee 33063 Intercommunalité Bordeaux Métropole Département Gironde Région "
        "Nouvelle-Aquitaine Population municipale (Insee) non communiquée Géographie officielle "
        "n’y figure plus depuis le 1er janvier 2026 "
        "Adhésion Aucune adhésion à Solutions solidaires n’est attestée."
    )
    assert liens(html) == [
        "/fabrique/initiatives/",
        "/forum/proposer/",
        "/territoires/",
        f"{bordeaux.get_absolute_url()}atom.xml",
        metropole.get_absolute_url(),
        gironde.get_absolute_url(),
        aquitaine.get_absolute_url(),
    ]
    assert "Population municipale (Insee) 1 690 493 personnes" in mots(_html(client, gironde))
    assert "Numéro SIREN 243300316" in mots(_html(client, metropole))


def test_page_gives_the_source_of_a_membership(client):
    adhesion = make_adhesion(role="initiateur", annee_attestee=2021)
    adhesion.sources.add(make_lien("https://banque.example.org/a", titre="Un article"))

    page = mots(_html(client, make_territoire()))

    assert page.endswith("Adhésion Initiateur, cité en 2021 Un article (banque.example.org)")


def test_page_gathers_what_it_tries_and_what_it_joins(client):
    gironde = make_territoire()
    landes = make_territoire("40", "Landes")
    make_initiative("La sienne", territoire=gironde)
    make_initiative("Celle des Landes", territoire=landes, territoires_associes=[gironde])
    make_initiative("Étrangère", territoire=landes)

    page = mots(_html(client, gironde))

    assert (
        "Ses initiatives Gironde · 33 La sienne Des foyers cotisent selon leurs moyens. Toutes les "
        "initiatives du département Les initiatives auxquelles il est associé Landes · 40 Celle des Landes Des foyers cotisent "
        "selon leurs moyens. Les départements voisins Landes (40) 2 initiatives Suivre ce "
        "territoire (flux Atom) En bref"
    ) in page
    assert "Étrangère" not in page


def test_page_gathers_what_is_tried_on_its_ground(client):
    occitanie = make_territoire("76", "Occitanie", REGION)
    herault = make_territoire("34", "Hérault", region=occitanie)
    metropole = make_territoire(
        "243400017", "Montpellier Métropole", EPCI, region=occitanie, departement=herault
    )
    commune = make_territoire(
        "34172",
        "Montpellier",
        "commune",
        region=occitanie,
        departement=herault,
        epci=metropole,
    )
    make_initiative("De la métropole", territoire=metropole)
    make_initiative("De la commune", territoire=commune)
    make_initiative("D’ailleurs", territoire=make_territoire("33", "Gironde"))

    pages = {t: _html(client, t) for t in (occitanie, herault, metropole, commune)}

    sur_place = {
        t: mots(html).partition("Sur son territoire")[2].partition("En bref")[0]
        for t, html in pages.items()
    }
    for territoire, attendues in [
        (occitanie, (True, True)),
        (herault, (True, True)),
        (metropole, (False, True)),
        (commune, (False, False)),
    ]:
        montrees = sur_place[territoire]
        assert ("De la métropole" in montrees, "De la commune" in montrees) == attendues
        assert "D’ailleurs" not in pages[territoire]
    assert "/fabrique/initiatives/?departement=34" in liens(pages[herault])
    assert "/fabrique/initiatives/?region=occitanie" in liens(pages[occitanie])


def test_page_tells_the_reprises_on_its_two_sides(client):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    make_reprise(
        make_initiative("Village", territoire=landes),
        gironde,
        statut="effective",
        date=date(2025, 3, 1),
    )
    make_reprise(make_initiative("Caisse", territoire=gironde), landes)
    make_reprise(
        make_initiative("Étrangère", territoire=landes), make_territoire("58", "Nièvre")
    )

    html = _html(client, gironde)

    assert (
        "Ce qu’il reprend d’ailleurs Village, Landes effective, 1er mars 2025 "
        "Ce que d’autres lui reprennent Caisse, par Landes effective "
        "Les départements voisins Landes (40) 2 initiatives Suivre ce territoire"
    ) in mots(html)
    assert "/fabrique/initiatives/village/#reprise-village-gironde" in liens(html)
    assert "Étrangère" not in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_page_hides_what_is_not_online(client, etat):
    cache = ETATS_CACHES[etat]
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    dax = make_territoire("40088", "Dax", "commune", departement=landes)
    for nom, champs in [("secrète", cache), ("visible", {})]:
        make_initiative(f"Sienne {nom}", territoire=landes, **champs)
        make_initiative(f"Communale {nom}", territoire=dax, **champs)
        make_initiative(f"Associée {nom}", territoires_associes=[landes], **champs)
        make_reprise(make_initiative(f"Prise {nom}"), landes, **champs)
        make_reprise(make_initiative(f"Donnée {nom}", territoire=landes), gironde, **champs)
    make_reprise(make_initiative("Origine secrète", **cache), landes)

    page = mots(_html(client, landes))

    for visible in ("Sienne", "Communale", "Associée", "Prise", "Donnée"):
        assert f"{visible} visible" in page
    # Its sheet is public, only its reprise is not.
    assert page.count("Donnée secrète") == 1
    assert page.replace("Donnée secrète", "").count("secrète") == 0


@pytest.mark.parametrize(
    "chemin", ["departement/inconnu/", "royaume/gironde/", "region/gironde/", "commune/33/"]
)
def test_an_unknown_territory_is_not_found(client, chemin):
    make_territoire()

    assert client.get("/territoires/departement/gironde/").status_code == 200
    assert client.get(f"/territoires/{chemin}").status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_page_runs_the_same_queries_whatever_is_around(
    client, django_assert_num_queries, nombre
):
    gironde = make_territoire(population=1000)
    adhesion = make_adhesion(gironde)
    theme, chantier = make_theme(), make_chantier()
    personne, edition = make_personne(territoire=gironde), make_journees()
    for rang in range(nombre):
        autre = make_territoire(f"6{rang}", f"Département {rang}", population=900 + rang)
        make_territoire(f"20000000{rang}", f"CC {rang}", EPCI, departement=gironde)
        commune = make_territoire(f"3306{rang}", "Ville", "commune", departement=gironde)
        adhesion.sources.add(make_lien(f"https://example.org/{rang}"))
        make_initiative(f"Commune {rang}", territoire=commune, themes=[theme])
        sienne = make_initiative(
            f"Sienne {rang}",
            territoire=gironde,
            idees=[make_idee(f"Idée {rang}")],
            chantiers=[chantier],
        )
        make_seance(edition, titre=f"Table {rang}").initiatives.add(sienne)
        make_citation(f"Parole {rang}", personne=personne)
        make_reprise(sienne, autre)
        associee = make_initiative(
            f"Associée {rang}", territoire=autre, territoires_associes=[gironde]
        )
        make_reprise(associee, gironde)

    with django_assert_num_queries(14):
        client.get(gironde.get_absolute_url())


@pytest.mark.parametrize("nombre", [1, 3])
def test_page_of_a_commune_without_anything_runs_the_same_queries(
    client, django_assert_num_queries, nombre
):
    gironde = make_territoire()
    dunes = make_territoire("200000001", "CC des Dunes", EPCI, departement=gironde)
    parents = {"departement": gironde, "epci": dunes, "population": 100}
    for rang in range(nombre):
        make_territoire(f"3304{rang}", f"Ville {rang}", "commune", **parents)
        make_territoire(f"4000{rang}", f"Semblable {rang}", "commune", population=100)
        make_initiative(f"Sienne {rang}", territoire=gironde)
    vide = make_territoire("33063", "Vide", "commune", **parents)

    with django_assert_num_queries(12):
        client.get(vide.get_absolute_url())


def test_page_gathers_the_words_the_ideas_and_the_moments_that_the_data_link(client):
    gironde = make_territoire()
    caisse = make_initiative(
        "Caisse",
        territoire=gironde,
        idees=[make_idee("Une caisse"), make_idee("Cachée", **ETATS_CACHES["brouillon"])],
        themes=[make_theme("Alimentation")],
        chantiers=[make_chantier("Sécurité sociale de l’alimentation")],
    )
    make_initiative(
        "Cuisine",
        territoire=make_territoire("33063", "Bordeaux", "commune", departement=gironde),
        themes=[make_theme("Alimentation")],
    )
    edition = make_journees()
    make_seance(edition, titre="La caisse en débat").initiatives.add(caisse)
    make_seance(edition, titre="Sans rapport")
    secretes = make_journees(2019, **ETATS_CACHES["brouillon"])
    make_seance(secretes, titre="Pas encore en ligne").initiatives.add(caisse)
    elue = make_personne("Ada Lovelace", territoire=gironde)
    make_citation("Essayons.", personne=elue)
    make_citation("Attendons.", personne=elue, **ETATS_CACHES["brouillon"])
    make_citation("Ailleurs.", personne=make_personne("Grace Hopper"))

    page = mots(_html(client, gironde))

    assert "Les idées à leur origine" in page
    assert "Une caisse" in page
    assert "Présenté et débattu" in page
    assert "La caisse en débat" in page
    assert "Ce que ses représentants ont dit « Essayons. » Ada Lovelace" in page
    assert page.endswith(
        "Ce qui s’y travaille Sécurité sociale de l’alimentation 1 initiative "
        "Alimentation 2 initiatives"
    )
    for ailleurs in ("Cachée", "Sans rapport", "Pas encore", "Attendons", "Ailleurs."):
        assert ailleurs not in page


def test_page_of_fifty_initiatives_shows_the_latest_and_leads_to_the_list(client):
    gironde = make_territoire()
    for rang in range(50):
        make_initiative(f"Initiative {rang}", territoire=gironde)

    html = _html(client, gironde)

    assert html.count('<article class="fiche') == 12
    assert "Les 12 dernières, sur 50. Toutes les initiatives du département" in mots(html)
    assert "/fabrique/initiatives/?departement=33" in liens(html)


def test_page_of_a_commune_shows_all_its_initiatives(client):
    bordeaux = make_territoire("33063", "Bordeaux", "commune")
    for rang in range(14):
        make_initiative(f"Initiative {rang}", territoire=bordeaux)

    html = _html(client, bordeaux)

    assert html.count('<article class="fiche') == 14
    assert "dernières" not in mots(html)
