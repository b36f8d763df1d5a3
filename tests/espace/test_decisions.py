"""Proposals decided: what goes online, what contests it, what goes on waiting, who is told."""

import threading

import pytest
from django.db import connection

from espace import amendements
from mediatheque.models import Lien
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat, TransitionImpossible
from tests.espace.depots import (
    accepter,
    ada,
    attendre,
    blaise,
    contestes,
    courriels,
    dernier_texte,
    en_ligne,
    proposer,
)
from tests.factories import FUTUR, PARUTION, make_lien

pytestmark = pytest.mark.django_db

__all__ = ["ada", "blaise", "en_ligne"]


# Deciding


def test_an_accepted_proposal_is_online_at_once_and_a_version_of_the_sheet(
    visitor, ada, blaise, coordinatrice, en_ligne
):
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    accepter(amendement, coordinatrice.user)

    assert "Le Département" in visitor.get(en_ligne.get_absolute_url()).content.decode()
    derniere = Revision.objects.of(en_ligne).first()
    assert (derniere.auteur, derniere.statut) == (ada, "appliquee")
    assert derniere.resume == ("Proposition de Gironde, acceptée par coordination@example.org")
    amendement.refresh_from_db()
    assert (amendement.etat, amendement.decide_par) == ("accepte", coordinatrice.user)
    assert amendement.retenus == ["porteur"]
    assert sorted(courriels()) == [
        ("ada@gironde.example", "amendement_accepte"),
        ("blaise@gironde.example", "amendement_accepte"),
    ]
    sujet, texte = dernier_texte()
    assert sujet == "Proposition acceptée : « Caisse commune »"
    assert "Ce qui est retenu :\n\n– Porteur" in texte


def test_part_of_a_proposal_is_accepted_with_the_reason(visitor, ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", chapo="Trop long.")

    accepter(amendement, coordinatrice.user, {"porteur"}, "Le chapô reste court.")

    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.chapo) == ("Le Département", "Des foyers cotisent.")
    assert courriels() == [("ada@gironde.example", "amendement_partiel")]
    assert (
        "Ce qui est retenu :\n\n– Porteur\n\nCe qui ne l’est pas :\n\n– Chapô\n\nVoici pourquoi"
        in dernier_texte()[1]
    )
    assert "Le chapô reste court." in dernier_texte()[1]


def test_a_refused_proposal_changes_nothing(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    amendements.refuser(amendement, coordinatrice.user, "Le porteur est la Ville.")

    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "La Ville"
    assert not Revision.objects.of(en_ligne).exists()
    assert courriels() == [("ada@gironde.example", "amendement_refuse")]
    assert "Le porteur est la Ville." in dernier_texte()[1]


def test_what_goes_together_is_kept_together(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, cout_euros="543000.00", cout_annee=2024)

    (point,) = amendements.examiner(amendement).points

    assert point.label == "Coût (euros), Année du coût"
    accepter(amendement, coordinatrice.user)
    en_ligne.refresh_from_db()
    assert (en_ligne.cout_euros, en_ligne.cout_annee) == (543000, 2024)


def test_new_parts_of_a_proposal_become_rows(ada, coordinatrice, en_ligne):
    chiffre = {
        "ordre": 1,
        "approximation": "",
        "valeur": "400.00",
        "unite": "",
        "libelle": "foyers",
        "periode": "2024",
        "source": None,
    }
    partie = {"pk": None, "champs": chiffre, "relations": {}, "parties": {}}

    accepter(proposer(en_ligne, ada, chiffres=[partie]), coordinatrice.user)

    assert [c.libelle for c in en_ligne.chiffres.all()] == ["foyers"]


def test_what_is_already_online_asks_nothing_and_counts_as_kept(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    versions.appliquer(attendre(en_ligne, coordinatrice.user, porteur="Le Département"))
    nombre = Revision.objects.count()
    assert contestes(amendement) == {}

    accepter(amendement, coordinatrice.user)

    amendement.refresh_from_db()
    assert (amendement.etat, amendement.retenus) == ("accepte", ["porteur"])
    assert Revision.objects.count() == nombre


def test_deciding_twice_is_told_and_does_nothing(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    amendements.refuser(amendement, coordinatrice.user, "Non.")

    with pytest.raises(
        TransitionImpossible, match=r"déjà décidée \(refusée, par coordination@"
    ):
        accepter(amendement, coordinatrice.user)
    with pytest.raises(TransitionImpossible, match="déjà décidée"):
        amendements.refuser(amendement, coordinatrice.user, "Encore non.")

    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "La Ville"
    assert len(courriels()) == 1


def test_a_proposal_taken_back_meanwhile_is_told(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    amendements.abandonner(amendement)

    with pytest.raises(TransitionImpossible, match="a repris cette proposition"):
        accepter(amendement, coordinatrice.user)


def test_a_decision_read_on_something_else_is_not_taken(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    examen = amendements.examiner(amendement)
    versions.appliquer(attendre(en_ligne, coordinatrice.user, porteur="L’État"))

    with pytest.raises(amendements.FicheChangee):
        amendements.accepter(
            amendement, coordinatrice.user, {"porteur"}, "", empreinte=examen.empreinte
        )

    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "L’État"


def test_what_publishing_forbids_is_said_and_nothing_moves(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", stade="deployee")

    with pytest.raises(TransitionImpossible, match="au moins un résultat ou une limite"):
        accepter(amendement, coordinatrice.user)

    en_ligne.refresh_from_db()
    amendement.refresh_from_db()
    assert (en_ligne.porteur, amendement.etat, courriels()) == ("La Ville", "propose", [])
    assert not Revision.objects.waiting().exists()


@pytest.mark.parametrize(
    ("verbe", "phrase"),
    [
        (lambda fiche: fiche.retire("Terminée."), "n’est plus en ligne"),
        (lambda fiche: fiche.jeter(), "dans la corbeille"),
    ],
)
def test_a_sheet_withdrawn_meanwhile_takes_nothing(ada, coordinatrice, en_ligne, verbe, phrase):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    verbe(en_ligne)

    with pytest.raises(TransitionImpossible, match=phrase):
        accepter(amendement, coordinatrice.user)

    amendements.refuser(amendement, coordinatrice.user, "La fiche n’est plus en ligne.")
    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "La Ville"


def test_a_scheduled_sheet_takes_the_proposal_before_its_hour(ada, coordinatrice, en_ligne):
    en_ligne.publish(when=FUTUR)
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    accepter(amendement, coordinatrice.user)

    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.etat) == ("Le Département", Etat.PROGRAMMEE)
    assert "Elle sera en ligne avec la fiche." in dernier_texte()[1]


def test_a_link_that_is_gone_is_said_and_left_out(ada, coordinatrice, en_ligne):
    bon, mort = make_lien("https://bon.example/"), make_lien("https://mort.example/")
    amendement = proposer(en_ligne, ada, sources=[bon.pk, mort.pk])
    Lien.objects.filter(pk=mort.pk).delete()
    assert amendements.examiner(amendement).disparus == ["1 lien"]

    accepter(amendement, coordinatrice.user)

    assert list(en_ligne.sources.all()) == [bon]


# What contests a proposal


def test_a_field_published_since_is_contested(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", chapo="Autre.")
    versions.appliquer(attendre(en_ligne, coordinatrice.user, porteur="L’État"))

    assert contestes(amendement) == {"chapo": [], "porteur": ["en_ligne"]}


def test_what_goes_with_a_field_published_since_is_contested_too(ada, coordinatrice, en_ligne):
    versions.appliquer(attendre(en_ligne, coordinatrice.user, cout_euros="100.00"))
    amendement = proposer(en_ligne, ada, cout_euros="200.00")
    versions.appliquer(attendre(en_ligne, coordinatrice.user, cout_annee=2023))

    assert contestes(amendement) == {"cout_euros": ["en_ligne"]}
    accepter(amendement, coordinatrice.user)
    en_ligne.refresh_from_db()
    assert (en_ligne.cout_euros, en_ligne.cout_annee) == (200, None)


def test_two_proposals_on_one_field_contest_each_other(ada, blaise, coordinatrice, en_ligne):
    sienne = proposer(en_ligne, ada, porteur="Le Département", chapo="Autre.")
    autre = proposer(en_ligne, blaise, porteur="L’État", lieux="Bordeaux")
    proposer(en_ligne, blaise, chapo="Autre.")
    assert contestes(sienne) == {"chapo": [], "porteur": ["proposition"]}
    (_, porteur) = amendements.examiner(sienne).points
    (conflit,) = porteur.conflits
    assert (conflit.qui, conflit.amendement, conflit.quand) == (
        "Blaise Pascal",
        autre,
        autre.propose_at,
    )

    accepter(sienne, coordinatrice.user)

    assert contestes(autre) == {"porteur": ["en_ligne"], "lieux": []}
    accepter(autre, coordinatrice.user, {"lieux"}, "Le porteur vient d’être changé.")
    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.lieux) == ("Le Département", "Bordeaux")


# What waits beside the page


def test_her_changes_go_on_waiting_with_their_hour(
    visitor, ada, coordinatrice, en_ligne, today
):
    attendre(en_ligne, coordinatrice.user, pour_le=FUTUR, chapo="Chapô de mars.")
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    assert contestes(amendement) == {"porteur": []}

    accepter(amendement, coordinatrice.user)

    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.chapo) == ("Le Département", "Des foyers cotisent.")
    attente = versions.en_attente(en_ligne)
    assert (attente.pour_le, attente.auteur, attente.resume) == (
        FUTUR,
        coordinatrice.user,
        "Pour mars",
    )
    champs = attente.instantane["champs"]
    assert (champs["porteur"], champs["chapo"]) == ("Le Département", "Chapô de mars.")
    versions.appliquer(attente)
    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.chapo) == ("Le Département", "Chapô de mars.")


@pytest.mark.parametrize(
    ("retenus", "publie", "attend"),
    [
        ({"lieux", "porteur"}, "Le Département", "Le Département"),
        ({"lieux"}, "La Ville", "L’État"),
    ],
)
def test_a_field_that_she_was_changing_says_what_she_chose(
    ada, coordinatrice, en_ligne, retenus, publie, attend
):
    attendre(en_ligne, coordinatrice.user, porteur="L’État", chapo="Chapô de mars.")
    amendement = proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")
    assert contestes(amendement) == {"porteur": ["attente"], "lieux": []}

    accepter(amendement, coordinatrice.user, retenus, "Le porteur change en mars.")

    en_ligne.refresh_from_db()
    champs = versions.en_attente(en_ligne).instantane["champs"]
    assert (en_ligne.porteur, en_ligne.chapo) == (publie, "Des foyers cotisent.")
    assert (champs["porteur"], champs["chapo"]) == (attend, "Chapô de mars.")
    assert champs["lieux"] == "Bordeaux"


def test_nothing_waits_any_more_when_the_proposal_took_its_place(ada, coordinatrice, en_ligne):
    attendre(en_ligne, coordinatrice.user, porteur="L’État")

    accepter(proposer(en_ligne, ada, porteur="Le Département"), coordinatrice.user)

    assert versions.en_attente(en_ligne) is None
    assert Revision.objects.of(en_ligne).filter(statut="ecartee").count() == 1


def test_what_she_changed_waits_on_top_of_what_a_command_wrote(ada, coordinatrice, en_ligne):
    attendre(en_ligne, coordinatrice.user, pour_le=FUTUR, chapo="Chapô de mars.")
    type(en_ligne).objects.filter(pk=en_ligne.pk).update(moyens_humains="3 personnes")
    versions.saisir(en_ligne)
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    assert contestes(amendement) == {"porteur": []}

    accepter(amendement, coordinatrice.user)

    champs = versions.en_attente(en_ligne).instantane["champs"]
    assert [champs[nom] for nom in ("chapo", "moyens_humains", "porteur")] == [
        "Chapô de mars.",
        "3 personnes",
        "Le Département",
    ]


def test_an_hour_that_was_missed_publishes_nothing_by_surprise(ada, coordinatrice, en_ligne):
    attente = attendre(en_ligne, coordinatrice.user, chapo="Chapô de mars.")
    Revision.objects.filter(pk=attente.pk).update(pour_le=PARUTION)

    accepter(proposer(en_ligne, ada, porteur="Le Département"), coordinatrice.user)
    versions.appliquer_dues()

    en_ligne.refresh_from_db()
    assert en_ligne.chapo == "Des foyers cotisent."
    attente = versions.en_attente(en_ligne)
    assert (attente.pour_le, attente.instantane["champs"]["chapo"]) == (None, "Chapô de mars.")


# Two people at once


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_time_one_counts(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    empreinte = amendements.examiner(amendement).empreinte
    depart, refus = threading.Barrier(2), []

    def decider(faire):
        depart.wait()
        try:
            faire()
        except TransitionImpossible as erreur:
            refus.extend(erreur.messages)
        finally:
            connection.close()

    fils = [
        threading.Thread(target=decider, args=[faire])
        for faire in (
            lambda: amendements.accepter(
                amendement, coordinatrice.user, {"porteur"}, empreinte=empreinte
            ),
            lambda: amendements.refuser(amendement, coordinatrice.user, "Non."),
        )
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert len(refus) == 1
    assert "déjà décidée" in refus[0]
    assert len(courriels()) == 1
    amendement.refresh_from_db()
    en_ligne.refresh_from_db()
    assert (amendement.etat, en_ligne.porteur) in {
        ("accepte", "Le Département"),
        ("refuse", "La Ville"),
    }
