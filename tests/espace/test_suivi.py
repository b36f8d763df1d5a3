"""What becomes of a sheet: told once to its agents, kept in the exchange, read by both sides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from courrier.models import Courriel
from courrier.taches import executer_dues
from espace import suivi
from espace.models import Depot, Message
from fabrique.models import Initiative
from solidaires.publication import Etat, TransitionImpossible
from tests.bureau import texte
from tests.espace.depots import a_relire, ada, blaise, courriels, dernier_texte, en_ligne
from tests.factories import make_agent, make_idee, make_initiative, make_territoire
from tests.lecteur import mots

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

__all__ = ["a_relire", "ada", "blaise", "en_ligne"]

TERRITOIRE, COORDINATION = Message.Cote.TERRITOIRE, Message.Cote.COORDINATION


def page(fiche):
    return reverse("espace:fiche", args=[fiche.pk])


def passages(fiche):
    """[(side, state, words)] of the exchange."""
    messages = Message.objects.filter(initiative=fiche)
    return list(messages.values_list("cote", "etat", "texte"))


# Changes of state


@pytest.mark.parametrize(
    ("verbe", "etat", "gabarit", "sujet", "phrase"),
    [
        (
            lambda fiche: fiche.ask_changes("Précisez le coût."),
            "a_completer",
            "etat_a_completer",
            "À compléter : « Caisse commune »",
            "Précisez le coût.",
        ),
        (
            lambda fiche: fiche.publish(),
            "publiee",
            "etat_publiee",
            "En ligne : « Caisse commune »",
            "https://testserver/fabrique/initiatives/caisse-commune/",
        ),
        (
            lambda fiche: fiche.refuse("Hors du sujet."),
            "refusee",
            "etat_refusee",
            "Non retenue : « Caisse commune »",
            "Hors du sujet.",
        ),
        (
            lambda fiche: fiche.back_to_draft(),
            "brouillon",
            "etat_brouillon",
            "De nouveau en brouillon : « Caisse commune »",
            "Vous pouvez la modifier, puis l’envoyer de nouveau",
        ),
    ],
)
def test_each_agent_is_told_once_of_a_change_of_state(
    ada, blaise, a_relire, settings, verbe, etat, gabarit, sujet, phrase
):
    settings.ADRESSE_DU_PORTAIL = "https://testserver/"
    make_agent("parti@gironde.example", date_fin=a_relire.created_at.date())
    make_agent("voisin@landes.example", make_territoire("40", "Landes"))

    verbe(a_relire)

    assert sorted(courriels()) == [
        ("ada@gironde.example", gabarit),
        ("blaise@gironde.example", gabarit),
    ]
    lu = dernier_texte()
    assert lu[0] == sujet
    assert phrase in lu[1]
    assert f"https://testserver{page(a_relire)}" in lu[1]
    assert lu[1].endswith("parce que vous agissez pour Gironde sur Solutions solidaires.")
    (passage,) = passages(a_relire)
    assert passage[:2] == ("coordination", etat)


def test_a_withdrawal_tells_why(ada, en_ligne):
    en_ligne.retire("Le dispositif a pris fin.")

    assert courriels() == [("ada@gironde.example", "etat_retiree")]
    assert "Voici pourquoi :\n\nLe dispositif a pris fin." in dernier_texte()[1]


def test_a_sheet_sent_again_says_nothing_to_those_who_sent_it(ada, a_relire):
    a_relire.ask_changes("Précisez.")
    Courriel.objects.all().delete()

    a_relire.submit()

    assert courriels() == []
    assert passages(a_relire)[-1] == ("territoire", "a_relire", "")


def test_a_sheet_of_nobody_is_told_in_its_exchange_only(a_relire):
    a_relire.publish()

    assert courriels() == []
    assert passages(a_relire) == [("coordination", "publiee", "")]


def test_other_types_have_no_exchange(ada):
    make_idee(etat=Etat.A_RELIRE, published_at=None).publish()

    assert not Message.objects.exists()


def test_a_change_undone_is_not_told(ada, a_relire):
    with transaction.atomic():
        a_relire.publish()
        transaction.set_rollback(True)

    assert courriels() == []
    assert passages(a_relire) == []


def test_a_mail_that_cannot_be_written_undoes_the_change(ada, a_relire, monkeypatch):
    monkeypatch.setitem(suivi.GABARITS, Etat.PUBLIEE, "absent")

    with pytest.raises(Exception, match="absent"):
        a_relire.publish()

    a_relire.refresh_from_db()
    assert a_relire.etat == Etat.A_RELIRE
    assert passages(a_relire) == []


def test_a_refused_verb_tells_nothing(ada, a_relire):
    autre = Initiative.objects.get(pk=a_relire.pk)
    a_relire.publish()

    with pytest.raises(TransitionImpossible):
        autre.refuse("Trop tard.")

    assert courriels() == [("ada@gironde.example", "etat_publiee")]


def test_what_stays_online_is_not_told_again(ada, en_ligne, today):
    en_ligne.retire(when=today + timedelta(days=2))
    en_ligne.publish()
    en_ligne.publish(until=today + timedelta(days=3))

    assert courriels() == []
    assert passages(en_ligne) == []


def test_a_republished_sheet_is_told(ada, en_ligne):
    en_ligne.retire("Erreur.")

    en_ligne.publish()

    assert [gabarit for _, gabarit in courriels()] == ["etat_retiree", "etat_publiee"]


def test_publishing_in_bulk_tells_each_sheet(ada, coordinatrice, a_relire):
    autre = make_initiative("Épicerie", etat=Etat.A_RELIRE, published_at=None)

    coordinatrice.post(
        "/admin/fabrique/initiative/",
        {"action": "publish", "_selected_action": [a_relire.pk, autre.pk]},
    )

    assert sorted(Courriel.objects.values_list("sujet", flat=True)) == [
        "En ligne\u00a0: «\u00a0Caisse commune\u00a0»",
        "En ligne\u00a0: «\u00a0Épicerie\u00a0»",
    ]


# What the clock does


def test_a_scheduled_sheet_is_told_with_its_hour_then_once_online(ada, a_relire, today):
    a_relire.publish(when=today + timedelta(days=1))
    assert courriels() == [("ada@gironde.example", "etat_programmee")]
    assert "Pour le 11 mars 2026 à 10 h 00 (heure de Paris)." in dernier_texte()[1]
    list(executer_dues())
    assert len(courriels()) == 1

    with time_machine.travel(today + timedelta(days=1, minutes=1), tick=False):
        list(executer_dues())
        list(executer_dues())

    assert [gabarit for _, gabarit in courriels()] == ["etat_programmee", "etat_publiee"]
    derniere = Message.objects.latest("pk")
    assert (derniere.etat, derniere.created_at) == ("publiee", today + timedelta(days=1))


def test_a_scheduled_withdrawal_is_told_at_its_hour(ada, a_relire, today):
    a_relire.publish()
    a_relire.retire("Le marché se termine.", when=today + timedelta(days=1))
    assert [gabarit for _, gabarit in courriels()] == ["etat_publiee"]

    with time_machine.travel(today + timedelta(days=1, minutes=1), tick=False):
        list(executer_dues())
        list(executer_dues())

    assert [gabarit for _, gabarit in courriels()] == ["etat_publiee", "etat_retiree"]
    assert "Le marché se termine." in dernier_texte()[1]


def test_what_was_online_before_the_exchange_is_not_announced(ada, en_ligne, today):
    suivi.raconter_les_echeances(today)

    assert courriels() == []


# Messages


def test_a_message_of_the_coordination_is_mailed_once_to_each_agent(
    ada, blaise, coordinatrice, en_ligne
):
    for _ in range(2):
        suivi.ecrire(en_ligne, coordinatrice.user, COORDINATION, "Bravo pour ce projet !")

    assert sorted(courriels()) == [
        ("ada@gironde.example", "message_coordination"),
        ("blaise@gironde.example", "message_coordination"),
    ]
    assert dernier_texte()[0] == "Message de la coordination : « Caisse commune »"
    assert "Bravo pour ce projet !" in dernier_texte()[1]
    assert len(passages(en_ligne)) == 1


def test_a_message_of_the_territory_mails_nobody(client, ada, blaise, en_ligne):
    client.force_login(ada)

    reponse = client.post(page(en_ligne), {"texte": "Bonjour,\r\nune question."}, follow=True)

    assert "Votre message est envoyé." in reponse.content.decode()
    assert passages(en_ligne) == [("territoire", "", "Bonjour,\nune question.")]
    assert courriels() == []


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [("  ", "Écrivez votre message."), ("a" * 5001, "Ce texte compte 5001 signes")],
)
def test_a_bad_message_is_kept_on_the_page(client, ada, en_ligne, saisie, phrase):
    client.force_login(ada)

    reponse = client.post(page(en_ligne), {"texte": saisie})

    assert reponse.status_code == 200
    assert phrase in texte(reponse)
    assert saisie.strip() in texte(reponse)
    assert passages(en_ligne) == []


def test_too_many_messages_wait_and_the_text_is_kept(client, ada, en_ligne, today):
    client.force_login(ada)
    for rang in range(30):
        client.post(page(en_ligne), {"texte": f"Message {rang}"})

    refuse = client.post(page(en_ligne), {"texte": "Un de trop"})
    with time_machine.travel(today + timedelta(minutes=61)):
        client.force_login(ada)
        accepte = client.post(page(en_ligne), {"texte": "Un de trop"})

    assert refuse.status_code == 429
    assert "Vous avez envoyé trente messages en une heure." in texte(refuse)
    assert "Un de trop" in texte(refuse)
    assert accepte.status_code == 302
    assert len(passages(en_ligne)) == 31


def test_opening_the_page_marks_what_the_coordination_wrote(
    client, ada, coordinatrice, en_ligne
):
    suivi.ecrire(en_ligne, coordinatrice.user, COORDINATION, "Une question ?")
    coordinatrice.get(page(en_ligne))
    assert Message.objects.get().lu_at is None
    client.force_login(ada)

    premiere, seconde = (mots(client.get(page(en_ligne)).content.decode()) for _ in range(2))

    assert "Nouveau" in premiere
    assert "Nouveau" not in seconde
    assert Message.objects.get().lu_at is not None


def test_the_coordination_writes_for_itself_on_the_page_of_the_territory(
    ada, coordinatrice, en_ligne
):
    coordinatrice.post(page(en_ligne), {"texte": "Bonjour"})

    assert passages(en_ligne) == [("coordination", "", "Bonjour")]
    assert courriels() == [("ada@gironde.example", "message_coordination")]


def test_nobody_reads_an_address_in_the_exchange(client, ada, coordinatrice, en_ligne):
    suivi.ecrire(en_ligne, coordinatrice.user, COORDINATION, "De la coordination")
    suivi.ecrire(en_ligne, make_agent("sans-nom@gironde.example").user, TERRITOIRE, "De nous")
    suivi.ecrire(en_ligne, ada, TERRITOIRE, "D’Ada")
    client.force_login(ada)

    lu = mots(client.get(page(en_ligne)).content.decode())

    assert "@" not in lu
    assert "La coordination" in lu
    assert "Ada Lovelace, Gironde" in lu


# The page


@pytest.mark.parametrize(
    ("champs", "titre", "boutons"),
    [
        ({"etat": Etat.BROUILLON}, "Brouillon", ["Continuer la saisie"]),
        ({"etat": Etat.A_RELIRE}, "En relecture", []),
        (
            {"etat": Etat.A_COMPLETER, "motif": "Le coût ?"},
            "À compléter",
            ["Continuer la saisie"],
        ),
        ({"etat": Etat.REFUSEE, "motif": "Hors sujet."}, "Refusée", []),
        ({"etat": Etat.RETIREE, "motif": "Terminée."}, "Retirée du site", []),
    ],
)
def test_the_page_says_where_the_sheet_stands_and_what_to_do(
    client, ada, champs, titre, boutons
):
    fiche = make_initiative("Caisse commune", published_at=None, **champs)
    Depot.objects.create(initiative=fiche, auteur=ada, depose_at=fiche.created_at)
    client.force_login(ada)

    lu = mots(client.get(page(fiche)).content.decode())

    assert titre in lu
    assert Depot.objects.get().numero in lu
    tous = {"Continuer la saisie", "Proposer une modification", "Voir la page publique"}
    assert [bouton for bouton in tous if bouton in lu] == boutons
    if motif := champs.get("motif") if fiche.etat != Etat.A_COMPLETER else "":
        assert motif in lu


def test_the_page_of_an_online_sheet_leads_to_it_and_to_a_proposal(client, ada, en_ligne):
    client.force_login(ada)

    lu = mots(client.get(page(en_ligne)).content.decode())

    assert "En ligne" in lu
    assert "Proposer une modification" in lu
    assert "Voir la page publique" in lu


def test_older_lines_are_folded(client, ada, coordinatrice, en_ligne):
    for rang in range(23):
        suivi.ecrire(en_ligne, coordinatrice.user, COORDINATION, f"Message {rang}.")
    client.force_login(ada)

    contenu = client.get(page(en_ligne)).content.decode()

    plie = contenu.partition("<details")[2].partition("</details>")[0]
    assert "Voir plus ancien (3)" in plie
    assert "Message 2." in plie
    assert "Message 3." not in plie


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_costs_the_same_whatever_was_said(
    client, ada, coordinatrice, a_relire, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        suivi.ecrire(a_relire, coordinatrice.user, COORDINATION, f"Message {rang}")
    suivi.marquer_lus(a_relire, par=TERRITOIRE)
    client.force_login(ada)

    # The session and the person; the sheet and whether she acts for it; her side; the exchange
    # (2); the corrections; the submission; the proposals.
    with django_assert_num_queries(10):
        client.get(page(a_relire))


# Who opens it


def test_only_those_who_act_for_the_territory_open_it(
    client, visitor, agent, ada, coordinatrice, en_ligne, caplog
):
    make_agent(agent.user, make_territoire("40", "Landes"))
    client.force_login(ada)

    assert client.get(page(en_ligne)).status_code == 200
    assert coordinatrice.get(page(en_ligne)).status_code == 200
    assert "is not theirs" not in caplog.text
    for methode in (agent.get, agent.post):
        assert methode(page(en_ligne), {"texte": "Bonjour"}).status_code == 404
    assert f"initiative {en_ligne.pk} is not theirs" in caplog.text
    assert visitor.get(page(en_ligne)).status_code == 302
    assert passages(en_ligne) == []


def test_the_page_is_private(client, ada, en_ligne):
    client.force_login(ada)

    entetes = client.get(page(en_ligne)).headers

    assert "no-store" in entetes["Cache-Control"]
    assert "noindex" in entetes["X-Robots-Tag"]
