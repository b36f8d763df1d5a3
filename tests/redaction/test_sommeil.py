"""Lines of the queue put to sleep: hidden, counted out, listed with their reason, woken."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from courrier.taches import executer_dues
from redaction.admin.journal import phrase
from redaction.models import Sommeil
from solidaires.publication import Etat
from tests.conftest import AUJOURD_HUI
from tests.connexions import se_connecter
from tests.factories import make_page, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ACCUEIL = "/admin/"


@pytest.fixture
def manifeste(today):
    """The one thing that waits."""
    list(executer_dues())
    return make_page(etat=Etat.A_RELIRE, published_at=None)


def cle(manifeste):
    return f"a-relire:pages.page:{manifeste.pk}"


def formulaire(manifeste):
    return f"{reverse('admin:sommeil')}?cle={cle(manifeste)}"


def endormir(client, manifeste, **saisie):
    saisie = {"jusqu_au": "7", "motif": "J’attends le service.", **saisie}
    return client.post(formulaire(manifeste), saisie, follow=True)


def make_sommeil(manifeste, user, **champs):
    champs = {"motif": "Plus tard.", "jusqu_au": date(2026, 3, 12), **champs}
    return Sommeil.objects.create(
        cle=cle(manifeste), titre=manifeste.titre, auteur=user, **champs
    )


def titres(client):
    return [
        ligne.titre
        for section in client.get(ACCUEIL).context["file"].sections
        for ligne in section.extrait.lignes
    ]


def test_a_line_is_put_to_sleep_from_the_queue_with_a_reason(coordinatrice, manifeste):
    contenu = coordinatrice.get(ACCUEIL).content.decode()
    assert f'href="{formulaire(manifeste)}"' in contenu

    question = coordinatrice.get(formulaire(manifeste)).content.decode()
    for choix in (
        "demain (mercredi 11 mars)",
        "dans une semaine (mardi 17 mars)",
        "dans un mois (jeudi 9 avril)",
    ):
        assert choix in question
    reponse = endormir(coordinatrice, manifeste)

    contenu = reponse.content.decode()
    assert "« Manifeste » reviendra le 17 mars 2026." in contenu.replace("\u00a0", " ")
    assert "Rien n’attend." in contenu
    assert "En sommeil (1)" in contenu
    assert "J’attends le service." in contenu
    assert 'revient le <time datetime="2026-03-17">17 mars 2026</time>' in contenu
    assert titres(coordinatrice) == []
    sommeil = Sommeil.objects.get()
    assert (sommeil.cle, sommeil.titre, sommeil.auteur) == (
        cle(manifeste),
        "Manifeste",
        coordinatrice.user,
    )
    entree = LogEntry.objects.select_related("user", "content_type").get()
    assert phrase(entree).replace("\u00a0", " ") == (
        "coordination@example.org a mis la ligne de la file « Manifeste » en sommeil jusqu’au "
        "17 mars 2026 : J’attends le service"
    )


def test_an_incomplete_form_keeps_what_was_typed_and_stores_nothing(coordinatrice, manifeste):
    reponse = endormir(coordinatrice, manifeste, jusqu_au="")

    contenu = reponse.content.decode()
    assert "Choisissez quand la ligne revient." in contenu
    assert 'value="J’attends le service."' in contenu
    assert "Écrivez pourquoi" in endormir(coordinatrice, manifeste, motif=" ").content.decode()
    assert not Sommeil.objects.exists()


def test_a_sleeping_line_is_counted_out_of_its_group(coordinatrice, manifeste):
    make_page("Autre", etat=Etat.A_RELIRE, published_at=None)
    make_sommeil(manifeste, coordinatrice.user)

    (section,) = coordinatrice.get(ACCUEIL).context["file"].sections

    assert section.extrait.total == 1
    assert [ligne.titre for ligne in section.extrait.lignes] == ["Autre"]


def test_a_line_comes_back_on_its_day_in_paris(coordinatrice, manifeste):
    make_sommeil(manifeste, coordinatrice.user, jusqu_au=date(2026, 3, 11))

    with time_machine.travel(AUJOURD_HUI.replace(hour=23, minute=59), tick=False):
        list(executer_dues())
        assert titres(coordinatrice) == []
    with time_machine.travel(AUJOURD_HUI + timedelta(hours=14), tick=False):
        list(executer_dues())
        assert titres(coordinatrice) == ["Manifeste"]
        endormir(coordinatrice, manifeste, jusqu_au="1")
    assert Sommeil.objects.get().jusqu_au == date(2026, 3, 12)


def test_a_line_is_woken_by_its_button(coordinatrice, manifeste):
    sommeil = make_sommeil(manifeste, coordinatrice.user)
    assert f'value="{sommeil.cle}"' in coordinatrice.get(ACCUEIL).content.decode()

    reponse = coordinatrice.post(reverse("admin:reveil"), {"cle": sommeil.cle}, follow=True)

    assert "est de retour dans la file" in reponse.content.decode()
    assert LogEntry.objects.get().change_message == "Ligne réveillée."
    assert titres(coordinatrice) == ["Manifeste"]
    encore = coordinatrice.post(reverse("admin:reveil"), {"cle": sommeil.cle}, follow=True)
    assert "Cette ligne ne dort plus." in encore.content.decode()


@pytest.mark.parametrize(
    "inconnue", ["", "a-relire", "a-relire:pages.page:999", "inconnu:pages.page:1", "a:b:c:d"]
)
def test_a_line_that_does_not_wait_cannot_be_put_to_sleep(coordinatrice, manifeste, inconnue):
    reponse = coordinatrice.get(reverse("admin:sommeil"), {"cle": inconnue}, follow=True)

    assert "Cette ligne n’attend plus." in reponse.content.decode()
    assert not Sommeil.objects.exists()


def test_what_one_may_not_view_is_neither_listed_put_to_sleep_nor_woken(
    client, coordinatrice, manifeste
):
    user = make_user("relecture@example.org", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_idee"))
    se_connecter(client, user)

    endormir(client, manifeste)
    assert not Sommeil.objects.exists()

    sommeil = make_sommeil(manifeste, coordinatrice.user)
    assert client.get(ACCUEIL).context["file"].sommeils == []
    reponse = client.post(reverse("admin:reveil"), {"cle": sommeil.cle})
    assert reponse.status_code == 403
    assert Sommeil.objects.exists()


def test_waking_is_not_done_by_following_a_link(coordinatrice, manifeste):
    assert coordinatrice.get(reverse("admin:reveil")).status_code == 405
