"""The list of initiatives and the sheet of one, as a reader sees them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fabrique.models import ChiffreCle, Etape, Initiative
from mediatheque.models import Document
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
from tests.index import indexer
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

LISTE = "/fabrique/initiatives/"


def _titres(reponse):
    return [initiative.titre for initiative in reponse.context["page"]]


def _html(client, initiative):
    return client.get(initiative.get_absolute_url()).content.decode()


def _mots(client, initiative):
    return mots(_html(client, initiative))


# The list


def test_list_shows_the_newest_first(client):
    for rang, titre in enumerate(["Ancienne", "Moyenne", "Récente"], start=1):
        initiative = make_initiative(titre)
        Initiative.objects.filter(pk=initiative.pk).update(
            published_at=f"2024-0{rang}-01T00:00:00Z"
        )

    reponse = client.get(LISTE)

    assert _titres(reponse) == ["Récente", "Moyenne", "Ancienne"]
    assert "3 initiatives" in mots(reponse.content.decode())


def test_a_card_says_where_what_and_how_far(client):
    initiative = make_initiative(
        "Revenu jeunes",
        territoire=make_territoire("44", "Loire-Atlantique"),
        presentation="<p>" + "Une aide par paliers. " * 12 + "</p>",
        themes=[make_theme("Jeunesse")],
    )
    make_reprise(initiative, make_territoire("58", "Nièvre"))
    make_reprise(
        initiative, make_territoire("07", "Ardèche"), etat="brouillon", published_at=None
    )

    page = mots(client.get(LISTE).content.decode())

    debut = " ".join(["Une aide par paliers."] * 7)
    assert (
        f"Loire-Atlantique · 44 Revenu jeunes {debut} Une aide par… Jeunesse 1 reprise" in page
    )


def test_list_is_paged_by_24_in_a_stable_order(client):
    for rang in range(50):
        make_initiative(f"Initiative {rang:02}")

    pages = [_titres(client.get(LISTE, {"page": n})) for n in (1, 2, 3)]

    assert [titre for page in pages for titre in page] == [
        f"Initiative {rang:02}" for rang in range(49, -1, -1)
    ]
    assert [len(page) for page in pages] == [24, 24, 2]


def test_pages_keep_the_filters(client):
    for rang in range(25):
        make_initiative(f"Initiative {rang}", nature="experience")
    indexer()

    html = client.get(LISTE, {"nature": "experience"}).content.decode()

    assert "?nature=experience&page=2" in liens(html)


@pytest.mark.parametrize(("page", "rendue"), [("abc", 1), ("0", 2), ("-3", 2), ("99", 2)])
def test_a_nonsense_page_is_the_nearest_one(client, page, rendue):
    for rang in range(25):
        make_initiative(f"Initiative {rang}")

    assert client.get(LISTE, {"page": page}).context["page"].number == rendue


def test_filters_in_use_are_said_and_can_be_removed(client):
    make_initiative("Retenue", territoire=make_territoire("40", "Landes"), nature="experience")
    make_initiative("Écartée")
    indexer()

    html = client.get(LISTE, {"departement": "40", "nature": "experience"}).content.decode()

    assert "1 initiative" in mots(html)
    assert "Landes (40) × , retirer ce filtre" in mots(html)
    assert {"?departement=40", "?nature=experience", "?"} <= set(liens(html))
    assert 'name="departement" value="40" checked' in html
    assert "Écartée" not in html


def test_a_nonsense_filter_says_so_and_shows_the_whole_list(client):
    make_initiative("Visible")
    indexer()

    reponse = client.get(LISTE, {"departement": "<script>"})

    assert reponse.status_code == 200
    assert _titres(reponse) == ["Visible"]
    page = mots(reponse.content.decode())
    assert "Un filtre n’a pas été compris : la liste n’en tient pas compte." in page
    assert "<script>" not in reponse.content.decode()


def test_an_empty_list_shows_a_way_out(client):
    sans_rien = client.get(LISTE).content.decode()
    make_initiative()
    indexer()
    sans_resultat = client.get(LISTE, {"q": "xylophone"}).content.decode()

    assert "0 initiative" in mots(sans_rien)
    assert "Aucune initiative n’est encore publiée." in mots(sans_rien)
    assert "/forum/idees/" in liens(sans_rien)
    assert "Rien ne correspond à « xylophone »." in mots(sans_resultat)
    assert LISTE in liens(sans_resultat)


# The sheet


def test_a_bare_sheet_says_what_it_does_not_know(client):
    page = _mots(client, make_initiative())

    assert (
        "En bref Territoire porteur Gironde (33) Stade non renseigné Démarrage année non "
        "communiquée Porteur non communiqué Partenaires non communiqués Coût non communiqué "
        "Niveau de preuve non renseigné Reprendre cette solution Cette fiche n’est pas encore "
        "confirmée par le territoire. Vous travaillez pour un territoire membre ? Ça intéresse "
        "notre territoire Nous l’avons reprise Ce que cette fiche ne dit pas encore le problème "
        "de départ les publics concernés le stade le coût les moyens humains le niveau de preuve "
        "les limites et les échecs ce qu’il faut pour la reprendre"
    ) in page
    assert "Sources Aucune source n’est indiquée." in page
    for absente in ("Les moyens", "Le problème", "En images", "Documents", "Qui la reprend"):
        assert absente not in page


def test_a_whole_sheet_says_everything_in_order(client, today):
    initiative = make_initiative(
        "Revenu jeunes",
        nature="experimentation",
        stade="arretee",
        stade_precision="faute de financement",
        annee=2022,
        chapo="Une aide, par paliers.",
        presentation="<p>La présentation.</p>",
        probleme="<p>Le constat.</p>",
        solution="<p>Ce qui est fait.</p>",
        pour_qui="Les 18-25 ans",
        limites="<p>Les limites.</p>",
        prerequis="<p>Les prérequis.</p>",
        base_legale="Article 72",
        moyens_humains="2 postes",
        rattachement="Citée en 2023",
        porteur="Le Département",
        partenaires="Mission locale\nVille de Nantes",
        lieux="Nantes, Rezé",
        preuve="suivi",
        date_confirmation=date(2026, 3, 1),
    )

    page = _mots(client, initiative)

    assert (
        "Expérimentation · Gironde (33) · lancée en 2022 Revenu jeunes Une aide, par paliers. "
        "Présentation La présentation. Le problème Le constat. La solution Ce qui est fait. "
        "Pour qui Les 18-25 ans Les moyens Coût non communiqué Moyens humains 2 postes "
        "Limites et échecs Les limites. Ce qu’il faut pour la reprendre Les prérequis. "
        "Base légale Article 72 Temps à prévoir non renseigné "
        "Le lien avec Solutions solidaires Citée en 2023 Le parcours de cette solution"
    ) in page
    assert (
        "Stade Arrêtée (faute de financement) Démarrage 2022 Porteur Le Département Partenaires "
        "Mission locale Ville de Nantes Lieux Nantes, Rezé Coût non communiqué Niveau de preuve "
        "Suivi d’indicateurs Reprendre cette solution Vérifié le 1er mars 2026 par le "
        "territoire. Vous travaillez pour un territoire membre ? Ça intéresse notre territoire "
        "Nous l’avons reprise Ce que cette fiche ne dit pas encore le coût Emporter"
    ) in page


def test_sheet_shows_figures_with_their_sources(client):
    initiative = make_initiative()
    lue = make_lien("https://www.gironde.fr/actu", titre="Une actualité")
    for ordre, champs in enumerate(
        [
            {"libelle": "foyers", "valeur": 1500, "approximation": "près de", "source": lue},
            {"libelle": "des cotisations", "valeur": 40, "unite": "%", "periode": "2024"},
        ]
    ):
        ChiffreCle.objects.create(initiative=initiative, ordre=ordre, **champs)

    html = _html(client, initiative)

    assert "Chiffres clés près de 1 500 foyers gironde.fr 40 % des cotisations 2024" in mots(
        html
    )
    assert liens(html).count("https://www.gironde.fr/actu") == 1


def test_sheet_shows_a_cost_with_what_it_covers_and_where_it_comes_from(client):
    source = make_lien("https://www.gironde.fr/budget", titre="Le budget 2024")
    initiative = make_initiative(
        cout_euros=543000,
        cout_annee=2024,
        cout_perimetre="fonctionnement annuel, hors personnel",
        cout_source=source,
    )

    page = _mots(client, initiative)

    assert (
        "Les moyens Coût 543 000 € (2024) Ce que couvre ce montant fonctionnement annuel, hors "
        "personnel Source du montant Le budget 2024 Moyens humains non communiqués"
    ) in page
    assert "Sources Le budget 2024 (gironde.fr)" in page


def test_sheet_links_no_address_that_was_not_checked(client):
    non_lue = make_lien("https://miroir.example.org/budget", "inverifiable")
    initiative = make_initiative(
        cout_euros=1, cout_source=non_lue, note="Les sources divergent : 150 € ou 75 €."
    )
    initiative.sources.add(non_lue, make_lien("https://gironde.fr/actu"))

    html = _html(client, initiative)

    assert "https://gironde.fr/actu" in liens(html)
    assert "https://miroir.example.org" not in html
    assert "miroir.example.org (adresse non vérifiée)" in mots(html)
    assert "Les sources divergent\u00a0: 150\u00a0€ ou 75\u00a0€." in html


def test_sheet_says_where_exactly_and_what_was_deduced(client):
    initiative = make_initiative(
        territoire_precision="Gironde et départements associés",
        territoire_verifie=False,
        territoires_associes=[make_territoire("58", "Nièvre"), make_territoire("01", "Ain")],
        chantiers=[make_chantier("Revenu d’autonomie")],
    )

    page = _mots(client, initiative)

    assert (
        "Territoire porteur Gironde (33) Gironde et départements associés territoire déduit, non "
        "dit par la source"
    ) in page
    assert "Chantier Revenu d’autonomie Territoires associés Ain , Nièvre Reprendre" in page


def test_sheet_can_be_kept_cited_and_downloaded(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    initiative = make_initiative("Revenu jeunes")
    Initiative.objects.filter(pk=initiative.pk).update(updated_at="2026-02-28T23:30:00Z")
    bilan = Document.objects.create(
        titre="Le bilan", poids=1_250_000, fichier=SimpleUploadedFile("b.pdf", b"%PDF-1.7")
    )
    initiative.documents.add(bilan)

    html = _html(client, initiative)

    adresse = f"{settings.ADRESSE_DU_PORTAIL}fabrique/initiatives/revenu-jeunes/"
    assert (
        "Citer cette fiche Gironde, « Revenu jeunes », Solutions solidaires, mis à jour le "
        f"1er mars 2026 , {adresse}"
    ) in mots(html)
    assert adresse in liens(html)
    assert "Documents Le bilan (PDF, 1,2 Mo)" in mots(html)
    assert bilan.fichier.url in liens(html)


def test_sheet_leads_to_its_themes_and_keywords(client):
    initiative = make_initiative(themes=[make_theme("Santé"), make_theme("Emploi")])
    initiative.mots_cles.add("prévention", "santé")

    html = _html(client, initiative)

    assert "À lire aussi Emploi Santé prévention" in mots(html)
    assert liens(html)[-3:] == [
        "/themes/emploi/",
        "/themes/sante/",
        "/mots-cles/prevention/",
    ]


def test_parcours_tells_the_life_of_the_initiative_in_order(client):
    initiative = make_initiative(idees=[make_idee("L’idée d’origine", annee=2019)])
    Etape.objects.create(
        initiative=initiative, stade="experimentation", annee=2021, detail="Deux cantons"
    )
    Etape.objects.create(
        initiative=initiative, stade="deployee", annee=2023, date=date(2023, 6, 1)
    )
    make_seance(make_journees(2022), titre="La table ronde").initiatives.add(initiative)
    make_reprise(initiative, statut="effective", date=date(2024, 1, 1))

    html = _html(client, initiative)

    assert (
        "Le parcours de cette solution 2019 · Idée L’idée d’origine 2021 · Expérimentation Deux "
        "cantons 2022 · Débat Journées 2022 : La table ronde 1er juin 2023 · Déployée Gironde, "
        "cette fiche 1er janvier 2024 · Reprise Landes Parcours en données (JSON) Qui la reprend"
    ) in mots(html)
    assert html.count('aria-current="step"') == 1
    assert "/forum/idees/l-idee-d-origine/" in liens(html)
    assert any(lien.startswith("/journees/2022/#seance-") for lien in liens(html))


def test_a_reprise_is_told_on_both_sheets(client):
    landes = make_territoire("40", "Landes")
    origine = make_initiative("Village Alzheimer")
    fille = make_initiative("Hameau Alzheimer", territoire=landes)
    reprise = make_reprise(
        origine,
        landes,
        slug="hameau",
        statut="effective",
        date=date(2025, 3, 1),
        adaptation="<p>En plus petit.</p>",
        fiche=fille,
    )
    reprise.sources.add(make_lien("https://landes.fr/hameau", titre="Le hameau"))

    chez_elle, chez_lui = _html(client, origine), _html(client, fille)

    assert (
        "Qui la reprend Landes Effective, 1er mars 2025 En plus petit. Sa fiche : Hameau "
        "Alzheimer Le hameau (landes.fr) Sources"
    ) in mots(chez_elle)
    assert 'id="reprise-hameau"' in chez_elle
    assert "/fabrique/initiatives/village-alzheimer/#reprise-hameau" in liens(chez_elle)
    assert "1er mars 2025 · Reprise d’une autre solution Village Alzheimer, Gironde" in mots(
        chez_lui
    )
    assert (
        "Ce qu’elle reprend d’un autre territoire Village Alzheimer, Gironde Effective, "
        "1er mars 2025 En plus petit. Le hameau (landes.fr) Sources"
    ) in mots(chez_lui)
    assert "Qui la reprend" not in mots(chez_lui)


def test_a_reprise_says_what_it_does_not_know(client):
    initiative = make_initiative()
    make_reprise(initiative)

    assert (
        "Qui la reprend Landes Effective Ce qui a été adapté n’est pas renseigné. Sources"
    ) in _mots(client, initiative)


# What must not leak


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
    for evenement in (
        {"journees": make_journees(2021, **cache), "titre": "Séance secrète"},
        {"journees": make_journees(2022), "titre": "Séance visible"},
        {"rendez_vous": make_rendezvous("Salon secret", **cache), "titre": "Atelier secret"},
        {"rendez_vous": make_rendezvous("Salon visible"), "titre": "Atelier visible"},
    ):
        make_seance(**evenement).initiatives.add(initiative)
    make_reprise(initiative, make_territoire("58", "Nièvre"), **cache)
    landes = make_territoire("40", "Landes")
    fiche = make_initiative("Fiche secrète", territoire=landes, **cache)
    make_reprise(initiative, landes, fiche=fiche)

    html = _html(client, initiative)

    for visible in ("Idée visible", "Chantier visible", "Séance visible", "Atelier visible"):
        assert visible in html
    assert "Landes" in html
    for secret in ("secrète", "secret", "Nièvre", "Journées 2021"):
        assert secret not in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_sheet_hides_where_it_comes_from_when_it_is_not_online(client, etat):
    cache, landes = ETATS_CACHES[etat], make_territoire("40", "Landes")
    fille = make_initiative("Fille", territoire=landes)
    make_reprise(make_initiative("Origine visible"), landes, fiche=fille)
    make_reprise(make_initiative("Origine secrète", **cache), landes, fiche=fille)
    make_reprise(make_initiative("Reprise secrète"), landes, fiche=fille, **cache)

    page = _mots(client, fille)

    assert "Origine visible" in page
    assert "secrète" not in page
