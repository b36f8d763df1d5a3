"""A sheet goes back and forth between its territory and the coordination, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from espace import copie, suivi
from espace.corrections import demander
from espace.models import Amendement, Message
from tests.espace.depots import a_relire, ada, attendre, blaise, changer, en_ligne, proposer

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["a_relire", "ada", "blaise", "en_ligne"]


def test_corrections_are_asked_read_and_answered(page, connexion, ada, coordinatrice, a_relire):
    connexion(coordinatrice.user)
    page.goto(a_relire.get_admin_url())
    page.get_by_role("link", name="Corrections champ par champ").first.click()
    page.get_by_label("Ce qui est attendu, en général").fill("Presque prêt.")
    page.get_by_text("Demander une correction : Chapô", exact=True).click()
    page.get_by_label("À corriger dans « Chapô »").fill("Dites où.")
    page.get_by_role("button", name="Envoyer les demandes").click()
    expect(page.get_by_text("est renvoyée pour compléments.")).to_be_visible()

    connexion(ada)
    page.goto(reverse("espace:fiche", args=[a_relire.pk]))
    expect(page.get_by_role("heading", name="À compléter")).to_be_visible()
    expect(page.get_by_text("0 sur 1 corrigée.")).to_be_visible()
    page.get_by_label("Votre message").fill("C’est en cours.")
    page.get_by_role("button", name="Envoyer le message").press("Enter")
    expect(page.get_by_text("Votre message est envoyé.")).to_be_visible()

    assert Message.objects.filter(cote="territoire", texte="C’est en cours.").exists()


def test_part_of_a_proposal_is_accepted_from_the_queue(
    page, connexion, ada, coordinatrice, en_ligne
):
    proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")
    connexion(coordinatrice.user)

    page.goto("/admin/")
    page.get_by_role("link", name="Lire et décider : Caisse commune").click()
    page.get_by_role("group", name="Lieux").get_by_label("Ne pas retenir").check()
    page.get_by_role("button", name="Accepter la sélection").click()
    page.get_by_role("link", name="Réponse au territoire").click()
    expect(page.get_by_label("Réponse au territoire")).to_be_focused()
    page.get_by_label("Réponse au territoire").fill("Le lieu est plus large.")
    page.get_by_role("button", name="Accepter la sélection").click()
    expect(page.get_by_text("acceptée en partie")).to_be_visible()

    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.lieux) == ("Le Département", "")
    assert Amendement.objects.get().etat == "partiel"


def test_pages_have_no_violation_and_never_scroll_sideways(
    page, connexion, examiner, examiner_partout, ada, blaise, coordinatrice, a_relire, en_ligne
):
    demander(a_relire, coordinatrice.user, "Presque.", {"chapo": "Où ?", "porteur": "Qui ?"})
    a_relire.refresh_from_db()
    ouverte = copie.ouvrir(a_relire, ada)
    ouverte.garder(changer(ouverte.instantane, chapo="À Bordeaux."), ada)
    suivi.ecrire(a_relire, coordinatrice.user, Message.Cote.COORDINATION, "Une question ?")
    attendre(en_ligne, coordinatrice.user, porteur="L’État")
    proposer(en_ligne, blaise, porteur="La Région")
    proposition = proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")
    siennes = [
        reverse("espace:fiche", args=[a_relire.pk]),
        reverse("espace:fiche", args=[en_ligne.pk]),
        reverse("espace:amendement", args=[proposition.pk]),
    ]
    decision = reverse("admin:espace_amendement_change", args=[proposition.pk])
    corrections, echanges = (
        reverse(f"admin:fabrique_initiative_{nom}", args=[a_relire.pk])
        for nom in ("corrections", "echanges")
    )

    def verifier(adresse):
        page.emulate_media(color_scheme="light")
        page.goto(adresse)
        examiner_partout(page)
        page.emulate_media(color_scheme="dark")
        page.reload()  # colours change at once
        examiner(page)

    connexion(ada)
    for adresse in siennes:
        verifier(adresse)
    a_relire.refresh_from_db()
    a_relire.submit()
    connexion(coordinatrice.user)
    for adresse in (decision, corrections, echanges):
        verifier(adresse)
