"""A link that shows one version to an outsider, closes, and brings back what they think."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from redaction import apercus, versions
from redaction.models import LienApercu, ReponseApercu, Revision
from solidaires.publication import Etat
from tests.bureau import texte
from tests.factories import make_initiative
from tests.redaction.test_apercus import modifier, url_apercu

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ENTETES = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def initiative(coordinatrice):
    """An online initiative with a waiting version, the second, titled « Après »."""
    initiative = make_initiative("Avant", slug="avant")
    modifier(initiative, auteur=coordinatrice.user, titre="Après")
    return initiative


@pytest.fixture
def lien(initiative, coordinatrice):
    """A preview link of the waiting version for seven days; `.adresse` opens it."""
    lien, jeton = apercus.creer_lien(
        versions.en_attente(initiative),
        destinataire="Service des Landes",
        jours=7,
        auteur=coordinatrice.user,
    )
    lien.adresse = reverse("redaction:apercu", args=[jeton])
    return lien


def _entetes(reponse):
    return {nom: reponse[nom] for nom in ENTETES}


# Made and closed in the back office


def test_the_address_is_shown_once_and_only_its_digest_is_kept(
    coordinatrice, visitor, initiative, today
):
    suite = coordinatrice.post(
        url_apercu(initiative, "lien", 2), {"destinataire": "Presse", "duree": "7"}
    )
    montree = coordinatrice.get(suite["Location"]).content.decode()
    ensuite = coordinatrice.get(suite["Location"]).content.decode()

    lien = LienApercu.objects.get()
    (jeton,) = re.findall(r"http://testserver/apercu/([-\w]{43})/", montree)
    assert suite["Location"] == f"{url_apercu(initiative, 'apercu', 2)}#lien-neuf"
    assert "Ce lien n’est montré qu’une fois." in montree
    assert jeton not in ensuite
    assert "/apercu/" + jeton not in ensuite
    assert lien.empreinte == hashlib.sha256(jeton.encode()).hexdigest()
    assert lien.expires_at == today + timedelta(days=7)
    assert (lien.destinataire, lien.auteur) == ("Presse", coordinatrice.user)
    assert LogEntry.objects.latest("pk").get_change_message() == (
        "Lien d’aperçu créé pour « Presse »."
    )
    assert jeton not in str([s.get_decoded() for s in Session.objects.all()])
    assert "Après" in visitor.get(f"/apercu/{jeton}/").content.decode()


def test_a_link_to_the_sheet_as_it_is_records_its_version(coordinatrice):
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)

    coordinatrice.post(
        url_apercu(initiative, "lien", 0), {"destinataire": "Presse", "duree": "30"}
    )

    lien = LienApercu.objects.get()
    assert lien.revision == Revision.objects.of(initiative).get()
    assert lien.expires_at - lien.created_at == timedelta(days=30)


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ({"destinataire": "", "duree": "7"}, "Dites pour qui est ce lien."),
        ({"destinataire": "Presse", "duree": "365"}, "Sélectionnez un choix valide"),
        ({"destinataire": "Presse", "duree": ""}, "Choisissez une durée."),
    ],
)
def test_a_bad_link_form_keeps_what_was_typed_and_makes_nothing(
    coordinatrice, initiative, saisie, message
):
    page = coordinatrice.post(url_apercu(initiative, "lien", 2), saisie)

    assert message in page.content.decode()
    assert (
        f'value="{saisie["destinataire"]}"' in page.content.decode()
        or not (saisie["destinataire"])
    )
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert not LienApercu.objects.exists()


def test_a_revoked_link_says_so_and_nothing_else(coordinatrice, visitor, initiative, lien):
    revocation = url_apercu(initiative, "lien_revoquer", lien.pk)

    page = texte(coordinatrice.post(revocation, follow=True))
    coordinatrice.post(revocation)
    reponse = visitor.get(lien.adresse)

    assert "Le lien donné à « Service des Landes » ne s’ouvre plus." in page
    assert "Révoqué" in page
    assert "Révoquer" not in page
    assert reponse.status_code == 410
    assert "Ce lien a été révoqué" in reponse.content.decode()
    assert "Demandez un nouveau lien" in reponse.content.decode()
    assert "Après" not in reponse.content.decode()
    assert list(LogEntry.objects.values_list("change_message", flat=True)) == [
        "Lien d’aperçu révoqué pour « Service des Landes »."
    ]


# Opened by an outsider


def test_an_open_link_shows_its_version_and_the_public_page_does_not_move(
    visitor, initiative, lien
):
    publique = visitor.get(initiative.get_absolute_url()).content

    reponse = visitor.get(lien.adresse)

    page = reponse.content.decode()
    assert reponse.status_code == 200
    assert "<h1" in page
    assert "Après" in page
    assert "Avant" not in page
    assert "Aperçu\u00a0: cette version n’est pas encore publique" in page
    assert "Version 2" in page
    assert "Ce lien s’ouvre jusqu’au" in page
    assert visitor.get(initiative.get_absolute_url()).content == publique
    assert "Après" not in publique.decode()


def test_a_link_closes_at_its_hour(visitor, initiative, coordinatrice, today):
    _, jeton = apercus.creer_lien(
        versions.en_attente(initiative),
        destinataire="Presse",
        jours=1,
        auteur=coordinatrice.user,
    )
    adresse = reverse("redaction:apercu", args=[jeton])

    with time_machine.travel(today + timedelta(days=1, seconds=-1), tick=False):
        assert visitor.get(adresse).status_code == 200
    with time_machine.travel(today + timedelta(days=1), tick=False):
        reponse = visitor.get(adresse)

    assert reponse.status_code == 410
    assert "La durée de ce lien est écoulée." in reponse.content.decode()
    assert "Après" not in reponse.content.decode()


def test_every_answer_is_kept_private_without_cookie(visitor, initiative, lien):
    adresse = lien.adresse
    inconnue = reverse("redaction:apercu", args=["x" * 43])
    reponses = {
        "open": visitor.get(adresse),
        "head": visitor.head(adresse),
        "bad answer": visitor.post(adresse, {"verdict": "remarques"}),
        "answer": visitor.post(adresse, {"verdict": "bon"}),
        "method": visitor.put(adresse),
        "unknown": visitor.get(inconnue),
    }
    LienApercu.objects.update(revoked_at=lien.created_at)
    reponses |= {"closed": visitor.get(adresse), "late": visitor.post(adresse, {})}

    assert {nom: r.status_code for nom, r in reponses.items()} == {
        "open": 200,
        "head": 200,
        "bad answer": 200,
        "answer": 302,
        "method": 405,
        "unknown": 404,
        "closed": 410,
        "late": 410,
    }
    for nom, reponse in reponses.items():
        assert _entetes(reponse) == ENTETES, nom
        assert not reponse.cookies, nom


def test_an_anonymous_reader_costs_no_session(visitor, lien):
    with CaptureQueriesContext(connection) as requetes:
        visitor.get(lien.adresse)

    assert [r["sql"] for r in requetes if "django_session" in r["sql"]] == []
    assert [
        r["sql"] for r in requetes if "comptes_user" in r["sql"] and "JOIN" not in r["sql"]
    ] == []


def test_signed_in_staff_read_it_as_anybody(coordinatrice, visitor, lien):
    page = coordinatrice.get(lien.adresse).content.decode()

    assert page == visitor.get(lien.adresse).content.decode()
    assert "/admin/" not in page
    # Neither networks nor machines are told of a version that is not online.
    assert "og:" not in page
    assert '"Article"' not in page


def test_openings_are_counted(visitor, lien, today):
    visitor.get(lien.adresse)
    visitor.get(lien.adresse)
    visitor.head(lien.adresse)
    visitor.get(f"{lien.adresse}?merci=1")

    lien.refresh_from_db()
    assert (lien.acces, lien.dernier_acces_at) == (2, today)


@pytest.mark.parametrize("fin", ["corbeille", "suppression"])
def test_a_link_to_what_is_gone_is_closed(visitor, initiative, lien, fin):
    if fin == "corbeille":
        initiative.jeter()
    else:
        initiative.delete()

    reponse = visitor.get(lien.adresse)

    assert reponse.status_code == 410
    assert "Ce que ce lien montrait n’est plus proposé." in reponse.content.decode()


# Answers


def test_an_answer_is_kept_as_typed_then_thanked(visitor, lien, today):
    suite = visitor.post(
        lien.adresse,
        {"verdict": "remarques", "texte": "<script>alert(1)</script>\r\nLe coût a changé."},
    )
    merci = visitor.get(suite["Location"]).content.decode()

    reponse = ReponseApercu.objects.get()
    assert suite["Location"] == f"{lien.adresse}?merci=1#reponse"
    assert "Merci\u00a0: votre réponse est transmise." in merci
    assert reponse.lien == lien
    assert reponse.verdict == "remarques"
    assert reponse.texte == "<script>alert(1)</script>\nLe coût a changé."
    assert (reponse.created_at, reponse.traitee_at) == (today, None)


def test_saying_that_all_is_well_needs_no_word(visitor, lien):
    visitor.post(lien.adresse, {"verdict": "bon", "texte": "  "})

    assert list(ReponseApercu.objects.values_list("verdict", "texte")) == [("bon", "")]


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ({"verdict": "", "texte": "Un mot"}, "Choisissez l’une des deux réponses."),
        ({"verdict": "remarques", "texte": " "}, "Écrivez vos remarques."),
        (
            {"verdict": "remarques", "texte": "é" * 5001},
            "Vos remarques font 5001 caractères : gardez-en 5000 au plus.",
        ),
    ],
)
def test_a_bad_answer_keeps_what_was_typed(visitor, lien, saisie, message):
    page = visitor.post(lien.adresse, saisie).content.decode()

    assert page.count(message) == 2
    assert saisie["texte"].strip() in page
    assert "Après" in page
    assert not ReponseApercu.objects.exists()


def test_lines_count_for_one_character_as_in_the_browser(visitor, lien):
    texte = "a\r\n" * 2500

    visitor.post(lien.adresse, {"verdict": "remarques", "texte": f"{texte}"})

    assert len(ReponseApercu.objects.get().texte) == 4999


def test_a_link_takes_twenty_answers(visitor, lien):
    for _ in range(20):
        visitor.post(lien.adresse, {"verdict": "bon"})

    refusee = visitor.post(lien.adresse, {"verdict": "bon"})
    page = visitor.get(lien.adresse).content.decode()

    assert refusee.status_code == 200
    for contenu in (refusee.content.decode(), page):
        assert "Ce lien a déjà reçu toutes les réponses qu’il accepte." in contenu
        assert 'method="post"' not in contenu
    assert ReponseApercu.objects.count() == 20


def test_an_answer_needs_no_cookie(lien):
    severe = Client(enforce_csrf_checks=True)

    assert severe.post(lien.adresse, {"verdict": "bon"}).status_code == 302
