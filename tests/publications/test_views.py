"""The publications, as a reader sees them: the three families, one issue, note or podcast whole."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType

from mediatheque.models import Document, Lien
from tests.factories import (
    ETATS_CACHES,
    make_article,
    make_chantier,
    make_focus,
    make_idee,
    make_journees,
    make_lien,
    make_note,
    make_podcast,
    make_rendezvous,
    make_theme,
    make_vague,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

APERCU = "/publications/"
FOCUS = "/publications/focus/"
NOTES = "/publications/notes/"
PODCASTS = "/publications/podcasts/"
MAL = "<script>alert(1)</script>"
ATELIER = (
    "Un podcast autour d’une question solidaire avec un élu, un porteur d’initiative et un expert, "
    "animé et préparé par Alternatives économiques."
)
FAMILLES = {"focus": make_focus, "note": make_note, "podcast": make_podcast}


def _html(client, adresse):
    if not isinstance(adresse, str):
        adresse = adresse.get_absolute_url()
    return client.get(adresse).content.decode()


# The overview


def test_overview_shows_the_latest_three_of_each_family(client):
    for rang in range(1, 5):
        make_focus(f"Focus {rang}", mois=rang)
        make_note(f"Note {rang}", annee=2020 + rang)
        make_podcast(f"Podcast {rang}", date=date(2020 + rang, 1, 1))

    contexte = client.get(APERCU).context

    assert [f.titre for f in contexte["focus"]] == ["Focus 4", "Focus 3", "Focus 2"]
    assert [n.titre for n in contexte["notes"]] == ["Note 4", "Note 3", "Note 2"]
    assert [p.titre for p in contexte["podcasts"]] == ["Podcast 4", "Podcast 3", "Podcast 2"]


def test_overview_without_publication_still_says_what_each_family_is(client):
    html = _html(client, APERCU)

    texte = mots(html)
    for attendu in [
        "en trois temps. Tous les focus Aucun focus n’est encore publié ici.",
        "des notes et des rencontres. Toutes les notes Aucune note n’est encore publiée ici.",
        f"{ATELIER} Tous les ateliers Aucun épisode n’est encore publié ici.",
    ]:
        assert attendu in texte
    assert {FOCUS, NOTES, PODCASTS, "/publications/atom.xml"} <= set(liens(html))


# The lists


def test_focus_list_is_by_year_latest_first(client):
    make_focus("Ancien", annee=2021, mois=6, theme="Revenu de base")
    make_focus("Février", annee=2024, mois=2, theme="Écologie", has_cahier=True)
    make_focus("Novembre", annee=2024, mois=11, theme="Départements", sujets="essais\nécole")

    texte = mots(_html(client, FOCUS))

    assert (
        "Focus Libé · novembre 2024 Novembre Essais, école Départements "
        "Focus Libé · février 2024 Février Écologie Cahier "
        "Focus Libé · juin 2021 Ancien Revenu de base" in texte
    )


@pytest.mark.parametrize(("numero", "page"), [("0", 2), ("abc", 1), ("99", 2), ("2", 2)])
@pytest.mark.parametrize(
    ("url", "faire"), [(FOCUS, make_focus), (NOTES, make_note), (PODCASTS, make_podcast)]
)
def test_lists_are_paged_and_forgive_any_number(client, url, faire, numero, page):
    for rang in range(30):
        faire(f"Titre {rang:02}", **({"annee": 1990 + rang} if faire is make_focus else {}))

    contexte = client.get(url, {"page": numero}).context

    assert contexte["page"].number == page
    assert len(contexte["page"]) == (24 if page == 1 else 6)


@pytest.mark.parametrize(
    ("url", "attendu"),
    [
        (FOCUS, "Aucun focus n’est encore publié ici."),
        (NOTES, "Aucune note n’est encore publiée ici."),
        (PODCASTS, "0 épisode Aucun épisode n’est encore publié ici."),
    ],
)
def test_empty_lists_say_so(client, url, attendu):
    assert attendu in mots(_html(client, url))


def test_note_list_tells_who_and_when(client):
    make_note("Une note", auteurs="Fabien Bazin, président", annee=2022, resume="L’écoute.")
    make_note("Sans rien")

    texte = mots(_html(client, NOTES))

    assert "Note · Fabien Bazin · 2022 Une note L’écoute." in texte
    assert "Note Sans rien Résumé non communiqué" in texte


# A focus issue


def test_focus_detail_tells_the_issue(client):
    focus = make_focus(
        "Voyage dans la France qui essaie",
        theme="Expérimentation locale",
        annee=2023,
        mois=10,
        sujets="essais\nécole",
        partenaires="CESE",
        has_cahier=True,
        cahier_pages=8,
        cahier_date=date(2023, 10, 26),
        cahier_lien=make_lien("https://example.org/cahier.pdf"),
        forum_titre="Trois débats",
        forum_date=date(2023, 10, 26),
        forum_journees=make_journees(2024),
        forum_rendez_vous=make_rendezvous("CESE", annee=2023),
        note="Mois déduit.",
    )
    focus.sources.add(make_lien("https://example.org/cahiers", titre="Les cahiers"))
    make_vague(2022).focus.add(focus)
    make_article(
        focus,
        type="tribune",
        titre="Associer les citoyens",
        auteurs="Thomas Larrieu, membre de l’OEIL\nThierry Germain",
        date=date(2023, 10, 26),
        annee=2023,
        mois=10,
        rubrique="Forums",
        resume="Un plaidoyer.",
        note="Titre abrégé.",
        idee=make_idee("Une idée du Forum"),
        lien=make_lien("https://example.org/tribune"),
        source=make_lien("https://example.org/copie", titre="La copie lue"),
    )

    html = _html(client, focus)

    texte = mots(html)
    assert texte.startswith(
        "Focus Libé · octobre 2023 Voyage dans la France qui essaie Essais, école "
        "Articles et tribunes Tribune Associer les citoyens Thomas Larrieu, membre de l’OEIL "
        "Thierry Germain 26 octobre 2023 · rubrique « Forums » Un plaidoyer. "
        "Au Forum : Une idée du Forum Titre abrégé. "
        "Le sondage publié avec ce focus Baromètre des solutions solidaires 2022 "
        "De l’idée à l’essaimage 2022 · Baromètre Baromètre des solutions solidaires 2022 "
        "2023 · Idée Une idée du Forum 2023 · Débat CESE 2023 "
        "octobre 2023 · Focus Libé Voyage dans la France qui essaie "
        "2024 · Débat Journées 2024 Parcours en données (JSON) Sources Les cahiers (example.org) La copie lue (example.org) Mois déduit."
    )
    assert (
        "Parution Octobre 2023 Sujet Expérimentation locale Partenaires CESE "
        "Le cahier Pages 8 Parution 26 octobre 2023 Lire le cahier (PDF) example.org "
        "Le forum live Trois débats 26 octobre 2023 Journées 2024 CESE 2023" in texte
    )
    assert "https://example.org/tribune" in liens(html)
    assert "https://example.org/cahier.pdf" in liens(html)
    assert '<time datetime="2023-10">' in html


def test_focus_detail_admits_what_is_not_known(client):
    focus = make_focus("Solidarités", theme="Solidarités")
    make_article(focus, titre="", lien=None)
    make_article(focus, titre="Un mois", annee=2024, mois=1, ordre=1)
    make_article(focus, titre="Une année", annee=2024, ordre=2)

    texte = mots(_html(client, focus))

    assert (
        "Article Titre non connu Auteur non communiqué Date non connue "
        "Adresse publique non connue" in texte
    )
    assert "Un mois Auteur non communiqué Janvier 2024" in texte
    assert "Une année Auteur non communiqué 2024" in texte
    assert "Le cahier Aucun cahier n’est attesté." in texte
    assert "Le forum live Aucun forum live n’est attesté." in texte


def test_focus_detail_without_article_says_so(client):
    texte = mots(_html(client, make_focus(has_cahier=True)))

    assert "Aucun article ni aucune tribune n’est attesté." in texte
    assert (
        "Le cahier Pages nombre non communiqué Parution jour non communiqué "
        "Cahier non disponible en ligne" in texte
    )


def test_focus_detail_offers_the_cahier_for_download(client):
    cahier = Document.objects.create(titre="Cahier", fichier="documents/cahier.pdf")

    html = _html(client, make_focus(has_cahier=True, cahier=cahier))

    assert "Télécharger le cahier (PDF)" in mots(html)
    assert cahier.get_absolute_url() in liens(html)


@pytest.mark.parametrize("etat", [Lien.Etat.A_VERIFIER, Lien.Etat.INVERIFIABLE, Lien.Etat.MORT])
def test_an_address_that_was_not_verified_is_named_never_linked(client, etat):
    lien = make_lien("https://www.example.org/x", etat)
    focus = make_focus(has_cahier=True, cahier_lien=lien)
    make_article(focus, titre="Un article", lien=lien)

    pages = [_html(client, o) for o in (focus, make_note(lien=lien), make_podcast(lien=lien))]

    assert [lien.url in liens(html) for html in pages] == [False, False, False]
    texte = [mots(html) for html in pages]
    assert "Date non connue example.org (adresse non vérifiée)" in texte[0]
    assert "Lire le cahier (PDF) : example.org (adresse non vérifiée)" in texte[0]
    assert "Lire la note : example.org (adresse non vérifiée)" in texte[1]
    assert "Écouter l’épisode : example.org (adresse non vérifiée)" in texte[2]


@pytest.mark.parametrize("cas", ETATS_CACHES)
def test_focus_detail_shows_public_relations_only(client, cas):
    cache = ETATS_CACHES[cas]
    focus = make_focus(
        forum_journees=make_journees(2031, theme="Zthème", **cache),
        forum_rendez_vous=make_rendezvous("Zrendez-vous", **cache),
        chantiers=[make_chantier("Chantier visible"), make_chantier("Zchantier", **cache)],
    )
    make_article(focus, titre="Un", idee=make_idee("Zidée", **cache))
    make_article(focus, titre="Deux", idee=make_idee("Idée visible"))
    make_vague(2022, titre="Vague visible").focus.add(focus)
    make_vague(2023, titre="Zvague", **cache).focus.add(focus)

    texte = mots(_html(client, focus))

    for objet in ["Chantier visible", "Idée visible", "Vague visible"]:
        assert objet in texte
    for objet in ["2031", "Zrendez-vous", "Zchantier", "Zidée", "Zvague"]:
        assert objet not in texte
    assert "Aucun forum live n’est attesté." in texte


# A note, a podcast


def test_note_detail_tells_who_what_and_where(client):
    note = make_note(
        "L’écoute des citoyens",
        titre_document="L’écoute : levier de confiance",
        auteurs="Fabien Bazin, président\nCollectif",
        date=date(2022, 5, 3),
        annee=2022,
        resume="Retour sur « Imagine la Nièvre ».",
        lien=make_lien("https://www.example.org/note"),
        note="Page lue.",
        themes=[make_theme("Démocratie")],
    )

    html = _html(client, note)

    texte = mots(html)
    assert texte.startswith(
        "Note L’écoute des citoyens Retour sur « Imagine la Nièvre ». "
        "Autre titre : « L’écoute : levier de confiance » Lire la note example.org Sources"
    )
    assert (
        "Auteurs Fabien Bazin, président Collectif Date 3 mai 2022 Publication "
        "Observatoire de l’expérimentation et de l’innovation locales (OEIL), "
        "Fondation Jean-Jaurès À lire aussi Démocratie" in texte
    )
    assert "https://www.example.org/note" in liens(html)


def test_note_detail_admits_what_is_not_known(client):
    texte = mots(_html(client, make_note("Mieux vivre", oeil_verifie=False)))

    assert texte.startswith(
        "Note Mieux vivre Le résumé n’est pas communiqué. Adresse non communiquée "
        "Sources Aucune source n’est indiquée."
    )
    assert (
        "Auteurs non communiqués Date non communiquée Publication Fondation Jean-Jaurès "
        "rattachement à l’observatoire (OEIL) non vérifié" in texte
    )
    assert "Date 2021" in mots(_html(client, make_note("Datée", annee=2021)))


def test_podcast_detail_tells_the_question_and_the_voices(client):
    podcast = make_podcast(
        "Mieux manger",
        question="Peut-on mieux manger ensemble ?",
        presentation="<p>Un débat.</p>",
        elu="Ada, élue",
        expert="Zoé, économiste",
        date=date(2024, 3, 1),
        duree_minutes=42,
        lien=make_lien("https://www.example.org/podcast"),
        transcription="<p>Bonjour.</p>",
    )

    html = _html(client, podcast)

    texte = mots(html)
    assert texte.startswith(
        "Atelier solidaire Mieux manger Peut-on mieux manger ensemble ? "
        "Écouter l’épisode example.org Un débat. Transcription Bonjour. Sources"
    )
    assert (
        "L’élu ou l’élue Ada, élue Le porteur ou la porteuse d’initiative non communiqué "
        "L’expert ou l’experte Zoé, économiste Date 1er mars 2024 Durée 42 min" in texte
    )


def test_podcast_detail_admits_what_is_not_known(client):
    texte = mots(_html(client, make_podcast("Mieux manger")))

    assert (
        "Adresse non communiquée Transcription La transcription n’est pas disponible." in texte
    )
    assert "Date non communiquée Durée non communiquée" in texte


# Drafts, hostile text, queries


@pytest.mark.parametrize("famille", FAMILLES)
def test_a_draft_is_for_the_coordinator_alone(client, agent, coordinatrice, famille):
    brouillon = FAMILLES[famille]("Titre secret", **ETATS_CACHES["brouillon"])

    for qui in (client, agent):
        assert qui.get(brouillon.get_absolute_url()).status_code == 404
    reponse = coordinatrice.get(brouillon.get_absolute_url())
    assert "Titre secret" in mots(reponse.content.decode())
    assert "cette page n’est pas publiée" in reponse.content.decode()
    assert reponse["Cache-Control"] == "private, no-store"


def test_hostile_text_is_shown_as_text(client):
    focus = make_focus(f"Focus {MAL}", theme=MAL, sujets=MAL, partenaires=MAL, note=MAL)
    make_article(focus, titre=MAL, auteurs=MAL, rubrique=MAL, resume=MAL, note=MAL)
    note = make_note(f"Note {MAL}", auteurs=MAL, resume=MAL, note=MAL, titre_document=MAL)
    podcast = make_podcast(
        f"Podcast {MAL}", question=MAL, elu=MAL, transcription=f"<p onclick='x()'>a</p>{MAL}"
    )

    for objet in [focus, note, podcast, APERCU, FOCUS, NOTES, PODCASTS]:
        html = _html(client, objet)
        assert "<script>" not in html
        assert "onclick" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(
    ("url", "compte"), [(APERCU, 3), (FOCUS, 4), (NOTES, 4), (PODCASTS, 4)]
)
def test_lists_run_the_same_queries(client, django_assert_num_queries, url, compte, nombre):
    for rang in range(nombre):
        make_focus(f"Focus {rang}", mois=rang + 1)
        make_note(f"Note {rang}")
        make_podcast(f"Podcast {rang}")

    with django_assert_num_queries(compte):
        client.get(url)


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(
    ("faire", "compte"), [(make_focus, 10), (make_note, 6), (make_podcast, 6)]
)
def test_details_run_the_same_queries(client, django_assert_num_queries, faire, compte, nombre):
    objet = faire()
    ContentType.objects.get_for_model(objet)
    for rang in range(nombre):
        objet.themes.add(make_theme(f"Thème {rang}"))
        objet.chantiers.add(make_chantier(f"Chantier {rang}"))
        objet.mots_cles.add(f"mot {rang}")
        lien = make_lien(f"https://example.org/{rang}")
        objet.sources.add(lien)
        if faire is make_focus:
            make_article(objet, lien=lien, source=lien, idee=make_idee(f"Idée {rang}"))
            make_vague(2020 + rang).focus.add(objet)
    if faire is make_focus:
        type(objet).objects.update(
            forum_journees=make_journees(), forum_rendez_vous=make_rendezvous()
        )

    with django_assert_num_queries(compte):
        client.get(objet.get_absolute_url())
