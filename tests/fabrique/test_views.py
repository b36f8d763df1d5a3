"""The list of initiatives and the sheet of one, as a reader sees them."""

from datetime import date

import pytest
from django.urls import reverse

from fabrique.models import ChiffreCle, Etape, Initiative
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_idee,
    make_initiative,
    make_journees,
    make_lien,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_territoire,
    make_theme,
)

pytestmark = pytest.mark.django_db
LISTE = "/fabrique/initiatives/"


def _titres(reponse):
    return [initiative.titre for initiative in reponse.context["page"]]


def _html(client, initiative):
    return client.get(initiative.get_absolute_url()).content.decode()


def test_list_shows_the_newest_first(client, settings):
    for rang, titre in enumerate(["Ancienne", "Moyenne", "Récente"]):
        initiative = make_initiative(titre)
        Initiative.objects.filter(pk=initiative.pk).update(
            published_at=f"2024-0{rang + 1}-01T00:00:00Z"
        )

    assert _titres(client.get(LISTE)) == ["Récente", "Moyenne", "Ancienne"]


def test_list_is_paged_by_24_in_a_stable_order(client):
    for rang in range(50):
        make_initiative(f"Initiative {rang:02}")

    pages = [_titres(client.get(LISTE, {"page": n})) for n in (1, 2, 3)]

    assert [len(page) for page in pages] == [24, 24, 2]
    assert len({titre for page in pages for titre in page}) == 50
    assert "Page suivante" in client.get(LISTE).content.decode()


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        ({"theme": "logement"}, ["Maison"]),
        ({"nature": "experience"}, ["Maison"]),
        ({"stade": "arretee"}, ["Cantine"]),
        ({"departement": "40"}, ["Village de commune", "Village"]),
        ({"departement": "2A"}, ["Corse"]),
        ({"departement": "40", "stade": "arretee"}, []),
    ],
)
def test_filters_narrow_the_list(client, requete, attendu):
    landes = make_territoire("40", "Landes")
    dax = make_territoire("40088", "Dax", "commune", departement=landes)
    make_initiative("Corse", territoire=make_territoire("2A", "Corse-du-Sud"))
    make_initiative("Village", territoire=landes)
    make_initiative("Village de commune", territoire=dax)
    make_initiative("Maison", themes=[make_theme("Logement")], nature="experience")
    make_initiative("Cantine", stade="arretee")

    reponse = client.get(LISTE, requete)

    assert _titres(reponse) == attendu
    html = reponse.content.decode()
    if not attendu:
        assert "Aucune initiative ne correspond à ces filtres." in html
    assert "retirer ce filtre" in html


@pytest.mark.parametrize(
    ("requete", "message"),
    [
        ({"theme": "n-existe-pas"}, "Ce thème n’existe pas."),
        ({"nature": "'; DROP TABLE"}, "Cette nature n’existe pas."),
        ({"departement": "99"}, "Ce département n’existe pas."),
        ({"theme": "\0"}, "Le caractère nul n’est pas autorisé."),
    ],
)
def test_a_nonsense_filter_says_so_and_filters_nothing(client, requete, message):
    make_initiative("Visible")

    reponse = client.get(LISTE, requete)

    assert reponse.status_code == 200
    assert message in reponse.content.decode()
    assert _titres(reponse) == ["Visible"]


def test_sheet_says_what_it_does_not_know(client):
    html = _html(client, make_initiative())

    for manque in ("le coût", "les limites et les échecs", "le niveau de preuve"):
        assert f"<li>{manque}</li>" in html
    assert "non communiqué" in html


def test_sheet_shows_figures_costs_and_sources(client):
    lue = make_lien("https://gironde.fr/actu")
    non_lue = make_lien("https://miroir.example.org/actu", "inverifiable")
    initiative = make_initiative(
        cout_euros=543000, cout_annee=2024, note="Les sources divergent : 150 € ou 75 €."
    )
    initiative.sources.set([lue, non_lue])
    ChiffreCle.objects.create(
        initiative=initiative,
        libelle="foyers",
        valeur=1500,
        approximation="près de",
        source=lue,
    )

    html = _html(client, initiative)

    assert "près de\u00a01\u00a0500" in html
    assert "543\u00a0000\u00a0€ (2024)" in html
    assert 'href="https://gironde.fr/actu"' in html
    assert "https://miroir.example.org" not in html
    assert "adresse non vérifiée" in html
    assert "Les sources divergent\u00a0: 150\u00a0€" in html


def test_parcours_tells_the_life_of_the_initiative_in_order(client):
    idee = make_idee("L’idée d’origine", annee=2019)
    initiative = make_initiative(idees=[idee])
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2021)
    Etape.objects.create(
        initiative=initiative, stade="deployee", annee=2023, date=date(2023, 6, 1)
    )
    make_seance(make_journees(2022), titre="La table ronde").initiatives.add(initiative)
    make_reprise(initiative, statut="effective", date=date(2024, 1, 1))

    etapes = client.get(initiative.get_absolute_url()).context["parcours"]

    assert [etape["titre"] for etape in etapes] == [
        "Idée",
        "Expérimentation",
        "Débat",
        "Déployée",
        "Reprise",
    ]
    assert [etape.get("ici", False) for etape in etapes] == [False, False, False, True, False]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_sheet_hides_what_is_not_online_around_it(client, etat):
    cache = ETATS_CACHES[etat]
    initiative = make_initiative(
        idees=[make_idee("Idée secrète", **cache), make_idee("Idée visible")],
        chantiers=[
            make_chantier("Chantier secret", **cache),
            make_chantier("Chantier visible"),
        ],
    )
    make_seance(make_journees(2021, **cache), titre="Séance secrète").initiatives.add(
        initiative
    )
    make_seance(make_journees(2022), titre="Séance visible").initiatives.add(initiative)
    rendez_vous = make_rendezvous("Rendez-vous secret", **cache)
    make_seance(rendez_vous=rendez_vous, titre="Atelier secret").initiatives.add(initiative)
    make_reprise(initiative, make_territoire("58", "Nièvre"), **cache)
    make_reprise(
        initiative,
        make_territoire("40", "Landes"),
        fiche=make_initiative("Fiche secrète", **cache),
    )

    html = _html(client, initiative)

    for visible in ("Idée visible", "Chantier visible", "Séance visible", "Landes"):
        assert visible in html
    for secret in ("secrète", "secret", "Nièvre"):
        assert secret not in html


def test_a_reprise_of_a_hidden_initiative_is_hidden_on_its_territory(client):
    landes = make_territoire("40", "Landes")
    make_reprise(make_initiative("Cachée", etat="brouillon", published_at=None), landes)
    make_reprise(make_initiative("Visible"), landes)

    html = client.get(landes.get_absolute_url()).content.decode()

    assert "Visible" in html
    assert "Cachée" not in html


def test_hostile_text_is_shown_as_text(client):
    initiative = make_initiative(
        titre="<script>alert(1)</script>",
        slug="hostile",
        presentation="<p>Bonjour<img src=x onerror=alert(1)></p><script>alert(2)</script>",
        note='"><svg onload=alert(3)>',
    )

    html = _html(client, initiative)

    assert "<script>alert" not in html
    assert "onerror" not in html
    assert "<svg onload" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_feed_is_an_atom_feed_of_the_published(client):
    make_initiative("Visible")
    make_initiative("Cachée", etat="brouillon", published_at=None)

    reponse = client.get(reverse("fabrique:initiative_feed"))

    contenu = reponse.content.decode()
    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "<title>Visible</title>" in contenu
    assert "http://testserver/fabrique/initiatives/visible/" in contenu
    assert "Cachée" not in contenu
