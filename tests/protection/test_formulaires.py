"""The traps of public forms, on the one that citizens propose ideas with."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.exceptions import ValidationError
from django.test import Client

from courrier.models import Courriel
from forum.models import Proposition
from protection.formulaires import LigneField, TexteField, nettoyer
from protection.models import Quota
from tests import lecteur
from tests.protection.formulaire_rempli import cachet, envoyer

pytestmark = pytest.mark.django_db

URL = "/forum/proposer/"
MERCI = "/forum/proposer/merci/"
IDEE = {
    "titre": "Des bancs partout",
    "texte": "On s’assoit, on se parle.",
    "signature": "Ada",
    "organisation": "",
    "email": "ada@example.org",
}


def _rien():
    return not Proposition.objects.exists() and not Courriel.objects.exists()


def _page(reponse):
    return lecteur.mots(reponse.content.decode())


def _garde_tout(reponse):
    """Whether the page still holds every word that was typed."""
    html = reponse.content.decode()
    return all(valeur in html for valeur in IDEE.values() if valeur)


# Without cookie


def test_the_form_sets_no_cookie_and_is_kept_by_no_shared_cache(visitor, today):
    reponses = [
        visitor.get(URL),
        visitor.head(URL),
        envoyer(visitor, URL, {}),
        envoyer(visitor, URL, IDEE),
        visitor.get(MERCI),
    ]

    assert [r.status_code for r in reponses] == [200, 200, 200, 302, 200]
    assert [len(r.cookies) for r in reponses] == [0, 0, 0, 0, 0]
    assert {r["Cache-Control"] for r in reponses[:4]} == {"private, no-cache"}


def test_a_protected_client_needs_no_csrf_cookie(today):
    reponse = envoyer(Client(enforce_csrf_checks=True), URL, IDEE)

    assert reponse.status_code == 302
    assert Proposition.objects.get().titre == "Des bancs partout"


# From this site only


@pytest.mark.parametrize(
    "entetes",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "https://ailleurs.example"},
        {"HTTP_ORIGIN": "http://testserver.ailleurs.example"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_a_form_posted_from_elsewhere_is_refused_and_logged(visitor, today, caplog, entetes):
    with caplog.at_level(logging.WARNING, "securite"):
        reponse = envoyer(visitor, URL, IDEE, **entetes)

    assert reponse.status_code == 403
    assert "Cet envoi ne vient pas de ce portail" in _page(reponse)
    assert URL in lecteur.liens(reponse.content.decode())
    assert "403 /forum/proposer/: posted from another site" in caplog.messages
    assert _rien()


@pytest.mark.parametrize(
    "entetes",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver"},
    ],
)
def test_a_form_posted_from_here_is_taken(visitor, today, entetes):
    reponse = envoyer(visitor, URL, IDEE, **entetes)

    assert reponse["Location"] == MERCI
    assert Proposition.objects.count() == 1


def test_a_trusted_origin_is_taken_behind_a_proxy_that_hides_the_scheme(
    visitor, today, settings
):
    settings.CSRF_TRUSTED_ORIGINS = ["https://testserver"]

    assert envoyer(visitor, URL, IDEE, HTTP_ORIGIN="https://testserver").status_code == 302


# Robots


def test_a_robot_that_fills_every_field_is_thanked_and_nothing_is_kept(visitor, today, caplog):
    personne = envoyer(visitor, URL, {**IDEE, "email": "autre@example.org"})
    Proposition.objects.all().delete()
    Courriel.objects.all().delete()

    with caplog.at_level(logging.WARNING, "securite"):
        robot = envoyer(visitor, URL, {**IDEE, "objet_bis": "https://spam.example"})

    assert (robot.status_code, robot["Location"]) == (302, MERCI)
    assert (robot.status_code, dict(robot.items())) == (
        personne.status_code,
        dict(personne.items()),
    )
    assert caplog.messages == ["/forum/proposer/: a robot filled the field that nobody sees"]
    assert _rien()


def test_nobody_sees_nor_reaches_the_trap(visitor, today):
    html = visitor.get(URL).content.decode()
    piege = html.partition('<div class="piege"')[2].partition("</div>")[0]

    assert piege.startswith(' aria-hidden="true">')
    assert 'name="objet_bis"' in piege
    assert 'autocomplete="off"' in piege
    assert 'tabindex="-1"' in piege


@pytest.mark.parametrize(
    ("lecture", "message"),
    [
        (timedelta(seconds=0), "Votre envoi est parti si vite"),
        (timedelta(seconds=2), "Votre envoi est parti si vite"),
        (timedelta(hours=24, seconds=1), "Cette page était ouverte depuis trop longtemps."),
        (timedelta(days=30), "Cette page était ouverte depuis trop longtemps."),
    ],
)
def test_what_comes_too_fast_or_too_late_is_asked_again(visitor, today, lecture, message):
    reponse = envoyer(visitor, URL, IDEE, lecture=lecture)

    assert reponse.status_code == 200
    assert message in _page(reponse)
    assert _garde_tout(reponse)
    assert _rien()
    assert not Quota.objects.exists()


@pytest.mark.parametrize("lecture", [timedelta(seconds=3), timedelta(hours=24)])
def test_slow_and_quick_persons_are_let_in(visitor, today, lecture):
    assert envoyer(visitor, URL, IDEE, lecture=lecture)["Location"] == MERCI


@pytest.mark.parametrize("lecture", [timedelta(seconds=1), timedelta(days=2)])
def test_sending_again_is_enough(visitor, today, lecture):
    refusee = envoyer(visitor, URL, IDEE, lecture=lecture)
    neuf = refusee.context["form"]["cachet"].value()
    with time_machine.travel(today + lecture + timedelta(seconds=5), tick=False):
        reponse = visitor.post(URL, {**IDEE, "cachet": neuf})

    assert reponse["Location"] == MERCI
    assert Proposition.objects.get().texte == IDEE["texte"]


@pytest.mark.parametrize(
    "faux",
    [
        "",
        "x",
        "é\x00💥",
        signing.Signer(salt="formulaire.signalement").sign_object(["a", 0]),
        signing.Signer(salt="formulaire.proposition", key="other").sign_object(["a", 0]),
    ],
)
def test_a_forged_stamp_is_asked_again(visitor, today, faux):
    reponse = visitor.post(URL, {**IDEE, "cachet": faux})

    assert reponse.status_code == 200
    assert "Envoyez de nouveau : ce que vous avez écrit est toujours là." in _page(reponse)
    assert _garde_tout(reponse)
    assert _rien()


def test_one_page_serves_five_times(visitor, today):
    page = cachet(visitor, URL)
    with time_machine.travel(today + timedelta(minutes=1), tick=False):
        reponses = [
            visitor.post(
                URL, {**IDEE, "cachet": page, "titre": f"N° {n}", "email": f"a{n}@example.org"}
            )
            for n in range(7)
        ]

    assert [r.status_code for r in reponses] == [302, 302, 302, 302, 302, 200, 200]
    assert "Envoyez de nouveau" in _page(reponses[-1])
    assert Proposition.objects.count() == 5


# Limits


def _depuis(client, adresse, n, **saisie):
    return envoyer(
        client,
        URL,
        {**IDEE, "titre": f"Idée {n}", "email": f"a{n}@example.org", **saisie},
        REMOTE_ADDR=adresse,
    )


def test_a_network_sends_so_many_then_is_told_when(visitor, today):
    reponses = [_depuis(visitor, f"192.0.2.{n}", n) for n in range(25)]
    ailleurs = _depuis(visitor, "198.51.100.1", 99)

    assert [r.status_code for r in reponses] == [302] * 20 + [429] * 5
    assert ailleurs.status_code == 302
    assert Proposition.objects.count() == 21
    assert "à partir de 11 h 01 (heure de Paris)" in _page(reponses[-1])
    assert reponses[-1]["Retry-After"] == "3600"
    assert "Idée 24" in reponses[-1].content.decode()
    assert IDEE["texte"] in reponses[-1].content.decode()


def test_the_limit_ends_at_the_hour_that_was_said(visitor, today):
    for n in range(20):
        _depuis(visitor, "192.0.2.1", n)
    with time_machine.travel(today.replace(hour=11, minute=1), tick=False):
        reponse = _depuis(visitor, "192.0.2.1", 20)

    assert reponse.status_code == 302


def test_an_address_receives_so_many_mails_whatever_its_case(visitor, today):
    reponses = [
        _depuis(visitor, f"192.0.{n}.1", n, email=email)
        for n, email in enumerate(["ada@example.org", "ADA@example.org"] * 4)
    ]

    assert [r.status_code for r in reponses] == [302] * 5 + [429] * 3
    assert Courriel.objects.count() == 5
    assert "à partir du 11/03/2026 à 10 h 01 (heure de Paris)" in _page(reponses[-1])


def test_mistakes_do_not_count_in_the_limits(visitor, today):
    for _ in range(30):
        envoyer(visitor, URL, {**IDEE, "titre": ""})

    assert not Quota.objects.exists()
    assert envoyer(visitor, URL, IDEE)["Location"] == MERCI


def test_counters_hold_no_address(visitor, today):
    envoyer(visitor, URL, IDEE, REMOTE_ADDR="192.0.2.7")

    cles = "".join(Quota.objects.values_list("cle", flat=True))
    assert Quota.objects.count() == 4
    assert all(c in "0123456789abcdef" for c in cles)


# What is typed


@pytest.mark.parametrize(
    ("saisi", "garde"),
    [
        ("  deux\r\nlignes\r", "deux\nlignes"),
        ("nul\x00 et cloche\x07", "nul et cloche"),
        ("tabulation\tgardée", "tabulation\tgardée"),
        ("sens \u202erevne\u202c isolé \u2066x\u2069", "sens revne isolé x"),
        (
            "famille 👩\u200d👩\u200d👧 et \u200fعربي",
            "famille 👩\u200d👩\u200d👧 et \u200fعربي",
        ),
        ("ligne\u2028suivante\ufeff", "ligne\nsuivante"),
        ("\x00\x01", ""),
    ],
)
def test_invisible_characters_are_taken_away_and_scripts_are_kept(saisi, garde):
    assert nettoyer(saisi) == garde


def test_a_text_is_counted_as_the_browser_counts_it():
    champ = TexteField(max_length=5)

    assert champ.clean("a\r\nb\r\nc") == "a\nb\nc"


@pytest.mark.parametrize(
    ("champ", "saisi", "message"),
    [
        (
            TexteField(max_length=5),
            "abcdef",
            "Votre texte fait 6 caractères\u00a0: gardez-en 5 au plus.",
        ),
        (
            TexteField(max_length=99),
            "http://a.fr https://www.b.fr www.c.fr HTTP://d.fr",
            "Votre texte contient 4 adresses de sites\u00a0: gardez-en 3 au plus.",
        ),
        (LigneField(max_length=99), "Voir www.a.fr", "Écrivez-le sans adresse de site."),
        (TexteField(max_length=9), " \x00 ", "Ce champ est obligatoire."),
    ],
)
def test_a_text_that_cannot_be_kept_says_why(champ, saisi, message):
    with pytest.raises(ValidationError) as refus:
        champ.clean(saisi)

    assert refus.value.messages == [message]


def test_a_title_holds_on_one_line():
    assert LigneField(max_length=99).clean(" Des\r\nbancs\t ") == "Des bancs"


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ({"titre": "t" * 10_000}, "Votre texte fait 10000 caractères"),
        ({"texte": "a" * 1_000_000}, "Votre texte fait 1000000 caractères"),
        ({"texte": "https://a.fr " * 9}, "9 adresses de sites"),
        ({"titre": ""}, "Donnez un titre à votre idée."),
        ({"texte": "\x00"}, "Décrivez votre idée."),
        ({"email": ""}, "vous y confirmerez votre proposition"),
        ({"email": "ada"}, "Écrivez une adresse complète"),
        ({"email": "ada@example.org\nBcc: tous@example.org"}, "Écrivez une adresse complète"),
    ],
)
def test_a_refused_idea_says_why_and_keeps_the_rest(visitor, today, saisie, message):
    reponse = envoyer(visitor, URL, {**IDEE, **saisie})

    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert message in _page(reponse)
    assert "Rien n’est perdu" in _page(reponse)
    assert all(v in html for cle, v in IDEE.items() if v and cle not in saisie)
    assert all(v.strip() in html for v in saisie.values())
    assert _rien()


def test_a_body_that_no_form_makes_is_refused_without_a_stack(visitor, today):
    enorme = visitor.post(URL, {"texte": "a" * 6_000_000})
    champs = visitor.post(URL, {f"c{n}": "" for n in range(4001)})
    malforme = visitor.post(URL, b"--x", content_type="multipart/form-data; boundary=y")

    assert {r.status_code for r in (enorme, champs)} == {400}
    assert malforme.status_code in {200, 400}
    assert _rien()


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
def test_other_methods_are_refused(visitor, methode):
    assert getattr(visitor, methode)(URL).status_code == 405
