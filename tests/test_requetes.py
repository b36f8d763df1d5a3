"""Every public page runs the same few queries, whatever it shows: counted at 1 and at 3 items."""

import pytest

from chantiers.models import Chantier, Theme
from evenements.models import Journees
from fabrique.models import ChiffreCle, Etape, Initiative
from forum.models import Idee
from tests import site_complet
from tests.factories import (
    make_article,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_intervention,
    make_journees,
    make_lien,
    make_note,
    make_page,
    make_personne,
    make_podcast,
    make_question,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_territoire,
    make_vague,
)

pytestmark = pytest.mark.django_db

# Bars: home 16, lists 8, details 10 before the chain, the short address and the close pages (two
# queries more when the index holds the sheet: tests/recherche/test_proches.py).
REQUETES = {
    "accueil": 14,
    "initiative_list": 5,
    "initiative_detail": 12,
    "idee_list": 5,
    "idee_detail": 10,
    "proposer": 0,
    "vague_list": 1,
    "vague_detail": 11,
    "territoire_list": 3,
    "territoire_detail": 11,
    "chantier_list": 2,
    "chantier_detail": 12,
    "theme_list": 1,
    "theme_detail": 10,
    "motcle_detail": 2,
    "page_detail": 2,
    "plan_du_site": 3,
    "signaler": 0,
    "introuvable": 2,
}


def _deux_de_plus():
    """Two more of everything, on the same objects and beside them."""
    initiative = Initiative.objects.get(titre="Caisse commune de l’alimentation")
    journees = Journees.objects.get(annee=2024)
    liens = {
        "themes": list(Theme.objects.all()),
        "chantiers": list(Chantier.objects.all()),
    }
    for i in range(2):
        lien = make_lien(f"https://example.org/autre-{i}")
        territoire = make_territoire(f"6{i}", f"Département {i}")
        idee = make_idee(f"Idée {i}", **liens)
        autre = make_initiative(f"Initiative {i}", idees=[idee], **liens)
        autre.mots_cles.add("caisse commune")
        initiative.idees.add(idee)
        initiative.sources.add(lien)
        initiative.territoires_associes.add(territoire)
        initiative.mots_cles.add(f"mot {i}")
        Etape.objects.create(initiative=initiative, stade="deployee", annee=2025 + i)
        ChiffreCle.objects.create(
            initiative=initiative, libelle=f"chiffre {i}", valeur=i, source=lien
        )
        make_reprise(initiative, territoire)
        seance = make_seance(journees, titre=f"Séance {i}")
        seance.initiatives.add(initiative)
        personne = make_personne(f"Personne {i}")
        make_intervention(personne, seance=seance, source=lien)
        make_citation(journees=journees, personne=personne)
        journees.idees.add(idee)
        make_journees(2020 + i, **liens)
        make_rendezvous(f"Rendez-vous {i}", annee=2999)
        focus = make_focus(f"Focus {i}", mois=i + 3, **liens)
        make_article(focus, lien=lien)
        make_note(f"Note {i}", **liens)
        make_podcast(f"Podcast {i}")
        vague = make_vague(2020 + i)
        make_question(vague)
        make_page(f"Page {i}")
        Idee.objects.get(titre="Un revenu de base local").sources.add(lien)
    for vague in initiative._meta.apps.get_model("barometre", "Vague").objects.all():
        make_question(vague, reponses={"Une": 10, "Deux": 20, "Trois": None})


@pytest.mark.parametrize("nom", REQUETES)
def test_page_runs_the_same_queries_at_1_and_3_items(client, django_assert_num_queries, nom):
    site_complet.construire()
    url = site_complet.types_de_page()[nom]
    client.get(url)

    with django_assert_num_queries(REQUETES[nom]):
        client.get(url)
    _deux_de_plus()
    with django_assert_num_queries(REQUETES[nom]):
        client.get(url)
