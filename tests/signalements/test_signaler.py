"""A reader reports a defect of a page: what they see, what is kept, what is refused."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from courrier.models import Courriel
from protection import jetons
from signalements.models import Signalement
from signalements.pages_du_portail import chemin_local, trouver
from tests import lecteur
from tests.factories import FUTUR, make_idee, make_initiative, make_territoire, make_theme
from tests.protection.formulaire_rempli import cachet, envoyer

pytestmark = pytest.mark.django_db

URL = "/signaler/"
ERREUR = {
    "genre": "erreur",
    "page": "/fabrique/initiatives/",
    "texte": "Le <b>budget</b> est faux.\r\nVoir la source.",
    "technique": "",
    "email": "",
}


def signaler(client, **saisie):
    """Send the form as a person does; returns (the last Signalement, its receipt)."""
    reponse = envoyer(client, URL, {**ERREUR, **saisie})
    assert reponse.status_code == 302, reponse.content.decode()
    return Signalement.objects.order_by("pk").last(), reponse["Location"]


def _mots(reponse):
    return lecteur.mots(reponse.content.decode())


# The page


@pytest.mark.parametrize(
    ("saisi", "chemin"),
    [
        ("/fabrique/initiatives/", "/fabrique/initiatives/"),
        ("  /forum/idees/?page=2#x ", "/forum/idees/"),
        ("/mots-cl%C3%A9s/%C3%A9t%C3%A9/", "/mots-clés/été/"),
        ("http://testserver/journees/?a=b", "/journees/"),
        ("/forum/propositions/12.k3Jx/", "/forum/propositions/…/"),
        ("/apercu/" + "a" * 43 + "/", "/apercu/…/"),
        ("/" + "a" * 499, "/" + "a" * 499),
        ("/" + "a" * 500, ""),
        ("", ""),
        ("fabrique", ""),
        ("?page=2", ""),
        ("//ailleurs.example/", ""),
        ("/%2Failleurs.example/", ""),
        ("/\\ailleurs.example", ""),
        ("https://ailleurs.example/forum/", ""),
        ("https://testserver.ailleurs.example/", ""),
        ("http:///forum/", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[", ""),
        ("/a%0d%0aSet-Cookie:x", ""),
        ("/a%00", ""),
        ("/\u202egro.elpmaxe", ""),
    ],
)
def test_only_a_path_of_this_portal_is_taken(saisi, chemin):
    assert chemin_local(saisi, {"testserver"}) == chemin


def test_a_page_is_named_when_the_public_reads_something_there():
    initiative = make_initiative("Caisse commune")
    cachee = make_idee("Bientôt", published_at=FUTUR)
    territoire, theme = make_territoire(), make_theme()

    assert {
        chemin: trouver(chemin).titre
        for chemin in (
            initiative.get_absolute_url(),
            territoire.get_absolute_url(),
            theme.get_absolute_url(),
            cachee.get_absolute_url(),
            "/fabrique/initiatives/",
            "/mots-cles/x/",
            "/admin/fabrique/initiative/1/change/",
            "/media/x.png",
            "/nulle-part/du/tout/",
        )
    } == {
        initiative.get_absolute_url(): "Caisse commune",
        territoire.get_absolute_url(): "Gironde (33)",
        theme.get_absolute_url(): "Alimentation",
        cachee.get_absolute_url(): "",
        "/fabrique/initiatives/": "",
        "/mots-cles/x/": "",
        "/admin/fabrique/initiative/1/change/": "",
        "/media/x.png": "",
        "/nulle-part/du/tout/": "",
    }


def test_every_page_leads_to_the_form_with_its_own_path(visitor):
    initiative = make_initiative("Caisse commune")
    suite = {}
    for page in (initiative.get_absolute_url(), "/forum/idees/?page=2", "/nulle-part/"):
        html = visitor.get(page).content.decode()
        lien = html.partition('<p class="pied__signaler ecran"><a href="')[2].partition('"')[0]
        assert 'rel="nofollow"' in html.partition(lien)[2].partition(">")[0]
        suite[lien] = visitor.get(lien).context["form"]["page"].value()

    assert suite == {
        f"/signaler/?page={initiative.get_absolute_url()}": initiative.get_absolute_url(),
        "/signaler/?page=/forum/idees/": "/forum/idees/",
        "/signaler/?page=/nulle-part/": "/nulle-part/",
    }


def test_the_form_names_the_page_and_ticks_what_was_asked(visitor):
    initiative = make_initiative("Caisse commune")

    page = visitor.get(URL, {"page": initiative.get_absolute_url(), "genre": "accessibilite"})

    assert "À propos de la page « Caisse commune »" in _mots(page)
    assert initiative.get_absolute_url() in lecteur.liens(page.content.decode())
    assert page.context["form"]["genre"].value() == "accessibilite"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies


@pytest.mark.parametrize(
    "demande",
    [
        {"page": "//ailleurs.example/"},
        {"page": "javascript:alert(1)"},
        {"page": "/a\x00b"},
        {"page": '"><script>alert(1)</script>'},
        {"page": "x" * 5000},
        {"genre": "<script>"},
        {},
    ],
)
def test_a_hostile_link_opens_an_empty_form(visitor, demande):
    reponse = visitor.get(URL, demande)

    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert "ailleurs" not in html.partition("<main")[2].partition("</main>")[0]
    assert "<script>alert" not in html
    assert "À propos de la page" not in _mots(reponse)
    assert "checked" not in html


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_form_runs_one_query(visitor, django_assert_num_queries, nombre):
    for n in range(nombre):
        make_initiative(f"Initiative {n}")
    visitor.get(URL)

    with django_assert_num_queries(1):
        visitor.get(URL, {"page": "/fabrique/initiatives/initiative-0/"})


# Sending


def test_a_report_gets_a_number_and_a_date_and_keeps_nothing_else(visitor, today):
    signalement, recu = signaler(visitor, technique="NVDA")
    page = visitor.get(recu)

    assert Signalement.objects.values().get() == {
        "id": signalement.pk,
        "genre": "erreur",
        "page": "/fabrique/initiatives/",
        "texte": "Le <b>budget</b> est faux.\nVoir la source.",
        "technique": "",
        "email": "",
        "etat": "recu",
        "reponse": "",
        "created_at": today + timedelta(seconds=30),
        "repondu_at": None,
    }
    assert recu.startswith("/signaler/merci/?recu=")
    assert f"Il porte le numéro S-2026-{signalement.pk:05d}" in _mots(page)
    assert "au plus tard le 17 mars 2026" in _mots(page)
    assert "Vous n’avez pas laissé d’adresse" in _mots(page)
    assert "/fabrique/initiatives/" in lecteur.liens(page.content.decode())
    assert "budget" not in page.content.decode()
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not Courriel.objects.exists()


def test_an_accessibility_defect_keeps_the_equipment(visitor, today):
    signalement, _ = signaler(visitor, genre="accessibilite", technique="NVDA et Firefox")

    assert signalement.technique == "NVDA et Firefox"


def test_an_address_gets_a_receipt_that_repeats_nothing_of_what_was_typed(visitor, today):
    signalement, recu = signaler(visitor, email="ada@example.org")

    courriel = Courriel.objects.get()
    assert (courriel.destinataire, courriel.sujet) == (
        "ada@example.org",
        f"Votre signalement est reçu\u00a0: {signalement.numero}",
    )
    assert "au plus tard le 17\u00a0mars\u00a02026" in courriel.texte
    assert not [m for m in ("budget", "initiatives", "ada@") if m in courriel.texte]
    page = visitor.get(recu)
    assert "Un accusé de réception part vers votre adresse" in _mots(page)
    assert "ada@example.org" not in page.content.decode()


def test_a_page_that_does_not_exist_is_reported_by_its_path(visitor, today):
    signalement, recu = signaler(visitor, page="/ancienne/page/")

    assert signalement.page == "/ancienne/page/"
    assert "/ancienne/page/" in lecteur.liens(visitor.get(recu).content.decode())


def test_a_personal_page_is_reported_without_what_opens_it(visitor, today):
    jeton = jetons.signer("proposition", 12)
    ouverte = visitor.get(URL, {"page": f"/forum/propositions/{jeton}/"})
    signalement, recu = signaler(visitor, page=f"/forum/propositions/{jeton}/")

    assert jeton not in ouverte.content.decode().partition("<main")[2].partition("</main>")[0]
    assert signalement.page == "/forum/propositions/…/"
    assert "Revenir à la page" not in _mots(visitor.get(recu))


def test_sent_twice_it_is_one_report_with_one_number(visitor, today):
    premier, recu = signaler(visitor, email="ada@example.org")
    second, encore = signaler(visitor, email="ada@example.org")

    assert (second, encore) == (premier, recu)
    assert Signalement.objects.count() == 1
    assert Courriel.objects.count() == 1


def test_other_capitals_are_other_words(visitor, today):
    signaler(visitor, texte="le lien ne mène nulle part")
    signaler(visitor, texte="Le lien ne mène NULLE PART")

    assert Signalement.objects.count() == 2


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ({"genre": ""}, "Choisissez l’un des deux."),
        ({"genre": "autre"}, "Sélectionnez un choix valide"),
        ({"page": ""}, "Indiquez la page."),
        ({"page": "https://ailleurs.example/"}, "Indiquez une page de ce portail"),
        ({"page": "//ailleurs.example/"}, "Indiquez une page de ce portail"),
        ({"texte": ""}, "Dites ce qui ne va pas."),
        ({"texte": "a" * 4001}, "Votre texte fait 4001 caractères"),
        ({"texte": "https://a.fr " * 6}, "Votre texte contient 6 adresses de sites"),
        ({"technique": "t" * 301}, "Votre texte fait 301 caractères"),
        ({"email": "ada"}, "Écrivez une adresse complète"),
    ],
)
def test_a_refused_report_says_why_and_keeps_what_was_typed(visitor, today, saisie, message):
    reponse = envoyer(visitor, URL, {**ERREUR, "technique": "NVDA", **saisie})

    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert message in _mots(reponse)
    assert "NVDA" in html or "technique" in saisie
    assert "Voir la source." in html or "texte" in saisie
    assert all(valeur.strip() in html for valeur in saisie.values())
    assert 'value="autre"' not in html
    # Each error leads to its field, a group of buttons included.
    erreurs = html.partition('id="erreurs"')[2].partition("</div>")[0]
    (champ,) = saisie
    assert f'href="#id_{champ}"' in erreurs
    assert f'id="id_{champ}"' in html
    assert not Signalement.objects.exists()


def test_a_robot_gets_a_receipt_and_nothing_is_kept(visitor, today, caplog):
    with caplog.at_level(logging.WARNING, "securite"):
        reponse = envoyer(visitor, URL, {**ERREUR, "objet_bis": "x", "email": "a@example.org"})
    page = visitor.get(reponse["Location"])

    assert reponse.status_code == 302
    assert "Merci, votre signalement est reçu" in _mots(page)
    assert not Signalement.objects.exists()
    assert not Courriel.objects.exists()
    assert caplog.messages == ["/signaler/: a robot filled the field that nobody sees"]


def test_a_report_posted_from_another_site_is_refused(visitor, today):
    reponse = envoyer(visitor, URL, ERREUR, HTTP_SEC_FETCH_SITE="cross-site")

    assert reponse.status_code == 403
    assert not Signalement.objects.exists()


def test_the_stamp_of_another_form_is_worth_nothing_here(visitor, today):
    autre = cachet(visitor, "/forum/proposer/")
    with time_machine.travel(today + timedelta(minutes=1), tick=False):
        reponse = visitor.post(URL, {**ERREUR, "cachet": autre})

    assert "Envoyez de nouveau" in _mots(reponse)
    assert not Signalement.objects.exists()


@pytest.mark.parametrize("faux", ["", "1", "1.x", "{proposition}", "💥", "None"])
def test_a_forged_receipt_is_404_and_logged(visitor, today, caplog, faux):
    signalement, _ = signaler(visitor)
    faux = faux.format(proposition=jetons.signer("proposition", signalement.pk))

    with caplog.at_level(logging.WARNING, "securite"):
        reponse = visitor.get("/signaler/merci/", {"recu": faux})

    assert reponse.status_code == 404
    assert caplog.messages[0] == (
        "404 GET /signaler/merci/: this token was not made for a receipt (visitor)"
    )


# The date of the answer


@pytest.mark.parametrize(
    ("recu", "echeance"),
    [
        ("2026-03-10T10:00:00+01:00", "2026-03-17T10:00:00+01:00"),
        # Summer time begins on 29 March: that week has an hour less.
        ("2026-03-25T23:30:00+01:00", "2026-04-01T23:30:00+02:00"),
        # It ends on 25 October: that week has an hour more.
        ("2026-10-22T00:30:00+02:00", "2026-10-29T00:30:00+01:00"),
        # Half past two does not exist that night.
        ("2026-03-22T02:30:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("2026-12-28T09:00:00+01:00", "2027-01-04T09:00:00+01:00"),
    ],
)
def test_the_answer_is_due_a_week_later_on_the_clock_of_paris(recu, echeance):
    signalement = Signalement(created_at=datetime.fromisoformat(recu).astimezone(UTC))

    due = timezone.localtime(signalement.echeance_at.astimezone(UTC))

    assert due.isoformat() == echeance
