"""Corrections asked field by field, what the territory made of them, and the exchange in the back office."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse

from courrier.models import Courriel
from espace import copie, suivi
from espace.corrections import demander, faire_le_bilan
from espace.forms.suivi import ORDRE
from espace.models import Amendement, Demande, Message
from solidaires.publication import Etat
from tests.bureau import texte
from tests.connexions import se_connecter
from tests.espace.depots import (
    a_relire,
    ada,
    blaise,
    changer,
    courriels,
    dernier_texte,
    en_ligne,
    proposer,
)
from tests.factories import make_agent, make_user
from tests.lecteur import mots

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

__all__ = ["a_relire", "ada", "blaise", "en_ligne"]

TERRITOIRE, COORDINATION = Message.Cote.TERRITOIRE, Message.Cote.COORDINATION


def url(fiche, page="corrections"):
    return reverse(f"admin:fabrique_initiative_{page}", args=[fiche.pk])


def corriger(fiche, auteur, **champs):
    """The territory changes these columns, as the steps do."""
    ouverte = copie.ouvrir(fiche, auteur)
    ouverte.garder(changer(ouverte.instantane, **champs), auteur)


@pytest.fixture
def demandee(a_relire, coordinatrice, today):
    """The sheet sent back yesterday, with two corrections asked."""
    a_relire.chapo = "Ancien chapô."
    a_relire.save()
    with time_machine.travel(today - timedelta(days=1), tick=False):
        demander(
            a_relire,
            coordinatrice.user,
            "Presque prêt.",
            {"chapo": "Dites où.", "cout_euros": "Combien ?"},
        )
    return a_relire


# Asking


def test_what_is_asked_field_by_field_leaves_in_one_mail(ada, blaise, coordinatrice, a_relire):
    reponse = coordinatrice.post(
        url(a_relire),
        {
            "motif": "Presque prêt.",
            "chapo": "Dites où.",
            "cout_euros": "Combien ?",
            "titre": "",
        },
        follow=True,
    )

    a_relire.refresh_from_db()
    assert (a_relire.etat, a_relire.motif) == (Etat.A_COMPLETER, "Presque prêt.")
    assert "« Caisse commune » est renvoyée pour compléments." in texte(reponse)
    assert list(Demande.objects.values_list("champ", "texte")) == [
        ("chapo", "Dites où."),
        ("cout_euros", "Combien ?"),
    ]
    assert sorted(courriels()) == [
        ("ada@gironde.example", "etat_a_completer"),
        ("blaise@gironde.example", "etat_a_completer"),
    ]
    assert (
        "Presque prêt.\n\nCe qui est à corriger :\n\n– Chapô : Dites où.\n\n"
        "– Coût (euros) : Combien ?\n\n" in dernier_texte()[1]
    )


def test_the_plain_verb_still_asks(ada, coordinatrice, a_relire):
    a_relire.ask_changes("Précisez.")

    assert courriels() == [("ada@gironde.example", "etat_a_completer")]
    assert "à corriger" not in dernier_texte()[1]
    assert not Demande.objects.exists()


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"motif": " ", "chapo": "Dites où."}, "Écrivez en une phrase ce qui est attendu"),
        ({"motif": "Bien.", "chapo": "a" * 1001}, "Ce texte compte 1001 signes"),
    ],
)
def test_bad_input_keeps_all_and_sends_nothing(ada, coordinatrice, a_relire, saisie, phrase):
    reponse = coordinatrice.post(url(a_relire), {**saisie, "solution": "Qui fait quoi ?"})

    contenu = texte(reponse)
    assert phrase in contenu
    assert saisie["chapo"] in contenu
    assert "Qui fait quoi ?" in contenu
    a_relire.refresh_from_db()
    assert a_relire.etat == Etat.A_RELIRE
    assert (courriels(), Message.objects.count()) == ([], 0)


def test_each_field_of_the_steps_is_read_beside_its_box(coordinatrice, a_relire):
    a_relire.porteur = "La Ville de Bordeaux"
    a_relire.save()

    contenu = texte(coordinatrice.get(url(a_relire)))

    assert "La Ville de Bordeaux" in contenu
    assert contenu.count("Demander une correction<") == contenu.count("<h4>") == len(ORDRE)
    assert "Adresse" not in contenu.partition('id="content"')[2]


def test_a_sheet_decided_meanwhile_is_not_sent_back(ada, coordinatrice, a_relire):
    a_relire.publish()
    Courriel.objects.all().delete()

    reponse = coordinatrice.post(url(a_relire), {"motif": "Trop tard.", "chapo": "Dites où."})

    assert reponse.status_code == 200
    assert "n’est pas possible" in texte(reponse)
    assert "Dites où." in texte(reponse)
    assert courriels() == []
    assert not Demande.objects.exists()


def test_the_sheet_leads_to_its_corrections_and_to_its_exchange(coordinatrice, a_relire):
    suivi.ecrire(a_relire, make_agent().user, TERRITOIRE, "Une question")

    contenu = texte(coordinatrice.get(a_relire.get_admin_url()))

    # On top of the form, and near the verbs.
    assert contenu.count(f'<a href="{url(a_relire)}">Corrections champ par champ</a>') == 2
    assert contenu.count(f'<a href="{url(a_relire, "echanges")}">Échanges (1 à lire)</a>') == 2
    assert "Propositions à décider" not in contenu


def test_the_sheet_leads_to_the_proposal_that_waits_longest(ada, coordinatrice, en_ligne):
    premiere = proposer(en_ligne, ada, porteur="Le Département")
    proposer(en_ligne, ada, porteur="La Région")

    contenu = texte(coordinatrice.get(en_ligne.get_admin_url()))
    suite = coordinatrice.get(url(en_ligne, "propositions"))

    assert "Propositions à décider (2)" in contenu
    assert suite["Location"] == reverse("admin:espace_amendement_change", args=[premiere.pk])
    Amendement.objects.update(etat="abandonne")
    assert coordinatrice.get(url(en_ligne, "propositions"))["Location"] == (
        en_ligne.get_admin_url()
    )


# What was done


def test_the_territory_reads_what_is_asked_and_where_to_correct_it(client, ada, demandee):
    corriger(demandee, ada, chapo="À Bordeaux, des foyers cotisent.")
    client.force_login(ada)

    contenu = client.get(reverse("espace:fiche", args=[demandee.pk])).content.decode()

    lu = mots(contenu)
    assert "Presque prêt." in lu
    assert "1 sur 2 corrigée." in lu
    assert "Chapô Corrigé Dites où." in lu
    assert "Coût (euros) À corriger Combien ?" in lu
    etape = reverse("espace:etape", args=[demandee.pk, "moyens"])
    assert f'<a href="{etape}">Corriger' in contenu


def test_what_comes_back_is_read_before_and_after(coordinatrice, ada, demandee):
    corriger(demandee, ada, chapo="À Bordeaux, tout a changé.", porteur="La Ville")
    demandee.submit()

    contenu = texte(coordinatrice.get(url(demandee)))

    bilan = contenu.partition('id="bilan"')[2].partition("<form")[0]
    assert '<h3>Chapô <span class="etat etat--publiee">Faite</span></h3>' in bilan
    assert "retiré : </span>Ancien chapô.</del>" in bilan
    assert "ajouté : </span>À Bordeaux, tout a changé.</ins>" in bilan
    assert (
        '<h3>Coût (euros) <span class="etat etat--a_completer">Pas faite</span></h3>' in bilan
    )
    assert "Ce qui a changé aussi (1)" in bilan
    assert "La Ville" in bilan.partition("Ce qui a changé aussi")[2]


def test_a_sheet_that_comes_back_is_reached_from_the_queue(coordinatrice, ada, demandee):
    demandee.submit()

    (section,) = [
        s
        for s in coordinatrice.get("/admin/").context["file"].sections
        if s.groupe.id == "corrections"
    ]

    (ligne,) = section.extrait.lignes
    assert ligne.url == url(demandee)


def test_a_second_round_forgets_the_first(coordinatrice, ada, demandee, today):
    corriger(demandee, ada, chapo="Nouveau.")
    demandee.submit()
    with time_machine.travel(today + timedelta(hours=1), tick=False):
        demander(demandee, coordinatrice.user, "Encore.", {"porteur": "Qui ?"})
        bilan = faire_le_bilan(demandee)

    assert [c.demande.champ for c in bilan.corrections] == ["porteur"]
    assert (bilan.faites, bilan.autres) == (0, [])


@pytest.mark.parametrize("etat", [Etat.BROUILLON, Etat.PUBLIEE])
def test_nothing_is_left_to_correct_once_decided(demandee, etat):
    if etat == Etat.PUBLIEE:
        demandee.submit()
        demandee.publish()
    else:
        demandee.back_to_draft()

    assert faire_le_bilan(demandee) is None


# The exchange in the back office


def test_the_coordination_answers_and_every_agent_reads_it(
    ada, blaise, coordinatrice, en_ligne
):
    suivi.ecrire(en_ligne, ada, TERRITOIRE, "Pouvons-nous changer le titre ?")
    contenu = texte(coordinatrice.get(url(en_ligne, "echanges")))
    assert "Pouvons-nous changer le titre ?" in contenu
    assert "Ada Lovelace, Blaise Pascal" in contenu

    coordinatrice.post(url(en_ligne, "echanges"), {"texte": "Oui, proposez-le."})

    assert sorted(courriels()) == [
        ("ada@gironde.example", "message_coordination"),
        ("blaise@gironde.example", "message_coordination"),
    ]
    assert not suivi.non_lus(en_ligne, par=COORDINATION).exists()


def test_nothing_to_answer_is_said_with_one_button(ada, coordinatrice, en_ligne):
    suivi.ecrire(en_ligne, ada, TERRITOIRE, "Merci !")
    coordinatrice.get(url(en_ligne, "echanges"))
    assert suivi.non_lus(en_ligne, par=COORDINATION).exists()

    reponse = coordinatrice.post(url(en_ligne, "echanges") + "?file=1", {"_lus": "1"})

    assert reponse["Location"] == "/admin/"
    assert not suivi.non_lus(en_ligne, par=COORDINATION).exists()
    assert courriels() == []


def test_an_empty_answer_is_refused(coordinatrice, en_ligne):
    reponse = coordinatrice.post(url(en_ligne, "echanges"), {"texte": ""})

    assert reponse.status_code == 200
    assert "Écrivez votre message." in texte(reponse)
    assert not Message.objects.exists()


def test_the_exchange_leads_to_the_proposals_that_wait(ada, coordinatrice, en_ligne):
    proposition = proposer(en_ligne, ada, porteur="Le Département")

    contenu = coordinatrice.get(url(en_ligne, "echanges")).content.decode()

    assert reverse("admin:espace_amendement_change", args=[proposition.pk]) in contenu


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_exchange_costs_the_same_whatever_was_said(
    ada, coordinatrice, en_ligne, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        suivi.ecrire(en_ligne, ada, TERRITOIRE, f"Message {rang}")

    with django_assert_max_num_queries(10):
        coordinatrice.get(url(en_ligne, "echanges"))


# Rights


@pytest.mark.parametrize("suite", ["corrections", "echanges"])
def test_visitor_and_agent_are_sent_to_the_login(visitor, client, ada, a_relire, suite):
    client.force_login(ada)

    for qui in (visitor, client):
        assert qui.get(url(a_relire, suite)).status_code == 302
        assert (
            qui.post(url(a_relire, suite), {"motif": "Non", "texte": "Non"}).status_code == 302
        )
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("droits", "suite", "statut"),
    [
        (["view_initiative"], "echanges", 403),
        (["change_initiative"], "echanges", 200),
        (["change_initiative"], "corrections", 403),
        (["change_initiative", "publish_initiative"], "corrections", 200),
    ],
)
def test_staff_need_the_right_of_each_page(client, a_relire, droits, suite, statut):
    user = make_user("relecture@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=droits))
    se_connecter(client, user)

    assert client.get(url(a_relire, suite)).status_code == statut


@pytest.mark.parametrize("suite", ["corrections", "echanges"])
def test_a_sheet_in_the_bin_has_no_page(coordinatrice, a_relire, suite):
    a_relire.jeter()

    assert coordinatrice.get(url(a_relire, suite)).status_code == 404
