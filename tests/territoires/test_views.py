"""The members on their map and in words, and the page of one territory."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from territoires.models import Adhesion, Territoire
from tests.factories import make_adhesion, make_initiative, make_reprise, make_territoire

pytestmark = pytest.mark.django_db


def _groupes(reponse, cle):
    return [(titre, [t.nom for t in groupe]) for titre, groupe in reponse.context[cle]]


def test_list_separates_members_from_the_others(client, today):
    make_adhesion(make_territoire("33", "Gironde"), role="initiateur", annee_attestee=2021)
    make_adhesion(make_territoire("40", "Landes"), date_debut=date(2020, 1, 1))
    make_adhesion(make_territoire("58", "Nièvre"), date_fin=date(2022, 1, 1))
    make_territoire("01", "Ain")
    make_initiative(territoire=make_territoire("34", "Hérault"))
    make_initiative(
        "Cachée", territoire=make_territoire("11", "Aude"), etat="brouillon", published_at=None
    )

    reponse = client.get("/territoires/")

    assert _groupes(reponse, "membres") == [("Départements", ["Gironde", "Landes"])]
    assert _groupes(reponse, "autres") == [("Départements", ["Hérault"])]
    html = reponse.content.decode()
    assert "initiateur, cité en 2021" in html
    assert "membre depuis 2020" in html
    liens = [forme.libelle for forme in reponse.context["carte"].liens]
    assert liens == [
        "Gironde (33), territoire membre, aucune initiative",
        "Hérault (34), 1 initiative",
        "Landes (40), territoire membre, aucune initiative",
    ]


def test_page_gathers_what_comes_from_the_territory(client):
    aquitaine = make_territoire("75", "Nouvelle-Aquitaine", Territoire.Nature.REGION)
    gironde = make_territoire(region=aquitaine, population=1_690_000)
    landes = make_territoire("40", "Landes")
    make_initiative("La sienne", territoire=gironde)
    make_initiative("Associée", territoire=landes, territoires_associes=[gironde])
    make_reprise(make_initiative("Reprise", territoire=landes), gironde)

    html = client.get("/territoires/departement/gironde/").content.decode()

    for attendu in ("La sienne", "Associée", "Reprise", "Nouvelle-Aquitaine"):
        assert attendu in html
    assert "1\u00a0690\u00a0000 personnes" in html
    assert "Aucune adhésion à Solutions solidaires n’est attestée." in html


@pytest.mark.parametrize(
    "chemin", ["departement/inconnu/", "royaume/gironde/", "region/gironde/"]
)
def test_an_unknown_territory_is_not_found(client, chemin):
    make_territoire()

    assert client.get(f"/territoires/{chemin}").status_code == 404


def test_membership_ends_after_it_begins():
    adhesion = Adhesion(
        territoire=make_territoire(), date_debut=date(2022, 1, 1), date_fin=date(2021, 1, 1)
    )

    with pytest.raises(ValidationError, match="se termine après avoir commencé"):
        adhesion.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        adhesion.save()


def test_a_territory_has_one_undated_membership():
    make_adhesion()

    with pytest.raises(ValidationError, match="déjà une adhésion sans date"):
        Adhesion(territoire=make_territoire()).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_adhesion()
