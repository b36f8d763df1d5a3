"""How well the search answers the judged queries, on the real content and on both databases."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from recherche.demande import Demande
from recherche.index import CONTENUS
from recherche.models import Entree
from recherche.reponse import Reponse
from recherche.views import TOUT
from tests.recherche.jugement import lire_requetes, ndcg

# Of the mean over every judged query, on ten answers.
NDCG_ATTENDU = 0.9


@pytest.mark.django_db
def test_judged_queries_are_answered_in_the_right_order(charge):
    noms = _noms()

    notes = {}
    for requete in lire_requetes():
        reponse = Reponse(Demande(TOUT, QueryDict(urlencode({"q": requete.q}))))
        obtenus = [noms[pk] for pk in [*reponse.pks[0:10], *reponse.proches]]
        notes[requete.q] = ndcg(obtenus, requete.notes)

    moyenne = sum(notes.values()) / len(notes)
    print(f"nDCG@10 {moyenne:.3f} on {len(notes)} queries")  # noqa: T201  # shown by pytest -s
    assert len(notes) >= 60
    assert moyenne >= NDCG_ATTENDU, sorted(notes.items(), key=lambda paire: paire[1])[:10]


def _noms():
    """{key of an entry: « type:slug »} as the judged queries name the pages."""
    noms = {}
    for contenu in CONTENUS.values():
        objets = contenu.model._base_manager.in_bulk()
        for pk, objet_pk in Entree.objects.filter(type=contenu.nom).values_list(
            "pk", "objet_pk"
        ):
            objet = objets[objet_pk]
            slug = f"{objet.nature}/{objet.slug}" if contenu.nom == "territoire" else objet.slug
            noms[pk] = f"{contenu.nom}:{slug}"
    return noms
