"""« Travail automatique » in the back office: read by the coordinator, written by nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from courrier.models import Tache
from courrier.taches import tache
from tests.conftest import AUJOURD_HUI
from tests.connexions import se_connecter
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LISTE = "/admin/courrier/tache/"
MINUTE = timedelta(minutes=1)


def _ligne(nom, libelle, **champs):
    """A job of the register and its row, due in a minute."""
    tache(nom, libelle)(lambda maintenant: "")
    champs = {"prochain_at": AUJOURD_HUI + MINUTE, "periode_minutes": 1, **champs}
    return Tache.objects.create(nom=nom, libelle=libelle, **champs)


def _fiche(ligne):
    return reverse("admin:courrier_tache_change", args=[ligne.pk])


def _cellules(reponse):
    """The texts of the list, row by row, from the state on."""
    admin = reponse.context["cl"].model_admin
    return [
        (
            str(ligne),
            ligne.statut.label,
            admin.dernier_passage(ligne),
            admin.duree(ligne),
            admin.resultat(ligne),
            admin.prochain_passage(ligne),
        )
        for ligne in reponse.context["cl"].result_list
    ]


def test_list_says_how_each_job_goes(coordinatrice, registre, today):
    hier = {"dernier_debut_at": today - MINUTE, "fini_at": today - MINUTE}
    _ligne("a", "Attendre")
    _ligne("b", "Bien finir", dernier_succes_at=today, duree_ms=40, **hier)
    _ligne("c", "Compter", bilan="3 choses.", bilan_at=today, duree_ms=2999, **hier)
    _ligne("d", "Durer", dernier_debut_at=today, fini_at=today - MINUTE, duree_ms=1000)
    _ligne("e", "Échouer", echecs=1, erreur="Non : rien.", **hier)
    _ligne("f", "Faillir", echecs=4, erreur="Non.", bilan="Fait.", bilan_at=today, **hier)
    Tache.objects.create(nom="z", libelle="Partie", periode_minutes=1, prochain_at=today)

    reponse = coordinatrice.get(LISTE)

    vers, avant = "10/03/2026 à 10:01", "10/03/2026 à 09:59"
    assert sorted(_cellules(reponse)) == [
        ("Attendre", "Jamais lancée", None, None, None, vers),
        (
            "Bien finir",
            "En ordre",
            avant,
            "moins d’une seconde",
            "Rien à faire jusqu’ici",
            vers,
        ),
        ("Compter", "En ordre", avant, "2 secondes", "3 choses. (10/03/2026 à 10:00)", vers),
        ("Durer", "En cours", "10/03/2026 à 10:00", "1 seconde", None, vers),
        ("Faillir", "En échec", avant, None, "Non. (4 échecs de suite)", vers),
        ("Échouer", "En échec", avant, None, "Non : rien. (1 échec)", vers),
    ]
    contenu = reponse.content.decode()
    assert "<h1>Travail automatique</h1>" in contenu
    assert '<span class="etat etat--refusee">En échec</span>' in contenu
    assert '<span class="etat etat--publiee">En ordre</span>' in contenu


@pytest.mark.parametrize("nombre", [1, 3])
def test_list_has_a_constant_number_of_queries(
    coordinatrice, registre, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        _ligne(f"t{rang}", f"Tâche {rang}")

    with django_assert_num_queries(7):
        reponse = coordinatrice.get(LISTE)

    assert len(reponse.context["cl"].result_list) == nombre


def test_sheet_is_read_and_not_typed_over(coordinatrice, registre, today):
    ligne = _ligne("a", "Compter", echecs=2, erreur="Le fichier manque.", periode_minutes=5)

    contenu = coordinatrice.get(_fiche(ligne)).content.decode()
    reponse = coordinatrice.post(_fiche(ligne), {"libelle": "Autre"})

    assert "Le fichier manque. (2 échecs de suite)" in contenu
    assert "toutes les 5 minutes" in contenu
    assert 'name="_save"' not in contenu
    assert reponse.status_code == 403
    for page in ("add/", f"{ligne.pk}/delete/"):
        assert coordinatrice.get(LISTE + page).status_code == 403
    ligne.refresh_from_db()
    assert ligne.libelle == "Compter"


def test_every_minute_is_said_in_words(coordinatrice, registre):
    contenu = coordinatrice.get(_fiche(_ligne("a", "Compter"))).content.decode()

    assert "toutes les minutes" in contenu


def _relancer(client, *lignes):
    return client.post(
        LISTE,
        {"action": "relancer", "_selected_action": [ligne.pk for ligne in lignes]},
        follow=True,
    )


def test_run_is_asked_for_at_once_and_logged(coordinatrice, registre, today):
    ligne = _ligne("a", "Compter", dernier_debut_at=today - MINUTE, fini_at=today - MINUTE)
    autre = _ligne("b", "Dormir")

    contenu = _relancer(coordinatrice, ligne).content.decode()

    assert "« Compter » passera dans quelques secondes." in contenu
    ligne.refresh_from_db()
    autre.refresh_from_db()
    assert (ligne.prochain_at, autre.prochain_at) == (today, today + MINUTE)
    entree = LogEntry.objects.get()
    assert (entree.user, entree.change_message) == (
        coordinatrice.user,
        "Nouveau passage demandé.",
    )


def test_job_under_way_is_not_started_a_second_time(coordinatrice, registre, today):
    ligne = _ligne("a", "Compter", dernier_debut_at=today)

    contenu = _relancer(coordinatrice, ligne).content.decode()

    assert "« Compter » est en cours : attendez la fin de ce passage." in contenu
    ligne.refresh_from_db()
    assert ligne.prochain_at == today + MINUTE
    assert not LogEntry.objects.exists()


def test_visitor_and_agent_are_sent_to_the_login(visitor, agent, registre):
    ligne = _ligne("a", "Compter", prochain_at=datetime(2999, 1, 1, tzinfo=UTC))

    for client in (visitor, agent):
        for url in (LISTE, _fiche(ligne)):
            assert client.get(url).url == f"/admin/login/?next={url}"
        _relancer(client, ligne)

    ligne.refresh_from_db()
    assert ligne.prochain_at == datetime(2999, 1, 1, tzinfo=UTC)


def test_staff_without_the_right_is_refused(client, registre):
    ligne = _ligne("a", "Compter", prochain_at=datetime(2999, 1, 1, tzinfo=UTC))
    se_connecter(client, make_user("stagiaire@example.org", is_staff=True))

    assert client.get(LISTE).status_code == 403
    assert _relancer(client, ligne).status_code == 403
    ligne.refresh_from_db()
    assert ligne.prochain_at == datetime(2999, 1, 1, tzinfo=UTC)
