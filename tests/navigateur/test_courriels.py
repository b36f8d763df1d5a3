"""The mails of the back office in a real browser: readable on every screen, sent again in two clicks."""

import pytest
from playwright.sync_api import expect

from courrier.models import Courriel
from tests.courriels import courriels, make_courriel

pytestmark = pytest.mark.django_db(transaction=True)


def test_uncertain_mail_is_found_weighed_and_sent_again(
    page, examiner_partout, connexion, coordinatrice
):
    douteux = make_courriel(
        "Non retenue\u00a0: «\u00a0Un titre bien long, comme les territoires en écrivent\u00a0»",
        etat=Courriel.Etat.INCERTAIN,
        erreur=Courriel.INTERROMPU,
        suivi="/admin/",
    )
    connexion(coordinatrice.user)

    for adresse in ("", f"{douteux.pk}/change/"):
        page.goto(f"/admin/courrier/courriel/{adresse}")
        examiner_partout(page)
    page.get_by_role("button", name="Envoyer de nouveau").click()
    expect(page.get_by_text("peut en donner une deuxième copie")).to_be_visible()
    examiner_partout(page)
    page.get_by_role("button", name="Envoyer de nouveau").click()

    expect(page.get_by_text("1 courriel partira dans quelques secondes.")).to_be_visible()
    assert [courriel.etat for courriel in courriels()] == [Courriel.Etat.A_ENVOYER]
