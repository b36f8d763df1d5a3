"""A territory declares that it takes up a solution: the form, the list, who opens them."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from espace import reprises as declarations
from espace.models import Interet
from fabrique.models import Reprise
from mediatheque.models import Lien
from redaction.models import Revision
from solidaires.publication import Etat
from tests.espace.entre_territoires import (
    DECLARER,
    NIEVRE,
    declaree,
    declarer,
    lire,
    page_de,
    personne,
    voisins,
)
from tests.factories import (
    ETATS_CACHES,
    make_adhesion,
    make_agent,
    make_initiative,
    make_reprise,
    make_territoire,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _jour(today):
    """Ten o'clock, on 10 March 2026."""


@pytest.fixture
def deux():
    """Gironde owns « Caisse », Landes takes it up and owns « Épicerie »."""
    v = voisins()
    v.caisse = make_initiative("Caisse", territoire=v.gironde)
    v.epicerie = make_initiative("Épicerie", territoire=v.landes)
    return v


# Declaring


def test_a_visitor_signs_in_first(client, deux):
    reponse = client.get(DECLARER)

    assert reponse.status_code == 302
    assert reponse.url.endswith("?next=/espace/reprendre/caisse/")


def test_an_agent_declares_and_the_coordination_reviews(deux):
    page = lire(deux.lou, DECLARER)
    reponse = declarer(
        deux.lou, fiche=deux.epicerie.pk, source="https://landes.example/epicerie"
    )

    assert "Vous déclarez que votre territoire reprend Caisse , de Gironde (33)" in page
    reprise = Reprise.objects.get()
    assert reponse.url == page_de(reprise)
    assert (reprise.initiative, reprise.territoire) == (deux.caisse, deux.landes)
    assert (reprise.etat, reprise.statut) == (Etat.A_RELIRE, "effective")
    assert (reprise.date, reprise.fiche) == (date(2026, 3, 1), deux.epicerie)
    assert (reprise.adaptation, reprise.slug) == ("<p>En plus petit.</p>", "caisse-landes")
    # Nobody has opened that address: the portal does not show it as a link yet.
    assert [(lien.url, lien.etat) for lien in reprise.sources.all()] == [
        ("https://landes.example/epicerie", "a_verifier")
    ]
    version = Revision.objects.of(reprise).get()
    assert (version.auteur, version.statut) == (deux.lou.user, "appliquee")
    suite = lire(deux.lou, reponse.url)
    assert "À relire. La coordination la relit. Un courriel vous dira la suite." in suite
    assert "Landes" not in lire(Client(), deux.caisse.get_absolute_url())


def test_the_queue_of_the_coordination_has_it(coordinatrice, deux):
    declaree(deux)

    assert "Caisse reprise par Landes" in coordinatrice.get("/admin/").content.decode()


def test_nothing_but_the_stage_is_required(deux):
    reprise = declaree(deux, date="", adaptation="")

    assert (reprise.date, reprise.adaptation, reprise.fiche) == (None, "", None)


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(deux):
    champs = {
        "statut": "",
        "date": "2026-02-31",
        "adaptation": "Ce que nous avons changé",
        "source": "https://",
    }

    reponse = declarer(deux.lou, **champs)

    page = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Dites où vous en êtes." in page
    assert "Cette date n’existe pas" in page
    assert "Ce que nous avons changé" in page
    assert Reprise.objects.count() == Lien.objects.count() == 0


@pytest.mark.parametrize(
    ("statut", "accepte"), [("effective", False), ("abandonnee", False), ("preparation", True)]
)
def test_only_what_is_prepared_is_dated_in_the_future(deux, statut, accepte):
    reponse = declarer(deux.lou, statut=statut, date="2026-03-11")

    assert Reprise.objects.exists() is accepte
    assert ("pas encore passée" in reponse.content.decode()) is not accepte


def test_hostile_words_are_cleaned(deux):
    reprise = declaree(deux, adaptation='<script>alert("x")</script> **Pour** les aidants')
    reprise.publish()

    page = Client().get(deux.caisse.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<strong>Pour</strong> les aidants" in page


def test_the_sheet_is_one_of_the_territory(deux):
    autre = make_initiative("Autre", territoire=deux.gironde)
    brouillon = make_initiative(
        "En projet", territoire=deux.landes, etat=Etat.BROUILLON, published_at=None
    )

    page = lire(deux.lou, DECLARER)
    refusee = declarer(deux.lou, fiche=autre.pk)

    assert "En projet (Landes, pas en ligne aujourd’hui)" in page
    assert "Autre" not in page
    assert "Choisissez une fiche de votre territoire." in refusee.content.decode()
    assert declaree(deux, fiche=brouillon.pk).fiche == brouillon


def test_who_acts_for_several_territories_chooses_one_and_its_sheet(deux):
    nievre = make_territoire(*NIEVRE)
    make_agent(deux.lou.user, nievre)

    sans = declarer(deux.lou).content.decode()
    fiche_d_ailleurs = declarer(deux.lou, territoire=nievre.pk, fiche=deux.epicerie.pk)
    declarer(deux.lou, territoire=nievre.pk)

    assert "Choisissez le territoire." in sans
    assert "Cette fiche n’est pas de Nièvre." in fiche_d_ailleurs.content.decode()
    assert Reprise.objects.get().territoire == nievre


def test_its_own_initiative_is_refused_with_the_reason(deux):
    assert "un territoire ne reprend pas sa propre initiative" in lire(deux.camille, DECLARER)
    declarer(deux.camille)
    make_agent(deux.camille.user, make_territoire(*NIEVRE))

    refusee = declarer(deux.camille, territoire=deux.gironde.pk)

    assert "Un territoire ne reprend pas sa propre initiative." in refusee.content.decode()
    assert not Reprise.objects.exists()


@pytest.mark.parametrize("etat", [{}, {"etat": Etat.A_RELIRE, "published_at": None}])
def test_a_circle_is_refused_with_the_reason(deux, etat):
    make_reprise(deux.epicerie, deux.gironde, fiche=deux.caisse, **etat)

    refusee = declarer(deux.lou, fiche=deux.epicerie.pk)

    assert (
        "Cette fiche est elle-même à l’origine de l’initiative reprise."
        in refusee.content.decode()
    )
    assert Reprise.objects.filter(initiative=deux.caisse).count() == 0


def test_an_account_without_territory_is_told_why(agent, deux):
    assert "Votre compte n’agit pour aucun territoire." in lire(agent, DECLARER)
    declarer(agent)
    assert not Reprise.objects.exists()


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_sheet_that_is_not_public_is_not_taken_up(deux, etat):
    make_initiative("Secrète", territoire=deux.gironde, **ETATS_CACHES[etat])

    assert deux.lou.get("/espace/reprendre/secrete/").status_code == 404
    assert declarer(deux.lou, "/espace/reprendre/secrete/").status_code == 404
    assert deux.lou.get(DECLARER).status_code == 200


def test_the_coordination_declares_for_a_member(coordinatrice, deux):
    make_adhesion(deux.landes)

    declarer(coordinatrice, territoire=deux.landes.pk)

    assert Reprise.objects.get().territoire == deux.landes


# The same again


def test_the_same_declaration_leads_to_the_first(deux):
    reprise = declaree(deux)
    collegue = personne("max@landes.example", deux.landes)

    for envoi in (collegue.get, lambda url: declarer(collegue, url)):
        reponse = envoi(DECLARER)
        assert reponse.url == page_de(reprise)
        assert "a déjà fait cette déclaration" in collegue.get(reponse.url).content.decode()
    assert Reprise.objects.count() == 1


def test_the_same_declaration_says_so_to_who_chooses(deux):
    reprise = declaree(deux)
    make_agent(deux.lou.user, make_territoire(*NIEVRE))

    page = declarer(deux.lou, territoire=deux.landes.pk).content.decode()

    assert "Landes a déjà fait cette déclaration" in page
    assert f'<a href="{page_de(reprise)}">' in page
    assert "En plus petit." in page


def test_a_colleague_at_the_same_instant_is_told_too(deux):
    premiere = declaree(deux)
    jumelle = Reprise(initiative=deux.caisse, territoire=deux.landes, statut="effective")

    with pytest.raises(declarations.DejaDeclaree) as erreur:
        declarations.declarer(jumelle, None, deux.lou.user)

    assert erreur.value.reprise == premiere


def test_a_declaration_in_the_bin_is_said_to_be_there(deux):
    reprise = declaree(deux)
    reprise.jeter()

    page = lire(deux.lou, DECLARER)

    assert "a été mise à la corbeille par la coordination" in page
    assert deux.lou.get(page_de(reprise)).status_code == 404


def test_two_territories_of_the_same_name_have_two_addresses(deux):
    commune = make_territoire("40000", "Landes", "commune", slug="landes")
    declaree(deux)
    declarer(personne("maire@landes.example", commune))

    adresses = [reprise.slug for reprise in Reprise.objects.order_by("pk")]
    assert adresses == ["caisse-landes", f"caisse-landes-{deux.caisse.pk}-{commune.pk}"]


# Who opens what


def test_only_the_taker_and_the_coordination_open_a_declaration(caplog, coordinatrice, deux):
    reprise = declaree(deux)
    nievre = personne("noa@nievre.example", make_territoire(*NIEVRE))

    assert Client().get(page_de(reprise)).status_code == 302
    for intrus in (nievre, deux.camille):
        assert intrus.get(page_de(reprise)).status_code == 404
        assert declarer(intrus, page_de(reprise)).status_code == 404
    assert f"reprise {reprise.pk} is not theirs" in caplog.text
    assert lire(coordinatrice, page_de(reprise))
    for reponse in (deux.lou.get(page_de(reprise)), deux.lou.get(DECLARER)):
        assert reponse["Cache-Control"] == "private, no-store"


def test_only_its_agents_and_the_coordination_open_the_list(caplog, coordinatrice, deux):
    url = f"/espace/{deux.landes.pk}/reprises/"

    assert Client().get(url).status_code == 302
    assert deux.camille.get(url).status_code == 404
    assert f"territory {deux.landes.pk} is not theirs" in caplog.text
    assert deux.lou.get(url).status_code == coordinatrice.get(url).status_code == 200
    assert deux.lou.post(url).status_code == 405


# The list


def test_the_list_says_where_each_declaration_stands_and_what_to_do(deux):
    for titre, etat in [
        ("Attend", ETATS_CACHES["a_relire"]),
        ("À revoir", ETATS_CACHES["a_completer"]),
        ("En ligne", {}),
        ("Écartée", ETATS_CACHES["refusee"]),
        ("Jetée", {**ETATS_CACHES["brouillon"], "jetee_at": timezone.now()}),
    ]:
        make_reprise(make_initiative(titre, territoire=deux.gironde), deux.landes, **etat)

    page = lire(deux.lou, f"/espace/{deux.landes.pk}/reprises/")

    assert (
        "Ce que vous reprenez d’ailleurs Écartée, Gironde Effective Refusée La coordination ne "
        "l’a pas retenue. Voir pourquoi : Écartée, Gironde En ligne, Gironde Effective Publiée "
        "En ligne, sur les pages des deux territoires. Mettre à jour : En ligne, Gironde "
        "À revoir, Gironde Effective À compléter La coordination demande un complément. "
        "Compléter et renvoyer : À revoir, Gironde Attend, Gironde Effective À relire La "
        "coordination la relit. Un courriel vous dira la suite. Voir : Attend, Gironde "
        "Vous reprenez une solution"
    ) in page


def test_the_owner_sees_what_is_online_only(deux):
    make_reprise(deux.caisse, deux.landes, statut="preparation")
    make_reprise(deux.caisse, make_territoire(*NIEVRE), **ETATS_CACHES["a_relire"])

    page = lire(deux.camille, f"/espace/{deux.gironde.pk}/reprises/")

    assert "Ce que d’autres reprennent de vous Caisse, par Landes En préparation" in page
    assert "Nièvre" not in page


def test_an_empty_list_says_what_to_do(deux):
    page = lire(deux.lou, f"/espace/{deux.landes.pk}/reprises/")

    assert "Vous n’avez encore déclaré aucune reprise." in page
    assert "Aucune reprise de vos initiatives n’est en ligne." in page
    assert "choisissez « Nous l’avons reprise »" in page


@pytest.mark.parametrize("nombre", [1, 3, 50])
def test_the_list_runs_the_same_queries(deux, django_assert_num_queries, nombre):
    nievre = make_territoire(*NIEVRE)
    for rang in range(nombre):
        prise = make_initiative(f"Prise {rang}", territoire=deux.gironde)
        donnee = make_initiative(f"Donnée {rang}", territoire=deux.landes)
        make_reprise(prise, deux.landes)
        make_reprise(donnee, nievre)
        Interet.objects.create(initiative=prise, territoire=deux.landes).messages.create(
            cote="demandeur", auteur=deux.lou.user, texte="Bonjour."
        )
        Interet.objects.create(initiative=donnee, territoire=nievre).messages.create(
            cote="demandeur", texte="Bonjour."
        )
    url = f"/espace/{deux.landes.pk}/reprises/"

    with django_assert_num_queries(7):
        page = deux.lou.get(url).content.decode()

    assert page.count("À vous de répondre") == page.count("Réponse attendue") == nombre
    assert page.count("Mettre à jour") == nombre
    assert page.count(", par Nièvre") == nombre
