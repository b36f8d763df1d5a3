"""Every Atom feed, as the programs that people use read them: valid, lasting, in order, public only."""

from datetime import timedelta

import feedparser
import pytest
from django.urls import reverse

from evenements.models import Tenue
from forum.models import Idee
from solidaires import fils
from solidaires.publication import types_publiables
from tests.factories import (
    ETATS_CACHES,
    FABRIQUES,
    FUTUR,
    PARUTION,
    make_chantier,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_note,
    make_podcast,
    make_question,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_territoire,
    make_theme,
    make_vague,
)

pytestmark = pytest.mark.django_db

SECTIONS = {
    "tout_feed": {"initiative", "reprise", "idee", "journees", "rendezvous", "citation"}
    | {"focuslibe", "note", "podcast", "vague", "chantier"},
    "fabrique:initiative_feed": {"initiative"},
    "forum:idee_feed": {"idee"},
    "evenements:journees_feed": {"journees", "citation"},
    "evenements:rendezvous_feed": {"rendezvous"},
    "publications:publication_feed": {"focuslibe", "note", "podcast"},
    "barometre:vague_feed": {"vague"},
}


@pytest.fixture(autouse=True)
def _portail(settings):
    settings.ADRESSE_DU_PORTAIL = "https://portail.example/"


def _lire(client, url):
    """The feed, which no program may find at fault."""
    reponse = client.get(url)
    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    flux = feedparser.parse(reponse.content)
    assert not flux.bozo, flux.get("bozo_exception")
    assert flux.version == "atom10"
    return flux


def _titres(client, url):
    return [entree.title for entree in _lire(client, url).entries]


def _sortes(client, url):
    """The types of its entries, from what they are known by."""
    return {
        entree.id.rpartition(":")[2].partition("/")[0] for entree in _lire(client, url).entries
    }


def _carrefours():
    """The addresses of the feeds of one hub of each sort, which everything of `_tout` points to."""
    return {
        "theme": make_theme().get_absolute_url(),
        "chantier": "/chantiers/commun/",
        "mot_cle": "/mots-cles/partage/",
        "territoire": make_territoire().get_absolute_url(),
    }


def _tout(rang=0):
    """One published object of each type, classed on the same theme, workstream, keyword and territory."""
    theme = make_theme()
    chantier = type(make_chantier(f"Chantier {rang}", themes=[theme])).objects
    commun = chantier.filter(slug="commun").first() or make_chantier("Commun", themes=[theme])
    relies = {"themes": [theme], "chantiers": [commun]}
    objets = [
        make_initiative(f"Initiative {rang}", **relies),
        make_idee(f"Idée {rang}", **relies),
        make_journees(2020 + rang, **relies),
        make_rendezvous(f"Rendez-vous {rang}"),
        make_focus(f"Focus {rang}", mois=rang + 1, **relies),
        make_note(f"Note {rang}", **relies),
        make_podcast(f"Podcast {rang}", themes=[theme]),
        make_citation(f"Mots {rang}"),
        commun,
    ]
    for objet in objets:
        objet.mots_cles.add("partage")
        objet.themes.add(theme)
    make_seance(rendez_vous=objets[3]).chantiers.add(commun)
    make_question(make_vague(2020 + rang)).chantiers.add(commun)
    make_reprise(objets[0], make_territoire("40", "Landes"))


@pytest.mark.parametrize("nom", SECTIONS)
def test_a_section_has_its_feed_of_its_own_types(client, nom):
    _tout()

    flux = _lire(client, reverse(nom))

    assert _sortes(client, reverse(nom)) == SECTIONS[nom]
    assert flux.feed.language == "fr"
    assert flux.feed.author == "Solutions solidaires"
    assert flux.feed.title.startswith("Solutions solidaires – ")
    assert flux.feed.id.startswith("tag:portail.example,2026:")
    assert {"rel": "self", "href": f"http://testserver{reverse(nom)}"}.items() <= (
        flux.feed.links[1].items()
    )


@pytest.mark.parametrize(
    ("carrefour", "sortes"),
    [
        ("theme", SECTIONS["tout_feed"] - {"reprise", "vague"}),
        ("mot_cle", SECTIONS["tout_feed"] - {"reprise", "vague"}),
        (
            "chantier",
            {"initiative", "idee", "journees", "rendezvous", "focuslibe", "note", "vague"},
        ),
        ("territoire", {"initiative", "reprise"}),
    ],
)
def test_a_hub_has_a_feed_of_what_points_to_it(client, carrefour, sortes):
    _tout()
    page = _carrefours()[carrefour]

    html = client.get(page).content.decode()

    assert _sortes(client, f"{page}atom.xml") == sortes
    assert _lire(client, f"{page}atom.xml").feed.link == f"http://testserver{page}"
    # Found by programs in the head, by people on the page.
    assert html.partition("</head>")[0].count(f'href="{page}atom.xml"') == 1
    assert html.partition("<main")[2].count(f'href="{page}atom.xml"') == 1


def test_a_hub_leaves_out_what_is_elsewhere(client):
    ici, ailleurs = make_theme("Ici"), make_theme("Ailleurs")
    make_idee("Là", themes=[ici, ailleurs])
    make_idee("Ailleurs", themes=[ailleurs])
    make_idee("Nulle part")

    assert _titres(client, "/themes/ici/atom.xml") == ["Là"]


def test_the_feed_of_a_workstream_leaves_out_its_neighbours(client):
    """An initiative shown at a séance on the workstream, a workstream that shares a question."""
    chantier, voisin = make_chantier("Commun"), make_chantier("Voisin")
    seance = make_seance(make_journees(2024))
    seance.chantiers.add(chantier)
    seance.initiatives.add(make_initiative("Présentée"))
    make_question(make_vague(titre="La vague")).chantiers.add(chantier, voisin)

    assert _titres(client, "/chantiers/commun/atom.xml") == ["Journées 2024", "La vague"]


def test_the_feed_of_a_territory_holds_all_that_concerns_it_once(client):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    bordeaux = make_territoire("33063", "Bordeaux", "commune", departement=gironde)
    sienne = make_initiative("Sienne", territoires_associes=[gironde, landes])
    make_initiative("Sur place", territoire=bordeaux)
    make_initiative("Associée", territoire=landes, territoires_associes=[gironde])
    d_ailleurs = make_initiative("Des Landes", territoire=landes)
    make_reprise(sienne, landes, statut="interesse")
    make_reprise(d_ailleurs, gironde, statut="effective")

    assert _titres(client, "/territoires/departement/gironde/atom.xml") == [
        "Associée",
        "Sur place",
        "Sienne",
        "Des Landes, Landes\u00a0: reprise par Gironde",
        "Sienne, Gironde\u00a0: intéresse Landes",
    ]


def test_the_latest_come_first_thirty_of_them_whatever_their_type(client):
    for rang in range(20):
        make_idee(f"Idée {rang:02}", published_at=PARUTION + timedelta(hours=2 * rang))
        make_note(f"Note {rang:02}", published_at=PARUTION + timedelta(hours=2 * rang + 1))

    titres = _titres(client, "/atom.xml")

    attendus = [f"{sorte} {rang:02}" for rang in range(19, 4, -1) for sorte in ("Note", "Idée")]
    assert titres == attendus


def test_one_instant_has_one_order(client):
    for rang in (1, 2):
        make_podcast(f"Podcast {rang}")
        make_idee(f"Idée {rang}")

    assert _titres(client, "/atom.xml") == ["Idée 2", "Idée 1", "Podcast 2", "Podcast 1"]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_no_feed_tells_what_is_not_online(client, coordinatrice, etat):
    theme = make_theme()
    make_idee("Visible", themes=[theme]).mots_cles.add("partage")
    caches = {
        "chantier": make_chantier("Caché", themes=[theme], **ETATS_CACHES[etat]),
        "note": make_note("Cachée", themes=[theme], **ETATS_CACHES[etat]),
        "initiative": make_initiative("Cachée", themes=[theme], **ETATS_CACHES[etat]),
    }
    for cache in caches.values():
        cache.mots_cles.add("partage", "secret")

    for qui in (client, coordinatrice):
        for url in (
            "/atom.xml",
            "/themes/alimentation/atom.xml",
            "/mots-cles/partage/atom.xml",
        ):
            assert _titres(qui, url) == ["Visible"], url
        assert _titres(qui, "/territoires/departement/gironde/atom.xml") == []
        assert qui.get("/chantiers/cache/atom.xml").status_code == 404
        assert qui.get("/mots-cles/secret/atom.xml").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/themes/rien/atom.xml",
        "/mots-cles/rien/atom.xml",
        "/chantiers/rien/atom.xml",
        "/territoires/departement/rien/atom.xml",
    ],
)
def test_an_unknown_hub_has_no_feed(client, url):
    assert client.get(url).status_code == 404


def test_an_empty_feed_is_a_feed(client):
    assert _titres(client, "/atom.xml") == []
    assert _titres(client, f"{make_theme().get_absolute_url()}atom.xml") == []


def test_an_entry_keeps_its_name_when_its_title_and_address_change(client):
    idee = make_idee("Avant")
    [avant] = _lire(client, "/forum/idees/atom.xml").entries
    idee.titre, idee.slug = "Après", "apres"
    idee.save()

    [apres] = _lire(client, "/forum/idees/atom.xml").entries

    assert apres.id == avant.id == f"tag:portail.example,2026:idee/{idee.pk}"
    assert apres.link == "http://testserver/forum/idees/apres/"


@pytest.mark.parametrize(
    ("modifie", "attendu"),
    [
        (PARUTION - timedelta(days=1), PARUTION),
        (PARUTION + timedelta(days=1), PARUTION + timedelta(days=1)),
    ],
)
def test_an_entry_was_updated_when_it_was_put_online_or_after(client, modifie, attendu):
    make_idee()
    Idee.objects.update(updated_at=modifie)

    [entree] = _lire(client, "/forum/idees/atom.xml").entries

    assert entree.updated == attendu.isoformat()
    assert entree.published == PARUTION.isoformat()


@pytest.mark.parametrize(
    ("titre", "resume", "lus"),
    [
        (
            "R&D <b>solidaire</b> « ici »",
            "Vert & bleu, 1 < 2",
            ("R&D <b>solidaire</b> «\u00a0ici\u00a0»", "Vert & bleu, 1 < 2"),
        ),
        (
            "A&T <script>alert(1)</script>",
            "<p>Un</p><script>x</script><p>deux</p>",
            ("A&T <script>alert(1)</script>", "Un deux"),
        ),
        (
            "Œuvre\x0b d'été\x08🎪\ufffe",
            "Deux\x0cmots\uffff",
            ("Œuvre d’été 🎪", "Deux mots"),
        ),
    ],
)
def test_signs_of_markup_stay_what_was_typed(client, titre, resume, lus):
    make_note(titre, slug="note", resume=resume)

    [entree] = _lire(client, "/publications/atom.xml").entries

    assert (entree.title, entree.summary) == lus
    assert entree.title_detail.type == entree.summary_detail.type == "text/plain"


def test_an_entry_says_its_type_and_its_themes(client):
    make_idee(themes=[make_theme("Santé"), make_theme("Travail & emploi")])

    [entree] = _lire(client, "/forum/idees/atom.xml").entries

    assert [mot.term for mot in entree.tags] == ["idée", "Santé", "Travail & emploi"]


def test_a_cancelled_event_says_so(client):
    make_rendezvous("Festival", annee=2026, tenue=Tenue.ANNULE, raison="Tempête.")

    [entree] = _lire(client, "/calendrier/atom.xml").entries

    assert entree.title == "Annulé\u00a0: Festival 2026"
    assert entree.summary == "Annulé. Tempête. · 2026, dates non connues"


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(
    ("nom", "requetes"),
    # The hub, the union, then each type and its themes.
    [("theme", 20), ("mot_cle", 20), ("chantier", 15), ("territoire", 5)],
)
def test_the_feed_of_a_hub_runs_the_same_queries(
    client, django_assert_num_queries, nom, requetes, nombre
):
    for rang in range(nombre):
        _tout(rang)
    page = _carrefours()[nom]

    with django_assert_num_queries(requetes):
        client.get(f"{page}atom.xml")


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_feed_of_everything_runs_the_same_queries(
    client, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        make_idee(f"Idée {rang}", themes=[make_theme()])
        make_vague(2020 + rang)

    with django_assert_num_queries(4):
        client.get("/atom.xml")


def test_a_program_that_comes_back_is_told_that_nothing_moved(client):
    make_idee("Une")
    autre = make_idee("Deux")
    marque = client.get("/forum/idees/atom.xml")["ETag"]

    rien = client.get("/forum/idees/atom.xml", headers={"If-None-Match": marque})
    autre.retire()
    retiree = client.get("/forum/idees/atom.xml", headers={"If-None-Match": marque})

    assert rien.status_code == 304
    assert retiree.status_code == 200
    # A date of the last change would not move when something goes away.
    assert "Last-Modified" not in retiree


def test_every_type_with_a_page_is_told():
    sans_fil = {model._meta.model_name for model in {*types_publiables()} - {*fils.SORTES}}

    assert sans_fil == {"page", "une"}
    assert {model._meta.model_name for model in fils.SORTES} == FABRIQUES.keys() - sans_fil


def test_what_is_scheduled_waits_for_its_hour(client):
    make_idee("Plus tard", published_at=FUTUR)

    assert _titres(client, "/forum/idees/atom.xml") == []
