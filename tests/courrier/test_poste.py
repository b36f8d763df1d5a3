"""Posting: a mail is written with the event it tells, once, or not at all."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from courrier.models import Courriel, Tache
from courrier.poste import TACHE, absolue, poster
from courrier.taches import executer_dues
from fabrique.models import Initiative
from territoires.models import Territoire
from tests.courriels import courriels, lien

GABARIT = "etat_refusee"


def _contexte(initiative="Épicerie", motif="Déjà reçue.", numero=""):
    return {
        "initiative": Initiative(titre=initiative, territoire=Territoire(nom="le Nord")),
        "motif": motif,
        "numero": numero,
        "lien": absolue("/espace/fiches/3/"),
    }


def _poster(destinataire="agent@example.org", cle="depot:3:refus:1", **autres):
    return poster(GABARIT, destinataire, _contexte(**autres), cle=cle)


@pytest.mark.django_db
def test_mail_is_written_with_french_spaces_and_a_whole_address(today):
    courriel = _poster(motif="Est-ce bien cela ? Dites-le-nous...")

    assert courriel.sujet == "Non retenue\u00a0: «\u00a0Épicerie\u00a0»"
    assert "Est-ce bien cela\u00a0? Dites-le-nous…" in courriel.texte.splitlines()
    assert f"{settings.ADRESSE_DU_PORTAIL}espace/fiches/3/" in courriel.texte.splitlines()
    assert lien(courriel) == "/espace/fiches/3/"
    assert (courriel.etat, courriel.prochain_essai_at) == (Courriel.Etat.A_ENVOYER, today)


@pytest.mark.django_db
def test_posting_twice_writes_once():
    premier = _poster(motif="Trop court.")
    second = _poster(motif="Autrement dit.")
    _poster("autre@example.org", cle="depot:3:refus:2")

    assert second == premier
    assert [(c.destinataire, "Trop court." in c.texte) for c in courriels()] == [
        ("agent@example.org", True),
        ("autre@example.org", False),
    ]


@pytest.mark.django_db(transaction=True)
def test_event_that_is_undone_leaves_no_mail_and_wakes_nobody():
    dans_une_heure = timezone.now() + timedelta(hours=1)
    Tache.objects.create(nom=TACHE, libelle="-", periode_minutes=1, prochain_at=dans_une_heure)

    with transaction.atomic():
        _poster()
        transaction.set_rollback(True)
    assert courriels() == []
    assert Tache.objects.get(nom=TACHE).prochain_at == dans_une_heure

    with transaction.atomic():
        _poster()
        assert Tache.objects.get(nom=TACHE).prochain_at == dans_une_heure
    assert len(courriels()) == 1
    assert Tache.objects.get(nom=TACHE).prochain_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
def test_mail_leaves_with_the_next_look_of_the_worker(mailoutbox):
    list(executer_dues())
    assert mailoutbox == []

    _poster()
    list(executer_dues())

    assert [message.to for message in mailoutbox] == [["agent@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize("saut", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_new_line_in_what_somebody_typed_adds_no_header(mailoutbox, saut):
    _poster(initiative=f"Titre{saut}Bcc: victime@example.org")

    list(executer_dues())

    message = mailoutbox[0].message()
    assert "\n" not in courriels()[0].sujet
    assert message["Bcc"] is None
    assert mailoutbox[0].recipients() == ["agent@example.org"]


@pytest.mark.django_db
def test_subject_fits_its_column_however_long_the_title():
    courriel = _poster(initiative="À" * 400)

    courriel.refresh_from_db()
    assert len(courriel.sujet) == 250
    assert courriel.sujet.endswith("ÀÀ…")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"etat": "envoye"}, "courrier_courriel_envoye_date"),
        ({"envoye_at": "2026-03-10T10:00:00Z"}, "courrier_courriel_envoye_date"),
        ({"etat": "pris"}, "courrier_courriel_pris_date"),
        ({"etat": "remis"}, "courrier_courriel_pris_date"),
    ],
)
def test_database_refuses_a_state_without_its_date(champs, contrainte):
    _poster()

    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        Courriel.objects.update(**champs)
