"""The list of ideas and the page of one, as a reader sees them."""

from datetime import date

import pytest

from tests.factories import (
    ETATS_CACHES,
    make_article,
    make_chantier,
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_lien,
    make_rendezvous,
    make_territoire,
    make_theme,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

LISTE = "/forum/idees/"


def _html(client, idee):
    return client.get(idee.get_absolute_url()).content.decode()


# The list


def test_list_shows_the_latest_year_first(client):
    make_idee("Ancienne", annee=2021)
    make_idee("Récente", annee=2024, partenaire=True, themes=[make_theme("Santé")])
    make_idee("Cachée", annee=2025, etat="brouillon", published_at=None)

    page = mots(client.get(LISTE).content.decode())

    assert (
        "Proposer une idée 2 idées Trier : Année · Titre, de A à Z Fil Atom Partenaire · 2024 Récente "
        "Texte de l’idée. Santé Idée · 2021 Ancienne Texte de l’idée."
    ) in page
    assert "Cachée" not in page


def test_list_is_paged_by_24_in_a_stable_order(client):
    for rang in range(26):
        make_idee(f"Idée {rang:02}")

    pages = [client.get(LISTE, {"page": n}).context["page"] for n in (1, 2)]

    assert [idee.titre for page in pages for idee in page] == [
        f"Idée {rang:02}" for rang in range(25, -1, -1)
    ]
    assert [len(page) for page in pages] == [24, 2]


@pytest.mark.parametrize(("page", "rendue"), [("abc", 1), ("-1", 2), ("99", 2)])
def test_a_nonsense_page_is_the_nearest_one(client, page, rendue):
    for rang in range(25):
        make_idee(f"Idée {rang}")

    assert client.get(LISTE, {"page": page}).context["page"].number == rendue


def test_an_empty_list_shows_a_way_out(client):
    html = client.get(LISTE).content.decode()

    assert "Proposer une idée 0 idée Fil Atom Aucune idée n’est encore publiée." in mots(html)
    assert "/fabrique/initiatives/" in liens(html)


# The page


def test_a_bare_page_says_what_it_does_not_know(client):
    page = mots(_html(client, make_idee("Une idée", annee=None, corps="")))

    assert page == (
        "Idée Une idée Auteur non précisé Le texte de cette idée n’est pas disponible. Sources "
        "Aucune source n’est indiquée. En bref Année non communiquée Suite donnée non renseignée "
        "De l’idée à l’essai Aucune initiative de la Fabrique n’est encore rattachée à cette idée."
    )


def test_a_whole_page_says_who_speaks_what_and_what_follows(client):
    idee = make_idee(
        "Aider, à condition que…",
        auteur="Najat Vallaud-Belkacem",
        organisation="ONE",
        partenaire=True,
        annee=2024,
        chapo="Une critique.",
        corps="<p>Le texte.</p>",
        suite="retenue",
        reponse="<p>Essayons.</p>",
        date_reponse=date(2024, 3, 1),
        note="Titre reconstitué",
    )
    idee.sources.add(make_lien("https://one.org/tribune", titre="La tribune"))
    make_initiative("Un essai", idees=[idee], territoire=make_territoire("58", "Nièvre"))

    html = _html(client, idee)

    assert mots(html).startswith(
        "Partenaire · 2024 Aider, à condition que… Une critique. Par Najat Vallaud-Belkacem, ONE "
        "Le texte. La réponse de Solutions solidaires Essayons. Répondu le 1er mars 2024 . "
        "De l’idée à l’essaimage 2024 · Idée Aider, à condition que… Expérimentation Un essai, "
        "Nièvre Parcours en données (JSON) Sources La tribune (one.org) Titre reconstitué En bref "
        "Année 2024 Suite donnée Retenue pour être expérimentée De l’idée à l’essai Un essai Nièvre"
    )
    assert 'datetime="2024-03-01"' in html
    assert {"https://one.org/tribune", "/fabrique/initiatives/un-essai/"} <= set(liens(html))


def test_an_undated_answer_says_so(client):
    page = mots(_html(client, make_idee(reponse="<p>Essayons.</p>")))

    assert "Essayons. Date de la réponse non communiquée." in page


def test_page_leads_to_its_debates_its_printing_and_its_subjects(client):
    idee = make_idee(chantiers=[make_chantier("Un chantier")], themes=[make_theme("Santé")])
    idee.mots_cles.add("prévention", "santé")
    make_journees(2024, idees=[idee])
    make_rendezvous("Festival VYV", idees=[idee])
    focus = make_focus("Des solutions")
    make_article(focus, idee=idee)
    make_article(focus, idee=idee)

    page = mots(_html(client, idee))

    assert page.endswith(
        "Où elle a été débattue Journées 2024 Festival VYV Où elle a paru Des solutions Focus "
        "Libé · février 2024 À lire aussi Un chantier Santé prévention"
    )


# What must not leak


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_page_hides_what_is_not_online_around_it(client, etat):
    cache = ETATS_CACHES[etat]
    idee = make_idee(
        chantiers=[make_chantier("Chantier secret", **cache), make_chantier("Chantier visible")]
    )
    make_initiative("Initiative secrète", idees=[idee], **cache)
    make_initiative("Initiative visible", idees=[idee])
    make_journees(2021, idees=[idee], **cache)
    make_journees(2022, idees=[idee])
    make_rendezvous("Rendez-vous secret", idees=[idee], **cache)
    make_rendezvous("Rendez-vous visible", idees=[idee])
    make_article(make_focus("Focus secret", mois=5, **cache), idee=idee)
    make_article(make_focus("Focus visible"), idee=idee)

    page = mots(_html(client, idee))

    for visible in ("Chantier", "Initiative", "Rendez-vous", "Focus"):
        assert f"{visible} visible" in page
    assert "Journées 2022" in page
    for secret in ("secret", "secrète", "Journées 2021"):
        assert secret not in page


def test_hostile_text_is_shown_as_text(client):
    mechant = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    idee = make_idee(
        **dict.fromkeys(
            ["titre", "chapo", "auteur", "organisation", "note", "corps", "reponse"], mechant
        ),
        slug="hostile",
    )

    page, liste = _html(client, idee), client.get(LISTE).content.decode()

    for html in (page, liste):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
