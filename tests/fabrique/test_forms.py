"""The filters of the list: what each keeps, and the pills that undo them one by one."""

import pytest
from django.http import QueryDict

from fabrique.forms import InitiativeFilterForm
from fabrique.models import Initiative
from tests.factories import make_initiative, make_territoire, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiatives():
    """Five sheets that differ by one filter each, in a known order."""
    landes = make_territoire("40", "Landes")
    marsan = make_territoire("244000808", "Mont-de-Marsan", "epci", departement=landes)
    make_initiative("Au département", territoire=landes)
    make_initiative("À l’intercommunalité", territoire=marsan)
    make_initiative("Ailleurs", territoire=make_territoire("2A", "Corse-du-Sud"))
    make_initiative("Logement", themes=[make_theme("Logement")], nature="experience")
    make_initiative("Arrêtée", stade="arretee", themes=[make_theme("Santé")])


def _filtrees(requete):
    form = InitiativeFilterForm(QueryDict(requete))
    return list(form.filter(Initiative.objects.order_by("pk")).values_list("titre", flat=True))


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        ("theme=logement", ["Logement"]),
        ("nature=experience", ["Logement"]),
        ("stade=arretee", ["Arrêtée"]),
        ("departement=40", ["Au département", "À l’intercommunalité"]),
        ("departement=2A", ["Ailleurs"]),
        ("theme=sante&stade=arretee", ["Arrêtée"]),
        ("theme=logement&stade=arretee", []),
    ],
)
def test_filters_narrow_together(initiatives, requete, attendu):
    assert _filtrees(requete) == attendu


@pytest.mark.parametrize("requete", ["", "theme=", "departement=+", "inconnu=1", "page=2"])
def test_nothing_asked_keeps_everything(initiatives, requete):
    assert len(_filtrees(requete)) == 5


@pytest.mark.parametrize(
    ("requete", "champ", "message"),
    [
        ("theme=n-existe-pas", "theme", "Ce thème n’existe pas."),
        ("nature=%27%3B+DROP+TABLE", "nature", "Cette nature n’existe pas."),
        ("stade=Idée", "stade", "Ce stade n’existe pas."),
        ("departement=99", "departement", "Ce département n’existe pas."),
        ("departement=244000808", "departement", "Ce département n’existe pas."),
        ("theme=%00", "theme", "Le caractère nul n’est pas autorisé."),
    ],
)
def test_a_value_that_is_not_offered_says_so_and_filters_nothing(
    initiatives, requete, champ, message
):
    form = InitiativeFilterForm(QueryDict(requete))

    assert form.errors == {champ: [message]}
    assert len(_filtrees(requete)) == 5


def test_a_wrong_filter_leaves_the_others_at_work(initiatives):
    assert _filtrees("departement=99&stade=arretee") == ["Arrêtée"]


def test_a_departement_that_left_the_geography_is_not_offered():
    ancien = make_territoire("20", "Corse", date_fin="1976-01-01")
    make_territoire("33", "Gironde")
    offerts = InitiativeFilterForm(QueryDict()).fields["departement"].queryset

    assert [territoire.nom for territoire in offerts] == ["Gironde"]
    assert ancien.date_fin


def test_pills_say_each_filter_and_lead_to_the_list_without_it(initiatives):
    form = InitiativeFilterForm(
        QueryDict("theme=logement&nature=experience&departement=40&stade=inconnu&page=3")
    )

    assert form.pills() == [
        ("Logement", "nature=experience&departement=40"),
        ("Expérience", "theme=logement&departement=40"),
        ("Landes (40)", "theme=logement&nature=experience"),
    ]


def test_no_filter_shows_no_pill():
    assert InitiativeFilterForm(QueryDict("stade=")).pills() == []
