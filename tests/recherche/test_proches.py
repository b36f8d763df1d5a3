"""Pages close to a sheet: the closest first, with what they share, in words."""

import pytest

from chantiers.models import Public
from recherche.proches import proches
from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_idee,
    make_initiative,
    make_note,
    make_podcast,
    make_question,
    make_territoire,
    make_theme,
    make_vague,
)
from tests.index import indexer
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db
E = "\u00a0"


def _lus(objet, deja=()):
    return [(proche.titre, proche.raisons) for proche in proches(objet, deja)]


def test_the_closest_come_first_and_say_what_is_shared():
    chantier, sante, emploi = make_chantier("Revenu"), make_theme("Santé"), make_theme("Emploi")
    jeunes = Public.objects.get(slug="jeunes")
    fiche = make_initiative("La fiche", chantiers=[chantier], themes=[sante, emploi])
    fiche.publics.add(jeunes)
    fiche.mots_cles.add("caisse commune")
    meme_public = make_initiative("Même public", territoire=make_territoire("40", "Landes"))
    meme_public.publics.add(jeunes)
    make_idee("Deux thèmes", themes=[sante, emploi])
    make_note("Chantier", chantiers=[chantier])
    make_podcast("Mot").mots_cles.add("caisse commune")
    make_idee("Un thème", themes=[sante])
    make_idee("Rien")
    indexer()

    assert _lus(fiche) == [
        ("Chantier", f"même chantier{E}: Revenu"),
        ("Deux thèmes", f"mêmes thèmes{E}: Emploi et Santé"),
        ("Mot", f"même mot-clé{E}: caisse commune"),
        ("Même public", f"même public{E}: Jeunes"),
    ]


def test_a_territory_adds_to_what_is_shared_and_is_not_enough():
    sante = make_theme("Santé")
    fiche = make_initiative("La fiche", themes=[sante])
    make_initiative("Voisine", themes=[sante])
    make_initiative(
        "Plus récente, ailleurs", themes=[sante], territoire=make_territoire("40", "Landes")
    )
    make_initiative("Du même département seulement")
    indexer()

    assert _lus(fiche) == [
        ("Voisine", f"même thème{E}: Santé{E}; même département{E}: Gironde (33)"),
        ("Plus récente, ailleurs", f"même thème{E}: Santé"),
    ]


def test_a_keyword_that_repeats_a_theme_counts_once():
    sante, emploi = make_theme("Santé"), make_theme("Emploi")
    fiche = make_idee("La fiche", themes=[sante, emploi])
    repete, autre = (
        make_idee("Répétée", themes=[sante]),
        make_idee("Autre", themes=[emploi, sante]),
    )
    for idee in (fiche, repete):
        idee.mots_cles.add("santé")
    indexer()

    assert _lus(fiche) == [
        (autre.titre, f"mêmes thèmes{E}: Emploi et Santé"),
        (repete.titre, f"même thème{E}: Santé"),
    ]


def test_a_survey_is_close_by_the_workstream_of_its_questions():
    chantier = make_chantier("Revenu")
    vague = make_vague(2023)
    for libelle in ("Une", "Deux"):
        make_question(vague, libelle=libelle).chantiers.add(chantier)
    note = make_note("La note", chantiers=[chantier])
    indexer()

    assert _lus(note) == [(vague.titre, f"même chantier{E}: Revenu")]
    assert _lus(vague) == [("La note", f"même chantier{E}: Revenu")]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_close_to_nothing(etat):
    sante = make_theme("Santé")
    fiche = make_idee("La fiche", themes=[sante])
    make_idee("Secrète", themes=[sante], **ETATS_CACHES[etat])
    make_idee("Publique", themes=[sante])
    indexer()

    assert [titre for titre, _ in _lus(fiche)] == ["Publique"]


def test_a_draft_has_no_close_page_yet():
    sante = make_theme("Santé")
    fiche = make_idee("La fiche", themes=[sante], **ETATS_CACHES["brouillon"])
    make_idee("Publique", themes=[sante])
    indexer()

    assert _lus(fiche) == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_they_take_three_queries_whatever_is_close(django_assert_num_queries, nombre):
    sante = make_theme("Santé")
    fiche = make_idee("La fiche", themes=[sante])
    for rang in range(nombre):
        make_idee(f"Idée {rang}", themes=[sante])
    indexer()

    with django_assert_num_queries(3):
        assert len(proches(fiche)) == nombre


def test_the_page_tells_them_and_leaves_out_what_its_chain_has(client):
    chantier = make_chantier("Revenu")
    idee = make_idee("L’idée", chantiers=[chantier])
    initiative = make_initiative("L’essai", chantiers=[chantier], idees=[idee])
    note = make_note("La note", chantiers=[chantier])
    indexer()

    html = client.get(initiative.get_absolute_url()).content.decode()
    html = html[html.index('<h2 id="titre-proches"') : html.index("<aside")]

    assert "Fiches proches Note La note Même chantier : Revenu" in mots(f"<main>{html}</main>")
    assert liens(f"<main>{html}</main>") == [note.get_absolute_url()]
