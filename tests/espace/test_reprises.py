"""A territory declares that it takes up a solution; the coordination reads it; both sides see it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from courrier.models import Courriel
from espace import reprises as declarations
from espace.models import Interet
from fabrique.models import Reprise
from mediatheque.models import Lien
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from territoires.models import Agent
from tests.espace.entre_territoires import NIEVRE, lettres, lire, personne, voisins
from tests.factories import (
    ETATS_CACHES,
    FUTUR,
    make_adhesion,
    make_agent,
    make_initiative,
    make_reprise,
    make_territoire,
)

pytestmark = pytest.mark.django_db

DECLARER = "/espace/reprendre/caisse/"
REPONSES = {
    "statut": "effective",
    "date": "2026-03-01",
    "adaptation": "En plus petit.",
    "fiche": "",
    "source": "",
}


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


def _declarer(client, url=DECLARER, **champs):
    return client.post(url, {**REPONSES, **champs})


def _page(reprise):
    return f"/espace/reprises/{reprise.pk}/"


def _declaree(deux, **champs):
    """The declaration of Landes, as it left its hands."""
    _declarer(deux.lou, **champs)
    return Reprise.objects.get()


# Declaring


def test_a_visitor_signs_in_first(client, deux):
    reponse = client.get(DECLARER)

    assert reponse.status_code == 302
    assert reponse.url.endswith("?next=/espace/reprendre/caisse/")


def test_an_agent_declares_and_the_coordination_reviews(deux):
    page = lire(deux.lou, DECLARER)
    reponse = _declarer(
        deux.lou, fiche=deux.epicerie.pk, source="https://landes.example/epicerie"
    )

    assert "Vous déclarez que votre territoire reprend Caisse , de Gironde (33)" in page
    reprise = Reprise.objects.get()
    assert reponse.url == _page(reprise)
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
    _declaree(deux)

    assert "Caisse reprise par Landes" in coordinatrice.get("/admin/").content.decode()


def test_nothing_but_the_stage_is_required(deux):
    reprise = _declaree(deux, date="", adaptation="")

    assert (reprise.date, reprise.adaptation, reprise.fiche) == (None, "", None)


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(deux):
    champs = {
        "statut": "",
        "date": "2026-02-31",
        "adaptation": "Ce que nous avons changé",
        "source": "https://",
    }

    reponse = _declarer(deux.lou, **champs)

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
    reponse = _declarer(deux.lou, statut=statut, date="2026-03-11")

    assert Reprise.objects.exists() is accepte
    assert ("pas encore passée" in reponse.content.decode()) is not accepte


def test_hostile_words_are_cleaned(deux):
    reprise = _declaree(deux, adaptation='<script>alert("x")</script> **Pour** les aidants')
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
    refusee = _declarer(deux.lou, fiche=autre.pk)

    assert "En projet (Landes, pas en ligne aujourd’hui)" in page
    assert "Autre" not in page
    assert "Choisissez une fiche de votre territoire." in refusee.content.decode()
    assert _declaree(deux, fiche=brouillon.pk).fiche == brouillon


def test_who_acts_for_several_territories_chooses_one_and_its_sheet(deux):
    nievre = make_territoire(*NIEVRE)
    make_agent(deux.lou.user, nievre)

    sans = _declarer(deux.lou).content.decode()
    fiche_d_ailleurs = _declarer(deux.lou, territoire=nievre.pk, fiche=deux.epicerie.pk)
    _declarer(deux.lou, territoire=nievre.pk)

    assert "Choisissez le territoire." in sans
    assert "Cette fiche n’est pas de Nièvre." in fiche_d_ailleurs.content.decode()
    assert Reprise.objects.get().territoire == nievre


def test_its_own_initiative_is_refused_with_the_reason(deux):
    assert "un territoire ne reprend pas sa propre initiative" in lire(deux.camille, DECLARER)
    _declarer(deux.camille)
    make_agent(deux.camille.user, make_territoire(*NIEVRE))

    refusee = _declarer(deux.camille, territoire=deux.gironde.pk)

    assert "Un territoire ne reprend pas sa propre initiative." in refusee.content.decode()
    assert not Reprise.objects.exists()


@pytest.mark.parametrize("etat", [{}, {"etat": Etat.A_RELIRE, "published_at": None}])
def test_a_circle_is_refused_with_the_reason(deux, etat):
    make_reprise(deux.epicerie, deux.gironde, fiche=deux.caisse, **etat)

    refusee = _declarer(deux.lou, fiche=deux.epicerie.pk)

    assert (
        "Cette fiche est elle-même à l’origine de l’initiative reprise."
        in refusee.content.decode()
    )
    assert Reprise.objects.filter(initiative=deux.caisse).count() == 0


def test_an_account_without_territory_is_told_why(agent, deux):
    assert "Votre compte n’agit pour aucun territoire." in lire(agent, DECLARER)
    _declarer(agent)
    assert not Reprise.objects.exists()


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_sheet_that_is_not_public_is_not_taken_up(deux, etat):
    make_initiative("Secrète", territoire=deux.gironde, **ETATS_CACHES[etat])

    assert deux.lou.get("/espace/reprendre/secrete/").status_code == 404
    assert _declarer(deux.lou, "/espace/reprendre/secrete/").status_code == 404
    assert deux.lou.get(DECLARER).status_code == 200


def test_the_coordination_declares_for_a_member(coordinatrice, deux):
    make_adhesion(deux.landes)

    _declarer(coordinatrice, territoire=deux.landes.pk)

    assert Reprise.objects.get().territoire == deux.landes


# The same again


def test_the_same_declaration_leads_to_the_first(deux):
    reprise = _declaree(deux)
    collegue = personne("max@landes.example", deux.landes)

    for envoi in (collegue.get, lambda url: _declarer(collegue, url)):
        reponse = envoi(DECLARER)
        assert reponse.url == _page(reprise)
        assert "a déjà fait cette déclaration" in collegue.get(reponse.url).content.decode()
    assert Reprise.objects.count() == 1


def test_the_same_declaration_says_so_to_who_chooses(deux):
    reprise = _declaree(deux)
    make_agent(deux.lou.user, make_territoire(*NIEVRE))

    page = _declarer(deux.lou, territoire=deux.landes.pk).content.decode()

    assert "Landes a déjà fait cette déclaration" in page
    assert f'<a href="{_page(reprise)}">' in page
    assert "En plus petit." in page


def test_a_colleague_at_the_same_instant_is_told_too(deux):
    declaree = _declaree(deux)
    jumelle = Reprise(initiative=deux.caisse, territoire=deux.landes, statut="effective")

    with pytest.raises(declarations.DejaDeclaree) as erreur:
        declarations.declarer(jumelle, None, deux.lou.user)

    assert erreur.value.reprise == declaree


def test_a_declaration_in_the_bin_is_said_to_be_there(deux):
    reprise = _declaree(deux)
    reprise.jeter()

    page = lire(deux.lou, DECLARER)

    assert "a été mise à la corbeille par la coordination" in page
    assert deux.lou.get(_page(reprise)).status_code == 404


def test_two_territories_of_the_same_name_have_two_addresses(deux):
    commune = make_territoire("40000", "Landes", "commune", slug="landes")
    _declaree(deux)
    _declarer(personne("maire@landes.example", commune))

    adresses = [reprise.slug for reprise in Reprise.objects.order_by("pk")]
    assert adresses == ["caisse-landes", f"caisse-landes-{deux.caisse.pk}-{commune.pk}"]


# What becomes of it


def test_published_it_shows_everywhere_and_both_are_told(deux):
    make_agent("max@landes.example", deux.landes)
    reprise = _declaree(deux, fiche=deux.epicerie.pk)
    reprise.publish()

    visiteur = Client()
    assert "Qui la reprend Landes Effective, 1er mars 2026 En plus petit." in lire(
        visiteur, "/fabrique/initiatives/caisse/"
    )
    assert "Ce qu’elle reprend d’un autre territoire Caisse, Gironde" in lire(
        visiteur, "/fabrique/initiatives/epicerie/"
    )
    assert "Ce que d’autres lui reprennent Caisse, par Landes" in lire(
        visiteur, deux.gironde.get_absolute_url()
    )
    assert "Ce qu’il reprend d’ailleurs Caisse, Gironde" in lire(
        visiteur, deux.landes.get_absolute_url()
    )
    assert lettres() == [
        (
            "lou@landes.example",
            "Votre déclaration sur «\u00a0Caisse\u00a0» est en ligne",
        ),
        (
            "max@landes.example",
            "Votre déclaration sur «\u00a0Caisse\u00a0» est en ligne",
        ),
        ("camille@gironde.example", "Landes reprend «\u00a0Caisse\u00a0»"),
    ]
    for lettre in Courriel.objects.all():
        assert "/fabrique/initiatives/caisse/#reprise-caisse-landes" in lettre.texte


@pytest.mark.parametrize(
    ("statut", "sujet"),
    [
        ("preparation", "Landes reprend «\u00a0Caisse\u00a0»"),
        ("interesse", "Landes s’intéresse à «\u00a0Caisse\u00a0»"),
        ("abandonnee", "Landes a cessé de reprendre «\u00a0Caisse\u00a0»"),
    ],
)
def test_the_owner_reads_what_is_really_declared(deux, statut, sujet):
    _declaree(deux, statut=statut).publish()

    assert lettres()[-1] == ("camille@gironde.example", sujet)


def test_scheduled_it_says_when(deux):
    _declaree(deux).publish(when=timezone.now() + timedelta(days=3))

    (preneur, proprietaire) = Courriel.objects.order_by("pk")
    assert preneur.sujet == "Votre déclaration sur «\u00a0Caisse\u00a0» est programmée"
    for lettre in (preneur, proprietaire):
        assert "13\u00a0mars\u00a02026 à 10\u00a0h\u00a000 (heure de Paris)" in lettre.texte
    assert "Elle paraîtra le 13 mars 2026" in lire(deux.lou, _page(Reprise.objects.get()))


@pytest.mark.parametrize(
    ("verbe", "sujet", "mots"),
    [
        ("ask_changes", "est à compléter", "demande un complément"),
        ("refuse", "n’est pas retenue", "n’a pas retenu"),
    ],
)
def test_the_taker_reads_the_reason(deux, verbe, sujet, mots):
    reprise = _declaree(deux)
    getattr(reprise, verbe)("Dites ce qui a changé.")

    assert lettres() == [
        ("lou@landes.example", f"Votre déclaration sur «\u00a0Caisse\u00a0» {sujet}")
    ]
    lettre = Courriel.objects.get()
    assert mots in lettre.texte
    assert "Dites ce qui a changé." in lettre.texte
    assert "La coordination écrit : Dites ce qui a changé." in lire(deux.lou, _page(reprise))


def test_withdrawn_it_tells_the_taker_only(deux):
    reprise = _declaree(deux)
    reprise.publish()
    Courriel.objects.all().delete()
    reprise.retire("Doublon.")

    assert lettres() == [
        ("lou@landes.example", "Votre déclaration sur «\u00a0Caisse\u00a0» est retirée du site")
    ]
    assert "Doublon." in Courriel.objects.get().texte


def test_published_again_it_is_told_again(deux):
    reprise = _declaree(deux)
    reprise.publish()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        reprise.retire("Doublon.")
        reprise.publish()

    assert [sujet.rpartition("»")[2] for a, sujet in lettres() if a.startswith("lou")] == [
        " est en ligne",
        " est retirée du site",
        " est en ligne",
    ]


def test_published_while_its_initiative_is_offline_it_says_so(deux):
    reprise = _declaree(deux)
    deux.caisse.retire("Le temps d’une correction.")
    Courriel.objects.exclude(gabarit__startswith="reprise").delete()
    Reprise.objects.get().publish()

    assert [a for a, _ in lettres()] == ["lou@landes.example"]
    assert "qui n’est pas en ligne aujourd’hui" in Courriel.objects.get().texte
    assert reprise.pk


def test_nobody_left_to_write_to_stops_nothing(deux):
    reprise = _declaree(deux)
    Agent.objects.all().delete()

    reprise.publish()

    assert lettres() == []
    assert Reprise.objects.published().get() == reprise


# Correcting, updating


def test_asked_for_more_the_territory_completes_and_sends_again(deux):
    reprise = _declaree(deux)
    reprise.ask_changes("Depuis quand ?")

    page = deux.lou.get(_page(reprise)).content.decode()
    assert 'value="2026-03-01"' in page
    assert "En plus petit." in page
    _declarer(deux.lou, _page(reprise), date="2026-02-01")

    reprise.refresh_from_db()
    assert (reprise.etat, reprise.date) == (Etat.A_RELIRE, date(2026, 2, 1))
    assert Revision.objects.of(reprise).first().auteur == deux.lou.user


def test_online_an_update_waits_beside_the_page(deux):
    reprise = _declaree(deux, source="https://landes.example/1")
    reprise.publish()

    _declarer(
        deux.lou,
        _page(reprise),
        statut="abandonnee",
        adaptation="Nous avons arrêté.",
        source="https://landes.example/2",
    )

    reprise.refresh_from_db()
    assert (reprise.etat, reprise.statut) == (Etat.PUBLIEE, "effective")
    assert "Nous avons arrêté" not in lire(Client(), deux.caisse.get_absolute_url())
    attente = versions.en_attente(reprise)
    assert (attente.auteur, attente.pour_le) == (deux.lou.user, None)
    page = lire(deux.lou, _page(reprise))
    assert "votre mise à jour attend que la coordination la relise" in page
    assert "Nous avons arrêté." in page

    versions.appliquer(attente)
    reprise.refresh_from_db()
    assert (reprise.statut, reprise.adaptation) == ("abandonnee", "<p>Nous avons arrêté.</p>")
    assert [lien.url for lien in reprise.sources.all()] == ["https://landes.example/2"]


def test_a_second_update_starts_from_the_first(deux):
    reprise = _declaree(deux)
    reprise.publish()
    _declarer(deux.lou, _page(reprise), adaptation="Première retouche.")

    page = deux.lou.get(_page(reprise)).content.decode()
    _declarer(deux.lou, _page(reprise), adaptation="Première retouche.", date="2026-01-01")

    assert "Première retouche." in page
    attente = versions.en_attente(reprise)
    assert attente.instantane["champs"]["adaptation"] == "<p>Première retouche.</p>"
    assert attente.instantane["champs"]["date"] == "2026-01-01"


def test_an_update_that_changes_nothing_makes_no_version(deux):
    reprise = _declaree(deux)
    reprise.publish()

    reponse = _declarer(deux.lou, _page(reprise))

    assert versions.en_attente(reprise) is None
    assert "Rien n’a changé" in deux.lou.get(reponse.url).content.decode()


def test_what_the_coordination_formatted_is_kept_when_the_text_is_left_alone(deux):
    riche = '<p>En <strong>plus</strong> petit.</p><ul><li><a href="https://a.fr">Lieu</a></li></ul>'
    reprise = make_reprise(deux.caisse, deux.landes, adaptation=riche)
    page = deux.lou.get(_page(reprise)).content.decode()
    saisie = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]

    _declarer(deux.lou, _page(reprise), adaptation=saisie, statut="abandonnee")

    assert versions.en_attente(reprise).instantane["champs"]["adaptation"] == riche


def test_other_sources_stay_when_the_one_shown_is_replaced(deux):
    reprise = _declaree(deux, source="https://landes.example/1")
    reprise.sources.add(Lien.objects.create(url="https://landes.example/presse"))
    reprise.publish()

    _declarer(deux.lou, _page(reprise), source="")
    versions.appliquer(versions.en_attente(reprise))

    assert [lien.url for lien in reprise.sources.all()] == ["https://landes.example/presse"]


def test_a_change_of_the_coordination_that_waits_is_not_put_aside(coordinatrice, deux):
    reprise = _declaree(deux)
    reprise.publish()
    instantane = versions.courante(reprise).instantane
    instantane["champs"]["adaptation"] = "<p>Relu.</p>"
    attente = versions.enregistrer(
        reprise, instantane, auteur=coordinatrice.user, resume="Relecture"
    )

    page = lire(deux.lou, _page(reprise))
    _declarer(deux.lou, _page(reprise), adaptation="Le mien.")

    assert "La coordination prépare elle-même une modification" in page
    assert versions.en_attente(reprise) == attente


def test_a_scheduled_change_never_takes_an_unread_one_with_it(deux):
    reprise = _declaree(deux)
    reprise.publish()
    _declarer(deux.lou, _page(reprise), adaptation="Relu et programmé.")
    versions.programmer(versions.en_attente(reprise), FUTUR)

    _declarer(deux.lou, _page(reprise), adaptation="Jamais relu.")

    attente = versions.en_attente(reprise)
    assert attente.instantane["champs"]["adaptation"] == "<p>Relu et programmé.</p>"


@pytest.mark.parametrize("etat", ["a_relire", "programmee", "retiree", "refusee"])
def test_in_other_hands_it_is_read_only(deux, etat):
    reprise = make_reprise(deux.caisse, deux.landes, adaptation="<p>Tel quel.</p>")
    Reprise.objects.update(**ETATS_CACHES[etat])

    page = deux.lou.get(_page(reprise)).content.decode()
    reponse = _declarer(deux.lou, _page(reprise), adaptation="Autre chose.")

    assert "<textarea" not in page
    assert "Tel quel." in page
    assert "elle ne se modifie plus ici" in deux.lou.get(reponse.url).content.decode()
    assert Reprise.objects.get().adaptation == "<p>Tel quel.</p>"


def test_an_invalid_update_keeps_what_was_typed(deux):
    reprise = _declaree(deux)
    reprise.publish()

    page = _declarer(
        deux.lou, _page(reprise), date="2027-01-01", adaptation="Ce qui est tapé"
    ).content.decode()

    assert "pas encore passée" in page
    assert "Ce qui est tapé" in page
    assert versions.en_attente(reprise) is None


def test_an_update_may_not_close_a_circle_either(deux):
    reprise = _declaree(deux)
    reprise.publish()
    make_reprise(deux.epicerie, deux.gironde, fiche=deux.caisse)

    refusee = _declarer(deux.lou, _page(reprise), fiche=deux.epicerie.pk)

    assert "elle-même à l’origine" in refusee.content.decode()


# Who opens what


def test_only_the_taker_and_the_coordination_open_a_declaration(caplog, coordinatrice, deux):
    reprise = _declaree(deux)
    nievre = personne("noa@nievre.example", make_territoire(*NIEVRE))

    assert Client().get(_page(reprise)).status_code == 302
    for intrus in (nievre, deux.camille):
        assert intrus.get(_page(reprise)).status_code == 404
        assert _declarer(intrus, _page(reprise)).status_code == 404
    assert f"reprise {reprise.pk} is not theirs" in caplog.text
    assert lire(coordinatrice, _page(reprise))
    for reponse in (deux.lou.get(_page(reprise)), deux.lou.get(DECLARER)):
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
