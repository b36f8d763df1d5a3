"""The door of the space and the dashboard: what waits, for whom, in how many queries."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from espace.models import Amendement, Demande, Interet, Message
from solidaires.publication import Etat
from tests.factories import make_agent, make_initiative, make_territoire

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """An agent of Gironde, signed in. `.user` is her."""
    client = Client()
    client.user = make_agent("ada@gironde.example").user
    client.force_login(client.user)
    return client


def _tableau(client, territoire=None):
    return client.get(reverse("espace:tableau", args=[(territoire or make_territoire()).pk]))


def _groupes(page):
    """{title of a group: [(title, state, action)]}."""
    return {
        titre: [
            (f.initiative.titre, f.etat.replace("\u00a0", " "), f.action[0]) for f in fiches
        ]
        for titre, fiches in page.context["groupes"]
    }


def test_visitor_is_asked_to_sign_in_and_comes_back(visitor):
    page = _tableau(visitor)

    assert page.status_code == 302
    assert f"next=/espace/{make_territoire().pk}/" in page.url


def test_agent_of_one_territory_goes_straight_to_it(ada):
    assert ada.get(reverse("espace:accueil")).url == reverse(
        "espace:tableau", args=[make_territoire().pk]
    )


def test_agent_of_two_chooses(ada):
    make_agent(ada.user, make_territoire("40", "Landes"))

    page = ada.get(reverse("espace:accueil"))

    assert [str(t) for t in page.context["territoires"]] == ["Gironde (33)", "Landes (40)"]
    assert "Agir au nom d’un territoire" not in page.text


def test_who_acts_for_nobody_is_told_how_to_enter(agent):
    page = agent.get(reverse("espace:accueil"))

    assert "Votre compte n’agit pour aucun territoire" in page.text


def test_coordination_finds_any_territory_by_its_name(coordinatrice):
    make_territoire("22", "Côtes-d’Armor")
    make_territoire("40", "Landes")

    trouves = coordinatrice.get(reverse("espace:accueil"), {"q": "cotes"})
    hostile = coordinatrice.get(reverse("espace:accueil"), {"q": "\x00' OR 1=1 %" * 900})

    assert [t.nom for t in trouves.context["trouves"]] == ["Côtes-d’Armor"]
    assert hostile.context["trouves"] == []


def test_another_territory_is_not_found_and_logged(ada, caplog):
    landes = make_territoire("40", "Landes")

    assert _tableau(ada, landes).status_code == 404
    assert ada.get(reverse("espace:collegues", args=[landes.pk])).status_code == 404
    assert ada.get("/espace/999999/").status_code == 404
    assert caplog.text.count("is not theirs") == 3


def test_private_pages_are_never_cached(ada):
    page = _tableau(ada)

    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.usefixtures("today")
def test_each_sheet_says_where_it_stands_and_the_next_thing_to_do(ada):
    vieille = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
    make_initiative("Neuve", etat=Etat.BROUILLON, published_at=None)
    a_completer = make_initiative(
        "Renvoyée", etat=Etat.A_COMPLETER, published_at=None, motif="Les sources."
    )
    message = Message.objects.create(
        initiative=a_completer,
        cote=Message.Cote.COORDINATION,
        etat=Etat.A_COMPLETER,
        lu_at=vieille,
    )
    Demande.objects.create(message=message, champ="titre", texte="Plus court.")
    Demande.objects.create(message=message, champ="chapo", texte="Où ?", faite_at=vieille)
    make_initiative("Relue", etat=Etat.A_RELIRE, published_at=None)
    make_initiative("Ancienne", published_at=vieille)
    a_jour = make_initiative("À jour", date_confirmation=date(2026, 1, 5))
    make_initiative("Refusée", etat=Etat.REFUSEE, published_at=None, motif="Hors sujet.")
    make_initiative("Jetée", etat=Etat.BROUILLON, published_at=None, jetee_at=vieille)
    make_initiative("D’ailleurs", territoire=make_territoire("40", "Landes"))

    page = _tableau(ada)
    groupes = _groupes(page)

    assert sorted(groupes["Ce qui vous attend"]) == [
        ("Ancienne", "En ligne", "Dire si elle est à jour"),
        ("Neuve", "Brouillon", "Reprendre la saisie"),
        ("Renvoyée", "À compléter : 1 correction demandée", "Voir les corrections"),
    ]
    assert groupes["En cours"] == [("Relue", "En relecture", "Suivre la fiche")]
    assert groupes["En ligne"] == [("À jour", "En ligne", "Proposer une modification")]
    assert groupes["Terminées"] == [("Refusée", "Non retenue", "Lire pourquoi")]
    assert "Confirmée le 5\u00a0janvier\u00a02026" in page.text
    assert a_jour.titre in page.text


def test_unread_message_and_own_proposal_come_first(ada):
    lue, proposee = make_initiative("Avec message"), make_initiative("Proposée")
    Message.objects.create(
        initiative=lue, cote=Message.Cote.COORDINATION, texte="Merci de préciser."
    )
    Amendement.objects.create(initiative=proposee, auteur=ada.user, base={}, instantane={})

    groupes = _groupes(_tableau(ada))

    assert sorted(ligne[::2] for ligne in groupes["Ce qui vous attend"]) == [
        ("Avec message", "Lire le message"),
        ("Proposée", "Continuer ma proposition"),
    ]


def test_requests_of_other_territories_wait_for_an_answer(ada):
    interet = Interet.objects.create(
        initiative=make_initiative(), territoire=make_territoire("40", "Landes")
    )
    interet.messages.create(cote="demandeur", texte="Comment faites-vous ?")

    page = _tableau(ada)

    assert [i.pk for i in page.context["sans_reponse"]] == [interet.pk]


def test_empty_dashboard_helps(ada):
    page = _tableau(ada)

    assert "Aucune fiche pour l’instant." in page.text
    assert "Proposer une initiative" in page.text


@pytest.mark.parametrize("nombre", [1, 3, 50])
def test_dashboard_costs_the_same_whatever_the_number(ada, django_assert_num_queries, nombre):
    for rang in range(nombre):
        fiche = make_initiative(
            f"Fiche {rang}", etat=Etat.A_COMPLETER, published_at=None, motif="-"
        )
        message = Message.objects.create(
            initiative=fiche, cote=Message.Cote.COORDINATION, etat=Etat.A_COMPLETER
        )
        Demande.objects.create(message=message, champ="titre", texte="Plus court.")

    # Session, person, rights (two); territory, agent; conversations; sheets, messages,
    # corrections, proposals; people.
    with django_assert_num_queries(11):
        page = _tableau(ada)

    assert len(page.context["groupes"][0][1]) == nombre
