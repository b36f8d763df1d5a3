"""The coordinator's journeys on a sheet: correct what is online, schedule, settle a conflict."""

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from fabrique.models import Initiative
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from tests.conftest import AUJOURD_HUI
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visiteuse(browser, base_url):
    """A page of somebody else's browser."""
    context = browser.new_context(base_url=base_url, locale="fr-FR")
    yield context.new_page()
    context.close()


def test_a_correction_waits_until_it_is_published(page, connexion, coordinatrice, visiteuse):
    initiative = make_initiative("Caisse commune", slug="caisse")
    connexion(coordinatrice.user)

    page.goto(initiative.get_admin_url())
    page.get_by_label("Titre").first.fill("Caisse commune de l’alimentation")
    page.get_by_role("button", name="Enregistrer sans publier").click()
    expect(page.get_by_text("Ces modifications ne sont pas en ligne.")).to_be_visible()
    visiteuse.goto("/fabrique/initiatives/caisse/")
    expect(visiteuse.get_by_role("heading", level=1)).to_have_text("Caisse commune")
    page.get_by_role("button", name="Publier les modifications").click()
    expect(page.get_by_text("est publiée avec ses modifications.")).to_be_visible()

    visiteuse.reload()
    expect(visiteuse.get_by_role("heading", level=1)).to_have_text(
        "Caisse commune de l’alimentation"
    )


def test_a_draft_is_scheduled_and_goes_online_at_its_hour(page, connexion, coordinatrice):
    initiative = make_initiative("À paraître", etat=Etat.BROUILLON, published_at=None)
    connexion(coordinatrice.user)

    page.goto(initiative.get_admin_url())
    page.get_by_text("Programmer la mise en ligne").click()
    groupe = page.get_by_role("group", name="Le", exact=True)
    groupe.locator("input[type=date]").fill("2998-03-15")
    groupe.locator("input[type=time]").fill("09:00")
    page.get_by_role("button", name="Enregistrer et programmer").click()

    expect(page.get_by_text("« À paraître » est programmée.")).to_be_visible()
    expect(page.get_by_text("pour le 15/03/2998 à 09:00 (heure de Paris)")).to_be_visible()
    initiative.refresh_from_db()
    assert not initiative.is_published
    assert initiative in Initiative.objects.published(at=initiative.published_at)


def test_scheduled_changes_go_online_with_nobody_signed_in(coordinatrice, visiteuse):
    with time_machine.travel(AUJOURD_HUI, tick=True):
        initiative = make_initiative("Avant", slug="avant")
        contenu = versions.courante(initiative).instantane
        contenu["champs"]["titre"] = "Après"
        revision = versions.enregistrer(
            initiative, contenu, auteur=coordinatrice.user, resume="Nouveau titre"
        )
        versions.programmer(revision, AUJOURD_HUI.replace(hour=18))
    visiteuse.goto("/fabrique/initiatives/avant/")
    expect(visiteuse.get_by_role("heading", level=1)).to_have_text("Avant")

    call_command("travailleur", "--une-fois")

    visiteuse.reload()
    expect(visiteuse.get_by_role("heading", level=1)).to_have_text("Après")


def test_two_people_settle_a_conflict_on_the_page(
    page, connexion, coordinatrice, browser, base_url
):
    initiative = make_initiative("Avant", porteur="Ville")
    connexion(coordinatrice.user)
    page.goto(initiative.get_admin_url())
    collegue = page.context.new_page()
    collegue.goto(initiative.get_admin_url())
    collegue.get_by_label("Titre").first.fill("Titre de la collègue")
    collegue.get_by_role("button", name="Enregistrer sans publier").click()
    expect(collegue.get_by_text("sont gardées")).to_be_visible()

    page.get_by_label("Titre").first.fill("Mon titre")
    page.get_by_label("Porteur").fill("Métropole")
    page.get_by_role("button", name="Enregistrer sans publier").click()
    expect(page.get_by_text("Rien n’est perdu")).to_be_visible()
    expect(page.get_by_text("Titre de la collègue")).to_be_visible()
    page.get_by_role("radiogroup", name="Titre").get_by_label("Garder ma version").check()
    page.get_by_role("button", name="Enregistrer ce choix").click()

    expect(page.get_by_text("Votre choix est enregistré.")).to_be_visible()
    expect(page.get_by_label("Titre").first).to_have_value("Mon titre")
    expect(page.get_by_label("Porteur")).to_have_value("Métropole")
    assert Revision.objects.of(initiative).count() == 4
