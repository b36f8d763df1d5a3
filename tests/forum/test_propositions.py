"""A citizen proposes an idea, confirms it and follows it: what they see at each step."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courrier.models import Courriel
from forum import suivi
from forum.models import Idee, Proposition
from protection import jetons
from redaction.models import Revision
from solidaires.publication import Etat
from tests import lecteur
from tests.factories import make_idee
from tests.forum.citoyenne import IDEE, URL, confirmee, lien, proposer
from tests.protection.formulaire_rempli import envoyer

pytestmark = pytest.mark.django_db


def _page(client, chemin):
    return lecteur.mots(client.get(chemin).content.decode())


# Proposing


def test_the_form_says_limits_purpose_basis_and_duration_before(visitor):
    page = _page(visitor, URL)

    for dit in (
        "200 caractères au plus",
        "8 000 caractères au plus",
        "Pourquoi : vous répondre",
        "Base légale : mission d’intérêt public (article 6.1.e du RGPD)",
        "votre adresse est effacée six mois après la réponse publique ou le refus",
        "Sans confirmation, tout est effacé au bout de sept jours",
    ):
        assert dit in page


def test_a_proposal_waits_for_its_address_and_the_thanks_repeat_nothing(visitor, today):
    reponse = envoyer(visitor, URL, IDEE)
    merci = visitor.get(reponse["Location"])

    proposition = Proposition.objects.get()
    assert reponse["Location"] == "/forum/proposer/merci/"
    assert "ouvrez le lien qu’il contient" in lecteur.mots(merci.content.decode())
    assert "ada@example.org" not in merci.content.decode().lower()
    assert (proposition.titre, proposition.texte, proposition.email) == (
        "Des bancs partout !",
        "On s'assoit.\nOn se parle.\n\nPartout <b>vraiment</b>.",
        "Ada@Example.org",
    )
    assert proposition.numero == f"P-2026-{proposition.pk:05d}"
    assert (proposition.confirmee_at, proposition.idee) == (None, None)
    assert not Idee.objects.exists()


def test_the_mail_to_confirm_repeats_nothing_of_what_was_typed(visitor, today):
    """Its address may be somebody else's: the form must not carry words to them."""
    proposition = proposer(visitor)

    courriel = Courriel.objects.get()
    assert (courriel.destinataire, courriel.sujet, courriel.secret) == (
        "Ada@Example.org",
        "Confirmez votre proposition d’idée",
        True,
    )
    assert courriel.expire_at == proposition.created_at + timedelta(days=7)
    assert f"http://127.0.0.1:8000{suivi.adresse(proposition)}" in courriel.texte.splitlines()
    assert not [mot for mot in ("bancs", "Ada", "assoit") if mot in courriel.texte]


def test_the_same_words_sent_twice_are_one_proposal_and_one_mail(visitor, today):
    premiere = proposer(visitor)
    assert proposer(visitor) == premiere
    assert proposer(visitor, email="ADA@EXAMPLE.ORG") == premiere

    assert Proposition.objects.count() == 1
    assert Courriel.objects.count() == 1


def test_asked_again_later_the_link_is_sent_again(visitor, today):
    premiere = proposer(visitor)
    with time_machine.travel(today + timedelta(days=6), tick=False):
        assert proposer(visitor) == premiere
    with time_machine.travel(today + timedelta(days=8), tick=False):
        assert "Confirmez votre proposition" in _page(visitor, lien())

    assert Proposition.objects.count() == 1
    assert Courriel.objects.count() == 2


def test_sent_again_with_another_signature_it_takes_the_last_one(visitor, today):
    premiere = proposer(visitor)
    assert proposer(visitor, signature="Ada L.", organisation="") == premiere

    premiere.refresh_from_db()
    assert (premiere.signature, premiere.organisation) == ("Ada L.", "")
    assert Proposition.objects.count() == 1


def test_other_words_or_another_address_are_another_proposal(visitor, today):
    proposer(visitor)
    proposer(visitor, texte="Avec des dossiers.")
    proposer(visitor, email="grace@example.org")

    assert Proposition.objects.count() == 3
    assert Courriel.objects.count() == 3


# Confirming


def test_opening_the_link_changes_nothing_as_machines_open_links(visitor, today):
    proposer(visitor)
    reponses = [visitor.get(lien()), visitor.head(lien()), Client().get(lien())]

    assert [r.status_code for r in reponses] == [200, 200, 200]
    page = lecteur.mots(reponses[0].content.decode())
    assert "Confirmez votre proposition" in page
    assert "On s'assoit. On se parle. Partout <b>vraiment</b>." in page
    assert "Signé Ada, Collectif des bancs" in page
    assert Proposition.objects.get().confirmee_at is None
    assert not Idee.objects.exists()


def test_the_page_is_private_and_sets_no_cookie(visitor, today):
    _, page = confirmee(visitor)
    reponses = [visitor.get(page), visitor.post(page), visitor.put(page)]

    for reponse in reponses:
        assert reponse["Cache-Control"] == "private, no-store"
        assert reponse["X-Robots-Tag"] == "noindex, nofollow"
        assert reponse["Referrer-Policy"] == "same-origin"
        assert not reponse.cookies
    assert reponses[2].status_code == 405


def test_a_confirmed_proposal_is_an_idea_to_review(visitor, today):
    proposition, page = confirmee(visitor)

    idee = proposition.idee
    assert proposition.confirmee_at == today + timedelta(seconds=0)
    assert (idee.etat, idee.slug, idee.annee) == (Etat.A_RELIRE, "des-bancs-partout", 2026)
    assert idee.titre == "Des bancs partout\u00a0!"
    assert (idee.auteur, idee.organisation) == ("Ada", "Collectif des bancs")
    assert idee.corps == (
        "<p>On s’assoit.<br>On se parle.</p><p>Partout &lt;b&gt;vraiment&lt;/b&gt;.</p>"
    )
    assert Revision.objects.of(idee).count() == 1
    assert _page(visitor, page).startswith(
        f"{proposition.numero} Où en est votre idée Gardez l’adresse de cette page"
    )


def test_the_idea_waits_in_the_queue_of_the_coordination(coordinatrice, visitor, today):
    proposition, _ = confirmee(visitor)

    file = coordinatrice.get("/admin/").content.decode()
    assert "Des bancs partout" in file
    assert proposition.idee.get_admin_url() in file


def test_confirming_twice_makes_one_idea_and_one_receipt(visitor, today):
    proposition, page = confirmee(visitor)
    encore = visitor.post(page)

    assert (encore.status_code, encore["Location"]) == (302, page)
    assert Idee.objects.count() == 1
    assert [c.sujet for c in Courriel.objects.order_by("pk")] == [
        "Confirmez votre proposition d’idée",
        f"Votre idée est reçue\u00a0: {proposition.numero}",
    ]


def test_confirming_waits_for_nothing_but_the_button(visitor, today):
    """No cookie, no referrer, no session: a mail is opened anywhere."""
    proposer(visitor)
    ailleurs = Client(enforce_csrf_checks=True)

    reponse = ailleurs.post(lien(), HTTP_ORIGIN="null")

    assert reponse.status_code == 302
    assert Idee.objects.count() == 1


def test_a_title_already_taken_gets_another_address(visitor, today):
    make_idee("Des bancs partout")
    proposition, _ = confirmee(visitor)

    assert proposition.idee.slug == f"des-bancs-partout-{proposition.numero.lower()}"


@pytest.mark.parametrize(
    ("titre", "slug", "ecrit"),
    [
        ("💥", "idee", "💥"),
        ("شكرا", "idee", "شكرا"),
        ("x" * 199 + "!", "x" * 100, "x" * 199 + "!"),
        ("<script>alert(1)</script>", "script-alert-1-script", "<script>alert(1)</script>"),
    ],
)
def test_hostile_titles_are_kept_as_text(visitor, today, titre, slug, ecrit):
    proposition, page = confirmee(visitor, titre=titre)

    assert (proposition.idee.slug, proposition.idee.titre) == (slug, ecrit)
    assert "<script>alert" not in visitor.get(page).content.decode()


def test_an_unconfirmed_link_closes_after_seven_days(visitor, today):
    proposition = proposer(visitor)
    page = lien()
    with time_machine.travel(today + timedelta(days=7), tick=False):
        assert visitor.get(page).status_code == 200
    with time_machine.travel(today + timedelta(days=7, minutes=1), tick=False):
        reponses = [visitor.get(page), visitor.post(page)]

    assert [r.status_code for r in reponses] == [410, 410]
    assert "Ce lien ne sert plus" in lecteur.mots(reponses[1].content.decode())
    assert Proposition.objects.get(pk=proposition.pk).confirmee_at is None
    assert not Idee.objects.exists()


@pytest.mark.parametrize("methode", ["get", "post"])
def test_forged_links_and_links_of_something_else_are_404_and_logged(
    visitor, today, caplog, methode
):
    proposition = proposer(visitor)
    faux = [
        str(proposition.pk),
        f"{proposition.pk}.{'A' * 43}",
        jetons.signer("signalement", proposition.pk),
        jetons.signer("proposition", proposition.pk)[1:],
        "x" * 3000,
    ]

    with caplog.at_level(logging.WARNING, "securite"):
        codes = [
            getattr(visitor, methode)(f"/forum/propositions/{jeton}/").status_code
            for jeton in faux
        ]

    assert codes == [404] * 5
    assert [m for m in caplog.messages if "this token was not made for a proposal" in m] == [
        f"404 {methode.upper()} /forum/propositions/{jeton}/: "
        "this token was not made for a proposal (visitor)"
        for jeton in faux
    ]
    assert not Idee.objects.exists()


# Following


ETAPES_DE_DEPART = "10 mars 2026 · Confirmée Par le lien reçu à votre adresse."


def _etat(idee, **champs):
    Idee.objects.filter(pk=idee.pk).update(**champs)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, "En relecture La coordination lit votre idée, puis vous répond."),
        (
            {"etat": Etat.BROUILLON},
            "En relecture La coordination lit votre idée, puis vous répond.",
        ),
        (
            {"etat": Etat.A_COMPLETER, "motif": "Où cela : en ville ?"},
            "10 mars 2026 · À compléter Où cela : en ville ?",
        ),
        ({"etat": Etat.REFUSEE, "motif": "Hors sujet."}, "10 mars 2026 · Refusée Hors sujet."),
        (
            {"etat": Etat.PROGRAMMEE, "published_at": timedelta(days=3)},
            "Retenue pour être publiée Elle sera bientôt en ligne : un courriel vous le dira.",
        ),
        (
            {"etat": Etat.PUBLIEE, "published_at": timedelta(days=-1)},
            "9 mars 2026 · Publiée Tout le monde peut la lire. Lire l’idée sur le portail",
        ),
        (
            {
                "etat": Etat.PUBLIEE,
                "published_at": timedelta(days=-1),
                "reponse": "<p>Oui.</p>",
                "date_reponse": "2026-03-10",
            },
            "· Réponse publiée Solutions solidaires a répondu en public. Lire la réponse",
        ),
        (
            {
                "etat": Etat.RETIREE,
                "retired_at": timedelta(days=-1),
                "motif": "Source corrigée.",
            },
            "9 mars 2026 · Retirée du portail Source corrigée.",
        ),
        (
            {"jetee_at": timedelta(days=-1)},
            "9 mars 2026 · Close La coordination n’étudie plus cette idée.",
        ),
    ],
)
def test_the_page_says_where_the_idea_stands(visitor, today, champs, attendu):
    proposition, page = confirmee(visitor)
    champs = {
        cle: today + valeur if isinstance(valeur, timedelta) else valeur
        for cle, valeur in champs.items()
    }
    _etat(proposition.idee, **champs)

    dit = _page(visitor, page)

    assert ETAPES_DE_DEPART in dit
    # The last step, before what may be completed and what was sent.
    etapes = dit.partition(ETAPES_DE_DEPART)[2].partition("Ce que vous avez envoyé")[0]
    etapes = etapes.partition("Compléter votre idée")[0].strip()
    assert etapes.endswith(attendu)


def test_a_deleted_idea_leaves_a_page_that_says_it(visitor, today):
    proposition, page = confirmee(visitor)
    proposition.idee.delete()

    assert "Close La coordination n’étudie plus cette idée." in _page(visitor, page)


def test_the_page_runs_the_same_queries_for_everyone(visitor, today, django_assert_num_queries):
    _, page = confirmee(visitor)
    visitor.get(page)

    with django_assert_num_queries(1):
        visitor.get(page)
    for n in range(2):
        confirmee(visitor, texte=f"Autre {n}")
    with django_assert_num_queries(1):
        visitor.get(page)
