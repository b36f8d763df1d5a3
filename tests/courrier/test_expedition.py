"""From the outbox to the SMTP server: a real one, in its own process, in all its moods."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from courrier.expedition import CONSERVATION, ESSAIS_MAX, PAUSE_MAX, ServeurIndisponible
from courrier.expedition import effacer as effacer_le_courrier
from courrier.expedition import envoyer as envoyer_le_courrier
from courrier.models import Courriel, Tache
from courrier.poste import TACHE
from courrier.taches import attente, etat, executer_dues
from tests.courriels import courriels, make_courriel
from tests.courrier.processus import ServeurDeCourriel

pytestmark = pytest.mark.django_db

Etat = Courriel.Etat
MINUTE = timedelta(minutes=1)


def _envoyer():
    return envoyer_le_courrier(timezone.now())


def _etats():
    return [(courriel.sujet, courriel.get_etat_display()) for courriel in courriels()]


def test_what_is_due_leaves_in_order_on_one_connection(serveur, today):
    make_courriel("Premier")
    make_courriel("Plus tard", prochain_essai_at=today + MINUTE)
    make_courriel("Deuxième", destinataire="autre@example.org")

    bilan = _envoyer()

    assert bilan == "Courriels : 2 envoyés."
    assert [(m["To"], m["Subject"]) for m in serveur.recus()] == [
        ("agent@example.org", "Premier"),
        ("autre@example.org", "Deuxième"),
    ]
    assert _etats() == [
        ("Premier", "Envoyé"),
        ("Plus tard", "À envoyer"),
        ("Deuxième", "Envoyé"),
    ]
    assert [(c.envoye_at, c.essais) for c in courriels(etat=Etat.ENVOYE)] == [(today, 1)] * 2
    assert _envoyer() == ""
    assert len(serveur.recus()) == 2


def test_what_expires_first_leaves_first(serveur):
    make_courriel("Lettre")
    make_courriel("Invitation", expire_at=timezone.now() + timedelta(days=7))
    make_courriel("Code", expire_at=timezone.now() + 15 * MINUTE)

    _envoyer()

    assert serveur.objets() == ["Code", "Invitation", "Lettre"]


def test_server_away_loses_nothing_and_counts_no_attempt(tmp_path, envoyer_par):
    serveur = ServeurDeCourriel(tmp_path)
    with serveur.en_marche():
        envoyer_par(serveur.url())
    make_courriel("Premier")
    make_courriel("Deuxième")

    with pytest.raises(ServeurIndisponible, match="ne répond pas : Connection refused"):
        _envoyer()

    assert {(c.etat, c.essais) for c in courriels()} == {(Etat.A_ENVOYER, 0)}
    with serveur.en_marche():
        assert _envoyer() == "Courriels : 2 envoyés."
        assert serveur.objets() == ["Premier", "Deuxième"]


def test_server_away_shows_as_a_failing_job_that_comes_back_within_minutes(
    tmp_path, envoyer_par, today
):
    serveur = ServeurDeCourriel(tmp_path)
    with serveur.en_marche():
        envoyer_par(serveur.url())
    make_courriel()

    with time_machine.travel(today, tick=False) as horloge:
        for _ in range(6):
            list(executer_dues())
            tache = Tache.objects.get(nom=TACHE)
            horloge.move_to(tache.prochain_at)

    assert tache.statut == Tache.Statut.EN_ECHEC
    assert f"({serveur.url()[7:]}) ne répond pas" in tache.erreur
    assert tache.prochain_at - tache.erreur_at == 5 * MINUTE
    assert "une partie n’aboutit pas" in etat(timezone.now()).phrase


@pytest.mark.parametrize(
    ("consigne", "erreur"),
    [
        ("refuser-adresse", "Le serveur refuse cette adresse\u00a0: 550 5.1.1 No such user"),
        ("refuser-mots", "Le serveur refuse ce courriel\u00a0: 554 5.7.1 Looks like spam"),
    ],
)
def test_refusal_is_final_and_says_the_words_of_the_server(serveur, consigne, erreur):
    serveur.consigne(consigne)
    make_courriel()

    bilan = _envoyer()

    assert bilan == "Courriels : 1 refusé."
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.erreur, courriel.essais) == (Etat.ECHEC, erreur, 1)
    serveur.consigne("accepter")
    assert _envoyer() == ""
    assert serveur.recus() == []


@pytest.mark.parametrize(
    ("consigne", "reponse"),
    [
        ("adresse-plus-tard", "451 4.7.1 Greylisted, try again later"),
        ("donnees-plus-tard", "452 4.3.1 Too many mails"),
        ("mots-plus-tard", "451 4.3.0 Disk is full"),
    ],
)
def test_busy_server_is_asked_again_after_a_pause_that_grows(serveur, consigne, reponse):
    serveur.consigne(consigne)
    make_courriel()

    with time_machine.travel(timezone.now(), tick=False) as horloge:
        for minutes in (1, 2, 4):
            assert _envoyer() == "Courriels : 1 à essayer de nouveau."
            courriel = Courriel.objects.get()
            assert courriel.erreur == f"Le serveur demande d’attendre\u00a0: {reponse}"
            assert courriel.prochain_essai_at == timezone.now() + minutes * MINUTE
            assert _envoyer() == ""
            horloge.move_to(courriel.prochain_essai_at)
        serveur.consigne("accepter")
        _envoyer()

    assert [len(serveur.recus()), *_etats()] == [1, ("Votre fiche est en ligne", "Envoyé")]


def test_busy_server_is_asked_for_three_days_then_a_person_is(serveur):
    serveur.consigne("adresse-plus-tard")
    make_courriel(essais=ESSAIS_MAX - 1)

    bilan = _envoyer()

    pauses = [attente(essai, PAUSE_MAX) for essai in range(1, ESSAIS_MAX)]
    assert timedelta(days=3) <= sum(pauses, timedelta()) < timedelta(days=3, hours=1)
    assert bilan == "Courriels : 1 refusé."
    courriel = Courriel.objects.get()
    assert courriel.etat == Etat.ECHEC
    assert courriel.erreur == (
        "Le serveur demande d’attendre depuis trois jours\u00a0: 451 4.7.1 Greylisted, try again later"
    )


@pytest.mark.parametrize(
    ("consigne", "motif"),
    [
        ("couper-adresse", "ne répond pas : Connection unexpectedly closed"),
        ("fermer", "ferme la liaison : 421 4.3.2 Shutting down"),
        ("refuser-expediteur", "refuse l’adresse d’expédition du portail : 550 5.7.1 Sender"),
    ],
)
def test_trouble_before_the_words_stops_the_run_and_nothing_is_lost(serveur, consigne, motif):
    serveur.consigne(consigne)
    make_courriel("Premier")
    make_courriel("Deuxième")

    with pytest.raises(ServeurIndisponible, match=motif):
        _envoyer()

    assert {(c.etat, c.essais) for c in courriels()} == {(Etat.A_ENVOYER, 0)}
    serveur.consigne("accepter")
    _envoyer()
    assert serveur.objets() == ["Premier", "Deuxième"]


@pytest.mark.parametrize(("consigne", "arrives"), [("couper-pendant", 0), ("couper-apres", 1)])
def test_drop_once_given_is_never_sent_again_by_itself(serveur, consigne, arrives):
    serveur.consigne(consigne)
    make_courriel("Premier")

    bilan = _envoyer()

    assert bilan == "Courriels : 1 peut-être envoyé."
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.erreur) == (
        Etat.INCERTAIN,
        "La liaison s’est coupée avant la réponse du serveur\u00a0: il l’a peut-être envoyé.",
    )
    serveur.consigne("accepter")
    make_courriel("Deuxième")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert _envoyer() == "Courriels : 1 envoyé."
    assert serveur.objets() == ["Premier"] * arrives + ["Deuxième"]


def test_silence_before_the_words_is_tried_again(serveur, settings):
    settings.EMAIL_TIMEOUT = 0.5
    serveur.consigne("attendre-adresse")
    make_courriel()

    with pytest.raises(ServeurIndisponible, match="ne répond pas"):
        _envoyer()

    assert _etats() == [("Votre fiche est en ligne", "À envoyer")]
    serveur.consigne("accepter")
    assert _envoyer() == "Courriels : 1 envoyé."
    assert len(serveur.recus()) == 1


def test_silence_after_the_words_is_uncertain(serveur, settings):
    settings.EMAIL_TIMEOUT = 0.5
    serveur.consigne("attendre-mots")
    make_courriel()

    assert _envoyer() == "Courriels : 1 peut-être envoyé."
    serveur.consigne("accepter")
    assert _envoyer() == ""
    assert len(serveur.recus()) == 1


def test_impossible_mails_are_set_aside_and_do_not_hold_back_the_others(serveur):
    make_courriel("Sans adresse", destinataire="pas une adresse")
    make_courriel("Sur\ndeux lignes")
    make_courriel("Adresse à rallonge", destinataire="a@example.org\nRCPT TO:<b@example.org>")
    make_courriel("Bon")

    bilan = _envoyer()

    assert bilan == "Courriels : 1 envoyé, 3 refusés."
    pas_une_adresse = "Le destinataire n’est pas une adresse électronique."
    assert [(c.sujet, c.get_etat_display(), c.erreur) for c in courriels()] == [
        ("Sans adresse", "En échec", pas_une_adresse),
        ("Sur\ndeux lignes", "En échec", "L’objet ne peut pas être celui d’un courriel."),
        ("Adresse à rallonge", "En échec", pas_une_adresse),
        ("Bon", "Envoyé", ""),
    ]
    assert serveur.objets() == ["Bon"]


def test_expired_mail_does_not_leave(serveur, today):
    make_courriel("Code", expire_at=today, secret=True)
    make_courriel("Réunion", expire_at=today)

    bilan = _envoyer()

    assert bilan == "Courriels : 2 périmés."
    assert [(c.sujet, c.etat, bool(c.texte)) for c in courriels()] == [
        ("Code", Etat.PERIME, False),
        ("Réunion", Etat.PERIME, True),
    ]
    assert serveur.recus() == []


def test_secret_is_forgotten_once_sent_and_kept_while_it_may_serve(serveur, today):
    bientot = today + 15 * MINUTE
    make_courriel("Code", secret=True, expire_at=bientot)
    _envoyer()
    serveur.consigne("refuser-adresse")
    make_courriel("Autre code", secret=True, expire_at=bientot)
    _envoyer()

    assert [(c.sujet, bool(c.texte)) for c in courriels()] == [
        ("Code", False),
        ("Autre code", True),
    ]
    with time_machine.travel(bientot, tick=False):
        _envoyer()
    assert [(c.etat, c.texte) for c in courriels(sujet="Autre code")] == [(Etat.ECHEC, "")]


def test_what_a_dead_worker_held_is_given_back_or_doubted(serveur, today):
    avant = today - Tache.DELAI
    make_courriel("Pris", etat=Etat.PRIS, pris_at=avant)
    make_courriel("Remis", etat=Etat.REMIS, pris_at=avant)
    make_courriel("Pris par un autre", etat=Etat.PRIS, pris_at=avant + MINUTE)
    make_courriel("Remis par un autre", etat=Etat.REMIS, pris_at=avant + MINUTE)

    bilan = _envoyer()

    assert bilan == "Courriels : 1 envoyé, 1 peut-être envoyé."
    assert _etats() == [
        ("Pris", "Envoyé"),
        ("Remis", "Peut-être envoyé"),
        ("Pris par un autre", "Envoi commencé"),
        ("Remis par un autre", "Remis, réponse attendue"),
    ]
    assert Courriel.objects.get(sujet="Remis").erreur == Courriel.INTERROMPU
    assert serveur.objets() == ["Pris"]


def test_worker_that_lost_a_mail_meanwhile_does_not_give_it(today):
    lent = make_courriel()
    assert lent.claim(today)

    with time_machine.travel(today + Tache.DELAI, tick=False):
        Courriel.objects.recover(timezone.now())
        rapide = Courriel.objects.get()
        assert rapide.claim(timezone.now())

        assert lent.hand_over() is False
        assert rapide.hand_over() is True
        assert lent.fail("Trop tard.") is False
    assert Courriel.objects.get().etat == Etat.REMIS


def test_answer_that_comes_late_settles_the_doubt(today):
    courriel = make_courriel()
    courriel.claim(today)
    courriel.hand_over()
    Courriel.objects.recover(today + Tache.DELAI)

    assert courriel.succeed(today) is True

    courriel.refresh_from_db()
    assert (courriel.etat, courriel.erreur) == (Etat.ENVOYE, "")


def test_without_a_server_mails_wait_and_the_job_says_it(envoyer_par):
    envoyer_par("")
    assert _envoyer() == ""
    make_courriel()

    with pytest.raises(ServeurIndisponible, match="Aucun serveur de courriel n’est réglé"):
        _envoyer()

    assert _etats() == [("Votre fiche est en ligne", "À envoyer")]
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("compte", "suite", "motif"),
    [
        ("portail:faux@", "", "refuse l’identifiant du portail : 535"),
        ("", "", "refuse l’adresse d’expédition du portail : 530"),
        ("", "?tls=1", "n’offre pas ce que demande EMAIL_URL : STARTTLS"),
    ],
)
def test_account_and_encryption_that_do_not_suit_are_said(
    tmp_path, envoyer_par, compte, suite, motif
):
    make_courriel()
    serveur = ServeurDeCourriel(tmp_path)
    with serveur.en_marche("secret"):
        envoyer_par(serveur.url(compte, suite))
        with pytest.raises(ServeurIndisponible, match=motif):
            _envoyer()

        envoyer_par(serveur.url("portail:secret@"))
        assert _envoyer() == "Courriels : 1 envoyé."


def test_encryption_that_fails_is_said(serveur, envoyer_par):
    envoyer_par(serveur.url().replace("smtp:", "smtps:"))
    make_courriel()

    with pytest.raises(
        ServeurIndisponible, match="chiffrement avec le serveur de courriel échoue"
    ):
        _envoyer()

    assert _etats() == [("Votre fiche est en ligne", "À envoyer")]


def test_backend_without_a_dialogue_goes_through_the_same_states(mailoutbox):
    make_courriel("Premier")
    make_courriel("Impossible", destinataire="")

    bilan = _envoyer()

    assert bilan == "Courriels : 1 envoyé, 1 refusé."
    assert [message.subject for message in mailoutbox] == ["Premier"]
    assert _etats() == [("Premier", "Envoyé"), ("Impossible", "En échec")]


def test_long_queue_is_sent_in_slices(serveur, monkeypatch):
    monkeypatch.setattr("courrier.expedition.DUREE", 0)
    make_courriel()

    assert _envoyer() == ""
    monkeypatch.undo()
    assert _envoyer() == "Courriels : 1 envoyé."


def test_old_mails_are_emptied_and_those_on_their_way_are_kept(today):
    vieux = today - CONSERVATION
    make_courriel("Envoyé", etat=Etat.ENVOYE, envoye_at=vieux, created_at=vieux)
    make_courriel("Hier", etat=Etat.ENVOYE, envoye_at=vieux + MINUTE, created_at=vieux)
    make_courriel("Refusé", etat=Etat.ECHEC, erreur="550 <agent@example.org>", created_at=vieux)
    make_courriel("En attente", created_at=vieux)

    assert effacer_le_courrier(today) == "2 courriels vidés."
    assert effacer_le_courrier(today) == ""
    assert [(c.sujet, c.destinataire, c.texte[:8], c.erreur) for c in courriels()] == [
        ("Envoyé", "", "", ""),
        ("Hier", "agent@example.org", "Bonjour,", ""),
        ("Refusé", "", "", ""),
        ("En attente", "agent@example.org", "Bonjour,", ""),
    ]
