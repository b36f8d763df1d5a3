"""Hubs: a workstream, a theme and a keyword gather what is public, each in its group."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.utils.html import strip_tags

from chantiers.carrefour import CLASSEES, PAR_GROUPE
from chantiers.models import MotCle, Theme
from evenements.models import Seance
from solidaires.publication import Publiable
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_lien,
    make_note,
    make_podcast,
    make_question,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_theme,
    make_vague,
)

pytestmark = pytest.mark.django_db

MAL = "<script>alert('x')</script>"
# Every sort that carries themes and keywords, by its key: how to make one with a title.
CLASSABLES = {
    "chantiers": make_chantier,
    "initiatives": make_initiative,
    "idees": make_idee,
    "journees": lambda theme, **etat: make_journees(2024, theme=theme, **etat),
    "rendez_vous": make_rendezvous,
    "focus": make_focus,
    "notes": make_note,
    "podcasts": make_podcast,
    "citations": make_citation,
}


def _faire(cle, titre, *, theme=None, mot="", **etat):
    objet = CLASSABLES[cle](titre, **etat)
    if theme:
        objet.themes.add(theme)
    if mot:
        objet.mots_cles.add(mot)
    return objet


def _contenu(client, url):
    html = client.get(url).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def _lu(html):
    """What a visitor reads, on one line."""
    return re.sub(r"[ \n]+", " ", unescape(strip_tags(html.replace("<", " <"))))


def _groupes(reponse):
    return {
        groupe.cle: [str(objet) for objet in groupe.objets]
        for groupe in reponse.context["groupes"]
    }


def test_hubs_know_every_sort_that_carries_themes_or_keywords():
    modeles = [m for m in apps.get_models() if issubclass(m, Publiable)]
    connus = {Theme._meta.get_field(cle).related_model for cle in CLASSEES}

    assert {m for m in modeles if hasattr(m, "themes")} == connus
    assert {m for m in modeles if hasattr(m, "mots_cles")} <= connus
    assert set(CLASSABLES) == set(CLASSEES)


# A theme


def test_theme_gathers_every_sort(client):
    theme = make_theme("Logement", description="Se loger.")
    for cle in CLASSABLES:
        _faire(cle, f"Titre {cle}", theme=theme)
    make_initiative("Autre")

    reponse = client.get("/themes/logement/")

    assert _groupes(reponse) == {
        "chantiers": ["Titre chantiers"],
        "initiatives": ["Titre initiatives"],
        "idees": ["Titre idees"],
        "journees": ["Journées 2024"],
        "rendez_vous": ["Titre rendez_vous"],
        "focus": ["Titre focus"],
        "notes": ["Titre notes"],
        "podcasts": ["Titre podcasts"],
        "citations": ["Ada Lovelace, 2022"],
    }
    html = reponse.content.decode()
    assert re.findall(r'<h2 id="groupe-[^>]*>([^<]*)</h2>', html) == [
        "Les chantiers",
        "Dans la Fabrique",
        "Au Forum",
        "Aux Journées",
        "Dans le calendrier",
        "Les focus avec Libération",
        "Les notes",
        "Les podcasts",
        "Les échos des Journées",
    ]
    assert "Se loger." in html
    assert "Tout voir" not in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_theme_hides_what_is_not_online(client, etat):
    theme = make_theme("Logement")
    for cle in CLASSABLES:
        champs = {"annee": 2023} if cle == "focus" else {}
        _faire(cle, f"Visible {cle}", theme=theme, **champs)
    make_journees(2019, themes=[theme], **ETATS_CACHES[etat])
    for cle in CLASSABLES.keys() - {"journees"}:
        _faire(cle, f"Secret {cle}", theme=theme, **ETATS_CACHES[etat])

    html = _contenu(client, "/themes/logement/") + _contenu(client, "/themes/")

    for cle in CLASSABLES:
        assert f"Visible {cle}" in html
    assert "Secret" not in html
    assert "2019" not in html
    for compte in ("1 chantier", "1 initiative", "1 idée", "1 édition", "1 note", "1 citation"):
        assert f">{compte}" in html


def test_theme_shows_the_latest_and_leads_to_the_rest(client):
    theme = make_theme("Logement")
    for i in range(PAR_GROUPE + 1):
        make_initiative(f"Initiative {i:02}", themes=[theme])
        make_idee(f"Idée {i:02}", themes=[theme], annee=2000 + i)

    html = _contenu(client, "/themes/logement/")

    assert html.count("Initiative ") == PAR_GROUPE
    assert "Initiative 00" not in html
    assert "Idée 12" in html
    assert "Idée 00" not in html
    assert (
        '<a href="/fabrique/initiatives/?theme=logement">Tout voir (13 initiatives)</a>' in html
    )
    assert '<a href="/forum/idees/">12 sur 13 idées, toute la rubrique</a>' in html
    suite = client.get("/fabrique/initiatives/?theme=logement")
    assert suite.context["page"].paginator.count == PAR_GROUPE + 1


def test_theme_without_content_says_so(client):
    make_theme("Logement")

    html = _contenu(client, "/themes/logement/")

    assert "Aucun contenu n’est encore publié sur ce thème." in html


def test_themes_say_what_is_published_on_each(client):
    logement, sante = make_theme("Logement", ordre=1), make_theme("Santé", ordre=2)
    make_initiative("Une", themes=[logement, sante])
    make_initiative("Deux", themes=[logement])
    make_idee("Cachée", themes=[logement], etat="brouillon", published_at=None)
    make_theme("Prévention", ordre=3, description="Prévenir.")

    nombres = {t.nom: t.nombres for t in client.get("/themes/").context["themes"]}

    assert nombres == {
        "Logement": ["2 initiatives"],
        "Santé": ["1 initiative"],
        "Prévention": ["rien de publié encore"],
    }


def test_no_theme_at_all_says_so(client):
    assert "Aucun thème n’est encore défini." in _contenu(client, "/themes/")


# A workstream


def test_chantier_gathers_its_way_from_the_idea_to_the_essaimage(client):
    chantier = make_chantier("Revenu d’autonomie", chapo="Garantir un revenu.")
    liens = {"chantiers": [chantier]}
    initiative = make_initiative("Une initiative", **liens)
    make_reprise(initiative)
    make_idee("Une idée", **liens)
    make_idee("Une autre idée", annee=2020, **liens)
    make_journees(2024, **liens)
    make_rendezvous("Un rendez-vous").chantiers.add(chantier)
    make_focus("Un focus", **liens)
    make_note("Une note", **liens)
    make_podcast("Un podcast").chantiers.add(chantier)
    make_question(make_vague(2022), libelle="Une question").chantiers.add(chantier)
    make_initiative("Autre")

    reponse = client.get(chantier.get_absolute_url())

    assert _groupes(reponse) == {
        "idees": ["Une idée", "Une autre idée"],
        "initiatives": ["Une initiative"],
        "journees": ["Journées 2024"],
        "rendez_vous": ["Un rendez-vous"],
        "focus": ["Un focus"],
        "notes": ["Une note"],
        "podcasts": ["Un podcast"],
    }
    lu = _lu(_contenu(client, chantier.get_absolute_url()))
    assert (
        "De l’idée à l’essaimage Idée 2 idées Expérimentation 1 initiative Débat 1 édition des "
        "Journées 1 rendez-vous 1 focus 1 question du baromètre Essaimage 1 reprise par d’autres "
        "territoires"
    ) in lu
    assert "Au baromètre Une question Baromètre des solutions solidaires 2022" in lu


def test_chantier_says_which_steps_are_empty(client):
    chantier = make_chantier()

    lu = _lu(_contenu(client, chantier.get_absolute_url()))

    assert (
        "Idée Rien de publié à cette étape Expérimentation Rien de publié à cette étape "
        "Débat Rien de publié à cette étape Essaimage Aucune reprise déclarée "
        "Sources Aucune source n’est indiquée."
    ) in lu


def test_chantier_counts_public_reprises_only(client):
    chantier = make_chantier()
    initiative = make_initiative(chantiers=[chantier])
    make_reprise(initiative)
    make_reprise(
        initiative, make_initiative("B").territoire, etat="brouillon", published_at=None
    )

    assert "1 reprise par" in _contenu(client, chantier.get_absolute_url())


def test_chantier_lists_the_seances_that_dealt_with_it(client):
    chantier, autre = make_chantier("Le bon"), make_chantier("Un autre")
    directes = make_journees(2024, chantiers=[chantier, autre])
    indirectes = make_journees(2022)
    rendez_vous = make_rendezvous("Forum de l’ESS")
    make_seance(directes, titre="Se déplacer").chantiers.add(chantier, autre)
    make_seance(directes, titre="Se loger").chantiers.add(autre)
    make_seance(directes, titre="Sans chantier")
    make_seance(indirectes, titre="", type=Seance.Type.ATELIER).chantiers.add(chantier)
    make_seance(rendez_vous=rendez_vous, titre="S’engager").chantiers.add(chantier)
    make_journees(2021, chantiers=[autre])

    reponse = client.get(chantier.get_absolute_url())

    assert _groupes(reponse) == {
        "journees": ["Journées 2024", "Journées 2022"],
        "rendez_vous": ["Forum de l’ESS"],
    }
    lu = _lu(_contenu(client, chantier.get_absolute_url()))
    assert "Table ronde\u00a0: Se déplacer Journées 2024 Atelier Journées 2022" in lu
    assert "Table ronde\u00a0: S’engager Forum de l’ESS" in lu
    assert lu.count("Se déplacer") == 2  # in the chronology, and under its edition
    assert "Se loger" not in lu
    assert "Sans chantier" not in lu


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_chantier_hides_what_is_not_online(client, etat):
    chantier = make_chantier()
    liens, cache = {"chantiers": [chantier]}, ETATS_CACHES[etat]
    make_question(make_vague(2022), libelle="Question visible").chantiers.add(chantier)
    make_question(make_vague(2023, **cache), libelle="Question secrète").chantiers.add(chantier)
    make_seance(make_journees(2022), titre="Séance visible").chantiers.add(chantier)
    make_seance(make_journees(2023, **cache), titre="Séance secrète").chantiers.add(chantier)
    make_seance(
        rendez_vous=make_rendezvous("Rencontre secrète", **cache), titre="Séance secrète"
    ).chantiers.add(chantier)
    make_journees(2021, **liens, **cache)
    make_idee("Idée visible", annee=2020, **liens)
    make_idee("Idée secrète", **liens, **cache)
    make_focus("Focus visible", **liens)
    make_focus("Focus secret", mois=3, **liens, **cache)

    html = _contenu(client, chantier.get_absolute_url())

    for mot in ("Question", "Séance", "Idée", "Focus"):
        assert f"{mot} visible" in html
    assert "secr" not in html
    assert "2021" not in html
    assert "2023" not in html


def test_chantiers_come_in_the_coordinators_order_by_pages(client):
    for i in range(25):
        make_chantier(f"Chantier {i:02}", ordre=25 - i, chapo="Où l’on en est.")
    make_chantier("Chantier secret", etat="brouillon", published_at=None)

    premiere, derniere = client.get("/chantiers/"), client.get("/chantiers/?page=2")

    assert [c.titre for c in premiere.context["page"]][:2] == ["Chantier 24", "Chantier 23"]
    assert [c.titre for c in derniere.context["page"]] == ["Chantier 00"]
    assert "Où l’on en est." in premiere.content.decode()


def test_no_chantier_at_all_says_so(client):
    assert "Aucun chantier n’est encore publié." in _contenu(client, "/chantiers/")


# A keyword


def test_keyword_gathers_every_sort(client):
    for cle in CLASSABLES:
        _faire(cle, f"Titre {cle}", mot="revenu de base")
    make_idee("Autre").mots_cles.add("aidants")

    reponse = client.get("/mots-cles/revenu-de-base/")

    assert list(_groupes(reponse)) == list(CLASSABLES)
    assert _groupes(reponse)["idees"] == ["Titre idees"]
    assert "<h1" in reponse.content.decode()
    assert "revenu de base</h1>" in reponse.content.decode()


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_keyword_hides_what_is_not_online(client, etat):
    make_idee("Idée visible").mots_cles.add("aidants")
    for cle in CLASSABLES:
        _faire(cle, f"Secret {cle}", mot="aidants", **ETATS_CACHES[etat])

    html = _contenu(client, "/mots-cles/aidants/")

    assert "Idée visible" in html
    assert "Secret" not in html
    assert "Journées" not in html


def test_keyword_of_nothing_public_is_unknown_to_visitors(client, agent, coordinatrice):
    make_idee(etat="brouillon", published_at=None).mots_cles.add("aidants")
    MotCle.objects.create(name="orphelin", slug="orphelin")

    assert client.get("/mots-cles/aidants/").status_code == 404
    assert agent.get("/mots-cles/aidants/").status_code == 404
    assert client.get("/mots-cles/orphelin/").status_code == 404
    assert "Aucun contenu publié ne porte encore ce mot-clé." in _contenu(
        coordinatrice, "/mots-cles/aidants/"
    )


# All of them


@pytest.mark.parametrize("chemin", ["/themes/rien/", "/chantiers/rien/", "/mots-cles/rien/"])
def test_an_unknown_hub_is_not_found(client, chemin):
    reponse = client.get(chemin)

    assert reponse.status_code == 404
    assert "Solutions solidaires" in reponse.content.decode()


def test_hubs_show_markup_as_text(client):
    theme = make_theme(f"Logement {MAL}", slug="logement", description=MAL)
    chantier = make_chantier(
        f"Chantier {MAL}", slug="chantier", themes=[theme], chapo=MAL, corps=f"<p>Oui{MAL}</p>"
    )
    journees = make_journees(2024, chantiers=[chantier], themes=[theme])
    make_seance(journees, titre=MAL).chantiers.add(chantier)
    make_question(make_vague(titre=MAL), libelle=MAL).chantiers.add(chantier)
    make_citation(MAL).themes.add(theme)
    make_idee(f"Idée {MAL}", slug="idee").mots_cles.add(MAL)
    mot = MotCle.objects.get()

    for url in (
        "/themes/",
        "/themes/logement/",
        "/chantiers/",
        "/chantiers/chantier/",
        mot.get_absolute_url(),
    ):
        html = client.get(url).content.decode()
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_a_draft_chantier_is_previewed_by_its_editors_only(client, coordinatrice):
    chantier = make_chantier(etat="brouillon", published_at=None)

    apercu = coordinatrice.get(chantier.get_absolute_url())

    assert "Aperçu\u00a0: cette page n’est pas publiée" in unescape(apercu.content.decode())
    assert f"{chantier.get_absolute_url()}atom.xml" not in apercu.content.decode()
    assert apercu["Cache-Control"] == "private, no-store"
    assert apercu["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(chantier.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_hubs_run_the_same_queries_whatever_they_gather(
    client, django_assert_num_queries, nombre
):
    theme, chantier = make_theme("Logement"), make_chantier("Chantier")
    chantier.sources.add(make_lien())
    for i in range(nombre):
        for cle in CLASSABLES.keys() - {"journees", "focus"}:
            objet = _faire(cle, f"{cle} {i}", theme=theme, mot="aidants")
            if hasattr(objet, "chantiers"):
                objet.chantiers.add(chantier)
        journees = make_journees(2020 + i, themes=[theme], chantiers=[chantier])
        focus = make_focus(f"Focus {i}", mois=i + 1, themes=[theme], chantiers=[chantier])
        for objet in (journees, focus):
            objet.mots_cles.add("aidants")
        make_seance(journees).chantiers.add(chantier)
        make_question(make_vague(2020 + i)).chantiers.add(chantier)
    client.get("/mots-cles/aidants/")  # content types are asked once per process

    with django_assert_num_queries(12):
        client.get("/chantiers/chantier/")
    with django_assert_num_queries(10):
        client.get("/themes/logement/")
    with django_assert_num_queries(10):
        client.get("/mots-cles/aidants/")
    with django_assert_num_queries(1):
        client.get("/themes/")
    with django_assert_num_queries(2):
        client.get("/chantiers/")
