"""The Journées and their echoes, as a reader sees them; the queries of every page of events."""

from datetime import date, time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from evenements.models import Journees, RendezVous
from mediatheque.models import Document, Lien
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_intervention,
    make_journees,
    make_lien,
    make_personne,
    make_rendezvous,
    make_seance,
    make_theme,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

JOURNEES = "/journees/"
CITATIONS = "/journees/citations/"
CALENDRIER = "/calendrier/"
MAL = "<script>alert(1)</script>"


def _html(client, objet):
    return client.get(objet.get_absolute_url()).content.decode()


# The editions


def test_journees_list_shows_the_latest_first(client):
    for annee in (2021, 2024, 2019):
        make_journees(annee)

    page = client.get(JOURNEES).context["page"]

    assert [journees.annee for journees in page] == [2024, 2021, 2019]


def test_journees_list_says_only_what_is_known(client):
    make_journees(2019, theme="", numero=1, ville="Mérignac", format="presentiel")
    make_journees(2020, theme="Le soin", date_debut=date(2020, 2, 5), date_fin=date(2020, 2, 6))

    texte = mots(client.get(JOURNEES).content.decode())

    assert "Du 5 au 6 février 2020 Journées 2020 Le soin Lieu non communiqué" in texte
    assert (
        "2019, dates non connues Journées 2019 Thème non communiqué "
        "1re édition Mérignac En présence" in texte
    )


def test_journees_list_without_edition_says_so(client):
    assert "Aucune édition n’est encore publiée." in mots(client.get(JOURNEES).content.decode())


@pytest.mark.parametrize(("numero", "attendu"), [("0", 2), ("abc", 1), ("9", 2), ("2", 2)])
def test_journees_list_is_paged_and_forgives_any_number(client, numero, attendu):
    for annee in range(1990, 2020):
        make_journees(annee)

    page = client.get(JOURNEES, {"page": numero}).context["page"]

    assert page.number == attendu
    assert len(page) == (24 if attendu == 1 else 6)


def test_journees_detail_tells_the_edition(client):
    journees = make_journees(
        2023,
        numero=5,
        theme="L’écologie solidaire",
        presentation="<p>Deux jours.</p>",
        questions="Pourquoi ?\nComment ?",
        date_debut=date(2023, 2, 1),
        date_fin=date(2023, 2, 2),
        format="presentiel",
        ville="Bordeaux",
        partenaires="Libération\nFondation Jean-Jaurès",
        suite="Climat Libé Tour",
        note="Dates de l’organisateur.",
    )
    journees.sources.add(make_lien("https://example.org/lue", titre="Une page lue"))
    journees.documents.add(Document.objects.create(titre="Le programme", fichier="p.pdf"))

    html = _html(client, journees)

    texte = mots(html)
    assert texte.startswith("Du 1er au 2 février 2023 Journées 2023 L’écologie solidaire")
    for attendu in [
        "Deux jours.",
        "Les questions débattues Pourquoi ? Comment ?",
        "Et après Climat Libé Tour",
        "Sources Une page lue (example.org) Dates de l’organisateur.",
        "Édition 5e édition Dates Du 1er au 2 février 2023 Lieu non communiqué",
        "Ville Bordeaux Format En présence Rediffusion aucune connue",
        "Partenaires Libération Fondation Jean-Jaurès",
        "Documents Le programme (PDF)",
        "Le programme n’est pas connu.",
    ]:
        assert attendu in texte
    assert "<title>Journées 2023&nbsp;: L’écologie solidaire – " in html
    assert '<time datetime="2023-02-01">' in html


def test_journees_detail_admits_what_is_not_known(client):
    texte = mots(_html(client, make_journees(2019, theme="")))

    assert texte.startswith(
        "2019, dates non connues Journées 2019 Le thème de cette édition n’est pas connu."
    )
    assert (
        "Édition numéro non communiqué Dates 2019 jours non connus Lieu non communiqué "
        "Ville non communiquée Format non communiqué Rediffusion aucune connue" in texte
    )
    assert "Sources Aucune source n’est indiquée." in texte
    assert "Personnes présentes" not in texte


def test_an_online_edition_lacks_no_city(client):
    journees = make_journees(2021, format="en_ligne", lieu="visioconférence")

    texte = mots(_html(client, journees))

    assert "Lieu Visioconférence Format En ligne Rediffusion" in texte


def test_programme_is_told_by_day_with_its_people(client):
    journees = make_journees(
        2021, date_debut=date(2021, 2, 2), date_fin=date(2021, 2, 3), theme="Le soin"
    )
    make_seance(journees, titre="", type="village")
    table = make_seance(
        journees,
        titre="Mobilités",
        date=date(2021, 2, 3),
        heure_debut=time(14),
        heure_fin=time(15, 30),
        salle="Amphithéâtre",
        nombre_intervenants=4,
        animation="Julie Chabaud",
        accessibilite="Langue des signes",
        resume="<p>Un débat.</p>",
        note="Titre oral.",
    )
    atelier = make_seance(journees, titre="Le logement", type="atelier", date=date(2021, 2, 2))
    make_intervention(make_personne("Sylvie Landriève"), seance=table, role="Codirigeante")
    make_intervention(make_personne("Équipe de l’ACLEF"), seance=table, ordre=1)
    make_intervention(make_personne("Claude Alphandéry"), journees=journees, role="Fondateur")
    atelier.initiatives.add(make_initiative("Maison Tortues"))

    html = _html(client, journees)

    texte = mots(html)
    assert (
        "Le programme 2 février 2021 Heure non connue Atelier Le logement "
        "Intervenants non communiqués Initiative présentée : Maison Tortues (Gironde) "
        "3 février 2021 14h00 – 15h30 Amphithéâtre Table ronde Mobilités Un débat. "
        "Sylvie Landriève , Codirigeante Équipe de l’ACLEF , rôle non communiqué "
        "4 intervenants annoncés, 2 connus Animation : Julie Chabaud "
        "Accessibilité : Langue des signes Titre oral. "
        "Jour non connu Heure non connue Stand au village Titre non connu "
        "Intervenants non communiqués Personnes présentes" in texte
    )
    assert "Leur rôle est celui de l’époque. Claude Alphandéry , Fondateur" in texte
    assert '<time datetime="14:00">14h00</time>' in html


def test_programme_of_one_day_is_on_that_day(client):
    journees = make_journees(2024, date_debut=date(2024, 2, 9), date_fin=date(2024, 2, 9))
    make_seance(journees, titre="Mobilités")

    texte = mots(_html(client, journees))

    assert "Le programme 9 février 2024 Heure non connue Table ronde Mobilités" in texte
    assert "Jour non connu" not in texte


@pytest.mark.parametrize(
    ("etat", "attendu"),
    [
        (Lien.Etat.VERIFIE, "Voir la rediffusion (example.org)"),
        (Lien.Etat.A_VERIFIER, "Le replay (adresse non vérifiée)"),
        (Lien.Etat.INVERIFIABLE, "Le replay (adresse non vérifiée)"),
        (Lien.Etat.MORT, "Le replay (adresse non vérifiée)"),
    ],
)
def test_a_replay_is_linked_only_when_verified(client, etat, attendu):
    lien = make_lien("https://example.org/replay", etat, titre="Le replay")
    journees = make_journees(replay=lien)
    make_seance(journees, replay=lien)

    html = _html(client, journees)

    assert mots(html).count(attendu) == 2
    liees = [adresse for adresse in liens(html) if adresse == "https://example.org/replay"]
    assert len(liees) == (2 if etat == Lien.Etat.VERIFIE else 0)


def test_sources_of_the_edition_gather_those_of_its_programme_once(client):
    journees = make_journees()
    seance = make_seance(journees)
    commune = make_lien("https://example.org/commune", titre="Commune")
    journees.sources.add(commune)
    seance.sources.add(commune, make_lien("https://example.org/seance", titre="Séance"))
    make_intervention(
        seance=seance, source=make_lien("https://example.org/personne", titre="Personne")
    )
    make_seance(make_journees(2023)).sources.add(
        make_lien("https://example.org/ailleurs", titre="Ailleurs")
    )

    reponse = client.get(journees.get_absolute_url())

    assert [lien.titre for lien in reponse.context["sources"]] == [
        "Commune",
        "Séance",
        "Personne",
    ]


def test_tags_are_the_public_chantiers_the_themes_and_the_other_keywords(client):
    journees = make_journees(
        themes=[make_theme("Alimentation"), make_theme("Écologie")],
        chantiers=[
            make_chantier("Revenu d’autonomie"),
            make_chantier("Caché", **ETATS_CACHES["brouillon"]),
        ],
    )
    journees.mots_cles.add("alimentation", "emploi")

    reponse = client.get(journees.get_absolute_url())

    assert reponse.context["classement"] == [
        ("Revenu d’autonomie", "/chantiers/revenu-d-autonomie/"),
        ("Alimentation", "/themes/alimentation/"),
        ("Écologie", "/themes/ecologie/"),
        ("emploi", "/mots-cles/emploi/"),
    ]


@pytest.mark.parametrize("cas", ETATS_CACHES)
def test_journees_detail_shows_public_relations_only(client, cas):
    cache = ETATS_CACHES[cas]
    visible = make_idee("Idée visible")
    journees = make_journees(idees=[visible, make_idee("Zidée", **cache)])
    make_seance(journees).initiatives.set(
        [make_initiative("Initiative visible"), make_initiative("Zinitiative", **cache)]
    )
    make_citation("Parole visible", journees=journees)
    make_citation("Zparole", journees=journees, **cache)
    make_focus("Focus visible", forum_journees=journees)
    make_focus("Zfocus", forum_journees=journees, annee=2023, **cache)

    texte = mots(_html(client, journees))

    for objet in ["Idée visible", "Initiative visible", "Parole visible", "Focus visible"]:
        assert objet in texte
    for objet in ["Zidée", "Zinitiative", "Zparole", "Zfocus"]:
        assert objet not in texte


def test_a_draft_edition_is_for_the_coordinator_alone(client, agent, coordinatrice):
    journees = make_journees(2027, theme="Thème secret", **ETATS_CACHES["brouillon"])
    make_seance(journees).initiatives.add(
        make_initiative("Zinitiative", **ETATS_CACHES["brouillon"])
    )

    assert client.get(journees.get_absolute_url()).status_code == 404
    assert agent.get(journees.get_absolute_url()).status_code == 404
    reponse = coordinatrice.get(journees.get_absolute_url())
    html = reponse.content.decode()
    assert "Thème secret" in mots(html)
    assert "cette page n’est pas publiée" in html
    assert "Zinitiative" not in html
    assert reponse["Cache-Control"] == "private, no-store"


def test_hostile_text_is_shown_as_text(client):
    journees = make_journees(
        theme=f"Thème {MAL}",
        presentation=f"<p onclick='x()'>Texte</p>{MAL}",
        questions=MAL,
        partenaires=MAL,
        suite=f"{MAL}\nsuite",
        lieu=MAL,
        note=MAL,
    )
    seance = make_seance(journees, titre=MAL, salle=MAL, animation=MAL, resume=MAL, note=MAL)
    make_intervention(make_personne(MAL), seance=seance, role=MAL)
    make_citation(MAL, journees=journees, role=MAL, note=MAL)
    rendez_vous = make_rendezvous(
        f"Nom {MAL}", titre_edition=MAL, participation=MAL, organisateurs=MAL, slug="mal"
    )

    for url in [
        journees.get_absolute_url(),
        rendez_vous.get_absolute_url(),
        JOURNEES,
        CITATIONS,
        CALENDRIER,
    ]:
        html = client.get(url).content.decode()
        assert "<script>" not in html
        assert "onclick" not in html
        assert ("&lt;script&gt;" in html) is (url != JOURNEES)


# The echoes


def test_citations_are_echoes_by_year_at_their_anchor(client):
    journees = make_journees(2021)
    make_citation(
        "Prendre soin",
        annee=2021,
        personne=make_personne("Thierry Beaudet"),
        role="Président de la Mutualité française",
        journees=journees,
        note="Rôle de 2021.",
        slug="beaudet-2021",
    ).themes.add(make_theme("Santé"))
    make_citation("Résilience", annee=2022, slug="masson-2022")

    html = client.get(CITATIONS).content.decode()

    texte = mots(html)
    assert texte.index("2022 « Résilience »") < texte.index("2021 « Prendre soin »")
    assert (
        "« Prendre soin » Thierry Beaudet , Président de la Mutualité française – 2021 "
        "Journées 2021 Santé Rôle de 2021." in texte
    )
    assert 'id="citation-beaudet-2021"' in html
    assert journees.get_absolute_url() in liens(html)


def test_citations_do_not_lead_to_a_hidden_edition(client):
    cachee = make_journees(2027, **ETATS_CACHES["brouillon"])
    make_citation("Parole publique", annee=2027, journees=cachee)

    html = client.get(CITATIONS).content.decode()

    assert "Parole publique" in mots(html)
    assert "Journées 2027" not in html


def test_citations_stay_on_one_page_so_that_anchors_hold(client):
    for rang in range(30):
        make_citation(f"Parole {rang}", slug=f"parole-{rang}")

    html = client.get(CITATIONS, {"page": "2"}).content.decode()

    assert html.count('id="citation-parole-') == 30


def test_citations_without_any_say_so(client):
    assert "Aucune citation n’est encore publiée." in mots(
        client.get(CITATIONS).content.decode()
    )


# The number of queries

COMPTES = {JOURNEES: 2, CITATIONS: 3, CALENDRIER: 6}


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("url", COMPTES)
@pytest.mark.usefixtures("today")
def test_lists_run_the_same_queries(client, django_assert_num_queries, url, nombre):
    for rang in range(nombre):
        journees = make_journees(2020 + rang, themes=[make_theme(f"Thème {rang}")])
        citation = make_citation(f"Parole {rang}", journees=journees)
        citation.themes.add(make_theme(f"Thème {rang}"))
        citation.sources.add(make_lien(f"https://example.org/{rang}"))
        make_rendezvous(f"Passé {rang}", annee=2020 + rang)
        make_rendezvous(f"À venir {rang}", annee=2027)
        make_rendezvous(f"Annuel {rang}")

    with django_assert_num_queries(COMPTES[url]):
        client.get(url)


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("faire", "compte"), [(make_journees, 13), (make_rendezvous, 12)])
def test_details_run_the_same_queries(client, django_assert_num_queries, faire, compte, nombre):
    evenement = faire()
    lieu = {"journees" if faire is make_journees else "rendez_vous": evenement}
    forum = {f"forum_{cle}": evenement for cle in lieu}
    ContentType.objects.get_for_model(evenement)
    for rang in range(nombre):
        theme, lien = make_theme(f"Thème {rang}"), make_lien(f"https://example.org/{rang}")
        evenement.themes.add(theme)
        evenement.mots_cles.add(f"mot {rang}")
        evenement.chantiers.add(make_chantier(f"Chantier {rang}"))
        evenement.idees.add(make_idee(f"Idée {rang}", themes=[theme]))
        evenement.sources.add(lien)
        seance = make_seance(**lieu, replay=lien, date=date(2024, 2, 9))
        seance.initiatives.add(make_initiative(f"Initiative {rang}", themes=[theme]))
        seance.sources.add(make_lien(f"https://example.org/seance-{rang}"))
        make_intervention(make_personne(f"A {rang}"), seance=seance, source=lien)
        make_intervention(make_personne(f"B {rang}"), **lieu)
        make_focus(f"Focus {rang}", mois=rang + 1, **forum)
        if faire is make_journees:
            make_citation(f"Parole {rang}", journees=evenement)
        else:
            make_rendezvous(evenement.nom, annee=2020 + rang)

    with django_assert_num_queries(compte):
        client.get(evenement.get_absolute_url())


def test_a_pk_is_not_an_address(client):
    make_journees(2024)
    make_rendezvous()

    assert client.get(reverse("evenements:journees_detail", args=["0"])).status_code == 404
    assert client.get(reverse("evenements:rendezvous_detail", args=["0"])).status_code == 404
    assert client.post(JOURNEES).status_code == 405
    assert Journees.objects.count() == RendezVous.objects.count() == 1
