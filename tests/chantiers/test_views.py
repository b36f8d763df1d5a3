"""Hubs: a workstream, a theme and a keyword gather what is public, each in its group."""

import pytest

from tests.factories import (
    make_chantier,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_note,
    make_podcast,
    make_question,
    make_theme,
    make_vague,
)

pytestmark = pytest.mark.django_db


def _groupes(reponse):
    return {
        nom: [str(objet) for objet in objets]
        for nom, objets in reponse.context["contenus"].items()
        if objets
    }


def test_theme_gathers_every_sort(client):
    theme = make_theme("Logement")
    liens = {"themes": [theme]}
    make_chantier("Un chantier", **liens)
    make_initiative("Une initiative", **liens)
    make_idee("Une idée", **liens)
    make_journees(2024, **liens)
    make_focus("Un focus", **liens)
    make_note("Une note", **liens)
    make_podcast("Un podcast", **liens)
    make_citation(personne=None).themes.add(theme)
    make_initiative("Autre")

    assert _groupes(client.get("/themes/logement/")) == {
        "chantiers": ["Un chantier"],
        "initiatives": ["Une initiative"],
        "idees": ["Une idée"],
        "journees": ["Journées 2024"],
        "focus": ["Un focus"],
        "notes": ["Une note"],
        "podcasts": ["Un podcast"],
        "citations": ["Ada Lovelace, 2022"],
    }


def test_chantier_gathers_its_questions_of_published_waves(client):
    chantier = make_chantier("Revenu d’autonomie")
    make_question(make_vague(2022), libelle="Question visible").chantiers.add(chantier)
    cachee = make_vague(2023, etat="brouillon", published_at=None)
    make_question(cachee, libelle="Question cachée").chantiers.add(chantier)
    make_initiative("Une initiative", chantiers=[chantier])

    reponse = client.get(chantier.get_absolute_url())

    assert _groupes(reponse) == {"initiatives": ["Une initiative"]}
    html = reponse.content.decode()
    assert "Question visible" in html
    assert "Question cachée" not in html


def test_keyword_gathers_its_pages(client):
    make_initiative("Une initiative").mots_cles.add("revenu de base")
    make_idee("Une idée").mots_cles.add("revenu de base")
    make_idee("Autre").mots_cles.add("aidants")

    reponse = client.get("/mots-cles/revenu-de-base/")

    assert _groupes(reponse) == {"initiatives": ["Une initiative"], "idees": ["Une idée"]}


def test_an_empty_hub_says_so(client):
    make_theme("Logement")
    chantier = make_chantier()

    assert "Aucun contenu n’est encore publié sur ce thème." in (
        client.get("/themes/logement/").content.decode()
    )
    assert "n’est encore rattachée à ce chantier" in (
        client.get(chantier.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("chemin", ["/themes/rien/", "/chantiers/rien/", "/mots-cles/rien/"])
def test_an_unknown_hub_is_not_found(client, chemin):
    assert client.get(chemin).status_code == 404
