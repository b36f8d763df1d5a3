"""The door of the space and the dashboard: what waits, for whom, in how many queries."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from espace.models import Amendement, Demande, Interet, Message
from solidaires.publication import Etat
from tests.conftest import AUJOURD_HUI
from tests.factories import (
    PARUTION,
    make_agent,
    make_initiative,
    make_reprise,
    make_territoire,
    make_user,
)

pytestmark = pytest.mark.django_db

HIER = AUJOURD_HUI - timedelta(days=1)


@pytest.fixture
def ada():
    """An agent of Gironde, signed in. `.user` is her."""
    client = Client()
    client.user = make_agent("ada@gironde.example").user
    client.force_login(client.user)
    return client


def _liens(page):
    """[(words, address)] of the territories listed."""
    return [
        (mots, adresse)
        for adresse, mots in re.findall(
            r'personnes__ligne"><a href="([^"]+)">([^<]+)</a>', page.text
        )
    ]


def _tableau(client, territoire=None):
    return client.get(reverse("espace:tableau", args=[(territoire or make_territoire()).pk]))


def _groupes(page):
    """{title of a group: [(title of a sheet, its state, its action)]}, as read on the page."""
    groupes = {}
    for section in re.findall(r"<section.*?</section>", page.text, re.DOTALL):
        fiches = re.findall(
            r'<h3.*?>([^<]+)</a></h3>.*?badge">(.*?)</span>.*?bouton--clair"[^>]*>(.*?)<',
            section,
            re.DOTALL,
        )
        if fiches:
            titre = re.search(r"<h2[^>]*>(.*?) <", section)[1]
            groupes[titre] = [
                tuple(mot.replace("\u00a0", " ") for mot in fiche) for fiche in fiches
            ]
    return groupes


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

    assert [nom for nom, _ in _liens(page)] == ["Gironde (33)", "Landes (40)"]
    assert "Agir au nom d’un territoire" not in page.text


def test_who_acts_for_nobody_is_told_how_to_enter(agent):
    page = agent.get(reverse("espace:accueil"))

    assert "Votre compte n’agit pour aucun territoire" in page.text


def test_coordination_finds_any_territory_by_its_name(coordinatrice):
    armor = make_territoire("22", "Côtes-d’Armor")
    make_territoire("40", "Landes")

    page = coordinatrice.get(reverse("espace:accueil"), {"q": "cotes"})
    vide = coordinatrice.get(reverse("espace:accueil"), {"q": "<b>zz"})

    assert _liens(page) == [("Côtes-d’Armor", reverse("espace:tableau", args=[armor.pk]))]
    assert "Département, 22" in page.text
    assert "Aucun territoire trouvé pour «&nbsp;&lt;b&gt;zz&nbsp;»." in vide.text


@pytest.mark.parametrize("recherche", ["\x00", "' OR 1=1 --", "%", "é" * 9000, "😀"])
def test_whatever_is_searched_is_answered(coordinatrice, recherche):
    page = coordinatrice.get(reverse("espace:accueil"), {"q": recherche})

    assert page.status_code == 200
    assert "Agir au nom d’un territoire" in page.text


def test_coordination_sees_the_territories_where_something_is(coordinatrice):
    gironde, landes = make_territoire(), make_territoire("40", "Landes")
    make_territoire("22", "Côtes-d’Armor")
    make_agent("parti@cotesdarmor.example", make_territoire("22"), date_fin=date(2024, 3, 1))
    make_agent("ada@landes.example", landes)
    for titre in ("Caisse", "Épicerie"):
        make_initiative(titre, territoire=gironde)
    jetee = {"etat": Etat.BROUILLON, "published_at": None, "jetee_at": HIER}
    make_initiative("Jetée", territoire=make_territoire("22"), **jetee)

    page = coordinatrice.get(reverse("espace:accueil"))

    assert [nom for nom, _ in _liens(page)] == ["Gironde (33)", "Landes (40)"]
    assert "2 fiches, personne n’agit encore" in page.text
    assert "0 fiche, 1 personne" in page.text


def test_agent_does_not_search_other_territories(ada):
    make_agent(ada.user, make_territoire("40", "Landes"))
    make_territoire("22", "Côtes-d’Armor")

    page = ada.get(reverse("espace:accueil"), {"q": "cotes"})

    assert "Côtes-d’Armor" not in page.text


def test_another_territory_is_not_found_and_logged(ada, caplog):
    landes = make_territoire("40", "Landes")

    assert _tableau(ada, landes).status_code == 404
    assert ada.get(reverse("espace:collegues", args=[landes.pk])).status_code == 404
    assert ada.get("/espace/999999/").status_code == 404
    assert caplog.text.count("is not theirs") == 3


def test_public_pages_lead_to_the_space_the_same_way_for_everybody(visitor, ada):
    page = visitor.get(reverse("accueil"))

    mots = r'<a href="([^"]+)">Espace(?:<span class="visually-hidden">)? des territoires'
    liens = re.findall(mots, page.text)
    assert liens == [reverse("espace:accueil")] * 2
    assert page.text == ada.get(reverse("accueil")).text


def test_every_page_leads_to_where_one_signs_out(ada):
    lien = f'<a href="{reverse("mfa_index")}">Ma connexion'

    tableau = _tableau(ada)
    make_agent(ada.user, make_territoire("40", "Landes"))
    choix = ada.get(reverse("espace:accueil"))

    assert lien in tableau.text
    assert lien in choix.text


def test_whoever_acts_for_several_goes_from_one_to_another(ada, coordinatrice):
    lien = f'<a href="{reverse("espace:accueil")}">Changer de territoire</a>'

    un_seul = _tableau(ada)
    make_agent(ada.user, make_territoire("40", "Landes"))
    plusieurs = _tableau(ada)

    assert lien not in un_seul.text
    assert plusieurs.text.count(lien) == 1
    # Acting on behalf of a territory, it is told once.
    assert _tableau(coordinatrice).text.count(lien) == 1


def test_private_pages_are_never_cached(ada):
    page = _tableau(ada)

    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.usefixtures("today")
def test_each_sheet_says_where_it_stands_and_the_next_thing_to_do(ada):
    make_initiative("Neuve", etat=Etat.BROUILLON, published_at=None)
    _renvoyer("Renvoyée", faites=[False, True])
    _renvoyer("Corrigée", faites=[True])
    relue = make_initiative("Relue", etat=Etat.A_RELIRE, published_at=None)
    _message(relue, Etat.A_RELIRE, created_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    make_initiative("Prévue", etat=Etat.PROGRAMMEE, published_at=HIER + timedelta(days=3))
    make_initiative("Ancienne", published_at=PARUTION)
    make_initiative("Trop ancienne", date_confirmation=date(2025, 3, 9))
    make_initiative("À jour", date_confirmation=date(2025, 3, 10))
    make_initiative("D’hier", published_at=HIER)
    make_initiative("Refusée", etat=Etat.REFUSEE, published_at=None, motif="Hors sujet.")
    make_initiative("Retirée", etat=Etat.RETIREE, published_at=PARUTION, retired_at=HIER)
    make_initiative("Jetée", etat=Etat.BROUILLON, published_at=None, jetee_at=HIER)
    make_initiative("D’ailleurs", territoire=make_territoire("40", "Landes"))

    page = _tableau(ada)

    groupes = _groupes(page)
    assert list(groupes) == ["Ce qui vous attend", "En cours", "En ligne", "Terminées"]
    assert {titre: sorted(fiches) for titre, fiches in groupes.items()} == {
        "Ce qui vous attend": [
            ("Ancienne", "En ligne", "Elle est toujours à jour"),
            ("Corrigée", "Corrigée, à renvoyer", "Reprendre la saisie"),
            ("Neuve", "Brouillon", "Reprendre la saisie"),
            ("Renvoyée", "À compléter : 1 correction demandée", "Voir les corrections"),
            ("Trop ancienne", "En ligne", "Elle est toujours à jour"),
        ],
        "En cours": [
            (
                "Prévue",
                "Programmée le 12 mars 2026",
                "Proposer une modification",
            ),
            ("Relue", "En relecture depuis le 1er mars 2026", "Suivre la fiche"),
        ],
        "En ligne": [
            ("D’hier", "En ligne", "Proposer une modification"),
            ("À jour", "En ligne", "Proposer une modification"),
        ],
        "Terminées": [
            ("Refusée", "Refusée", "Lire pourquoi"),
            ("Retirée", "Retirée du site", "Lire pourquoi"),
        ],
    }
    assert sorted(
        ligne.replace("\u00a0", " ")
        for ligne in re.findall(r'discret">([^<]* le [^<]*)</span>', page.text)
    ) == [
        "Confirmée le 10 mars 2025",
        "Mise en ligne le 9 mars 2026",
        "À confirmer : confirmée le 9 mars 2025",
        "À confirmer : mise en ligne le 1er février 2024",
    ]


def test_sheet_confirmed_from_the_dashboard_no_longer_waits(ada):
    make_initiative("Ancienne", published_at=PARUTION)
    adresse = re.search(r'action="([^"]+confirmer/)"', _tableau(ada).text)[1]

    page = ada.post(adresse, follow=True)

    assert "Merci\u00a0: la fiche dit que vous l’avez confirmée aujourd’hui." in page.text
    assert list(_groupes(_tableau(ada))) == ["En ligne"]


def test_what_the_public_page_does_not_say_is_named(ada):
    make_initiative("Caisse", probleme="<p>La faim.</p>", limites="<p>Deux ans.</p>")

    page = _tableau(ada)

    assert "6 rubriques non renseignées" in page.text
    assert (
        "Reste à dire, si vous le savez&nbsp;: les publics concernés, le stade, le coût, les moyens "
        "humains, le niveau de preuve, ce qu’il faut pour la reprendre." in page.text
    )


def test_unread_message_and_own_proposal_come_first(ada):
    lue, proposee = make_initiative("Avec message", published_at=HIER), _en_ligne("Proposée")
    _message(lue, texte="Merci de préciser.")
    _message(lue, texte="Et ceci ?")
    _message(_en_ligne("Message lu"), texte="Déjà vu.", lu_at=HIER)
    _message(_en_ligne("Sans un mot"), Etat.PUBLIEE)
    Amendement.objects.create(initiative=proposee, auteur=ada.user, base={}, instantane={})

    page = _tableau(ada)

    groupes = _groupes(page)
    assert sorted(ligne[::2] for ligne in groupes["Ce qui vous attend"]) == [
        ("Avec message", "Lire le message"),
        ("Proposée", "Continuer ma proposition"),
    ]
    assert sorted(ligne[0] for ligne in groupes["En ligne"]) == ["Message lu", "Sans un mot"]
    assert page.text.count("2 messages non lus") == 1
    assert page.text.count("non lu") == 1


def test_proposals_of_colleagues_are_shown_with_their_state(ada):
    fiche = _en_ligne("Caisse")
    blaise = make_user("blaise@gironde.example", nom="Blaise")
    for auteur, etat, le in [
        (blaise, "brouillon", None),
        (ada.user, "propose", HIER),
        (blaise, "abandonne", None),
    ]:
        Amendement.objects.create(
            initiative=fiche, auteur=auteur, base={}, instantane={}, etat=etat, propose_at=le
        )

    page = _tableau(ada)

    assert re.findall(r"Proposition par ([^<]+)</a>, ([^<]+)<", page.text) == [
        ("Blaise", "en préparation"),
        ("ada@gironde.example", "proposée"),
    ]
    assert list(_groupes(page)) == ["En ligne"]


def test_requests_of_other_territories_wait_for_an_answer(ada):
    landes = make_territoire("40", "Landes")
    for titre, cotes in [("Caisse", ["demandeur"]), ("Bail", ["demandeur", "porteur"])]:
        interet = Interet.objects.create(initiative=_en_ligne(titre), territoire=landes)
        for cote in cotes:
            interet.messages.create(cote=cote, texte="Comment faites-vous ?")

    encart = _encart(_tableau(ada), "demandes")

    assert "Landes" in encart
    assert "Caisse" in encart
    assert "Bail" not in encart


def test_reprises_are_told_in_short(ada):
    landes = make_territoire("40", "Landes")
    ailleurs = make_initiative("Épicerie", territoire=landes)
    make_reprise(ailleurs, make_territoire(), etat=Etat.A_RELIRE, published_at=None)
    make_reprise(_en_ligne("Caisse"), landes)

    encart = _encart(_tableau(ada), "reprises")

    assert re.findall(r'discret">([^<]+)<', encart) == ["À relire"]
    assert "Épicerie" in encart
    assert "Vos initiatives ont 1 reprise ailleurs." in encart


def test_coordination_is_told_for_whom_it_acts(ada, coordinatrice):
    make_initiative("Caisse")

    assert "Vous êtes ici au nom du territoire" in _tableau(coordinatrice).text
    assert "Vous êtes ici au nom du territoire" not in _tableau(ada).text


def test_empty_dashboard_helps(ada):
    page = _tableau(ada)

    assert "Aucune fiche pour l’instant." in page.text
    assert reverse("espace:nouvelle", args=[make_territoire().pk]) in page.text


@pytest.mark.parametrize("nombre", [1, 3, 50])
def test_dashboard_costs_the_same_whatever_the_number(ada, django_assert_num_queries, nombre):
    landes = make_territoire("40", "Landes")
    for rang in range(nombre):
        fiche = _renvoyer(f"Fiche {rang}", faites=[False])
        Amendement.objects.create(initiative=fiche, auteur=ada.user, base={}, instantane={})
        ailleurs = make_initiative(f"Ailleurs {rang}", territoire=landes)
        make_reprise(ailleurs, make_territoire())
        interet = Interet.objects.create(initiative=fiche, territoire=landes)
        interet.messages.create(cote="demandeur", texte="Comment faites-vous ?")
        make_agent(f"a{rang}@gironde.example")

    gironde = make_territoire()

    # Session and person, then territory and agent. Then what is read: conversations, sheets, their
    # messages, corrections and proposals, reprises taken and given, people. Last, their territories.
    with django_assert_num_queries(13):
        page = _tableau(ada, gironde)

    assert page.text.count("dossiers__ligne") == nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_door_costs_the_same_whatever_the_number(
    coordinatrice, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        make_initiative(f"Fiche {rang}", territoire=make_territoire(f"4{rang}", f"Nord {rang}"))

    # Session, person, rights (two); one's own territories; those where something is.
    with django_assert_num_queries(6):
        page = coordinatrice.get(reverse("espace:accueil"))

    assert len(_liens(page)) == nombre


def _en_ligne(titre):
    """A sheet online, that was put there yesterday."""
    return make_initiative(titre, published_at=HIER)


def _message(initiative, etat="", **champs):
    """A line of the exchange, of the coordination."""
    return Message.objects.create(
        initiative=initiative, cote=Message.Cote.COORDINATION, etat=etat, **champs
    )


def _renvoyer(titre, faites):
    """A sheet to complete, with one correction asked for each of `faites`, made or not."""
    fiche = make_initiative(titre, etat=Etat.A_COMPLETER, published_at=None, motif="Précisez.")
    message = _message(fiche, Etat.A_COMPLETER, texte="Précisez.", lu_at=HIER)
    for rang, faite in enumerate(faites):
        Demande.objects.create(
            message=message,
            champ=f"champ{rang}",
            texte="Où ?",
            faite_at=HIER if faite else None,
        )
    return fiche


def _encart(page, identifiant):
    """The box of the page under this heading."""
    return re.search(
        rf'<aside class="encart" aria-labelledby="{identifiant}">.*?</aside>',
        page.text,
        re.DOTALL,
    )[0]
