"""Tokens of links: made here, for one use, or worth nothing."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signing import Signer
from django.test import RequestFactory

from protection import jetons, refus
from tests.factories import make_user


def test_a_token_names_its_row_for_its_use_only():
    jeton = jetons.signer("proposition", 12)

    assert jeton.startswith("12.")
    assert jetons.lire("proposition", jeton) == 12
    assert jetons.lire("signalement", jeton) is None


@pytest.mark.parametrize(
    "faux",
    ["", "12", "12.", ".", "13.{}", "12.{}x", "12.é", "💥", "12.\x00", "0x0c.{}", "{}"],
)
def test_a_forged_token_names_nothing(faux):
    signature = jetons.signer("proposition", 12).partition(".")[2]

    assert jetons.lire("proposition", faux.format(signature)) is None


def test_a_token_of_something_else_than_a_row_names_nothing():
    jeton = Signer(salt="jeton.proposition", sep=".").sign("douze")

    assert jetons.lire("proposition", jeton) is None


@pytest.mark.django_db
def test_a_refusal_is_a_404_that_the_log_explains(caplog):
    request = RequestFactory().get("/espace/12/?secret=1")
    request.user = AnonymousUser()
    with caplog.at_level(logging.WARNING, "securite"):
        visiteur = refus.introuvable(request, "territory 12 is not theirs")
        request.user = make_user("ada@example.org")
        refus.introuvable(request, "territory 12 is not theirs")

    assert str(visiteur) == "territory 12 is not theirs"
    assert caplog.messages == [
        "404 GET /espace/12/: territory 12 is not theirs (visitor)",
        f"404 GET /espace/12/: territory 12 is not theirs ({request.user.pk})",
    ]
