"""ProConnect in a real browser, through a provider in its own process, under the strict policy."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from comptes.models import Identite
from espace.models import Etablissement
from tests.espace.proconnect.parcours import AGENT, demarrer
from tests.factories import make_agent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fournisseur(base_url, settings, surveillance):
    """The one site that the browser may visit besides the portal."""
    cache.clear()
    with demarrer() as processus:
        settings.PROCONNECT = processus.reglages()
        processus.regler(portail=base_url)
        surveillance.tolere(re.escape(processus.url))
        yield processus
    cache.clear()


def test_agent_signs_in_with_proconnect_then_signs_out_there(page, fournisseur):
    agent = make_agent(AGENT["email"])
    Etablissement.objects.create(siren=AGENT["siret"][:9], territoire=agent.territoire)
    espace = f"/espace/{agent.territoire_id}/collegues/"

    page.goto(espace)
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    page.wait_for_url(f"**{espace}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Collègues")
    page.goto("/compte/deconnexion/")
    page.get_by_role("button", name="Me déconnecter").click()

    expect(
        page.get_by_text("Votre session ProConnect est terminée elle aussi.")
    ).to_be_visible()
    assert fournisseur.pages()[-1] == "end_session"
    assert Identite.objects.get().user == agent.user
    page.goto(espace)
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def test_pages_hold_on_every_screen(page, fournisseur, examiner_partout, surveillance):
    surveillance.tolere("400")

    for adresse in (
        "/compte/connexion/",
        "/connexion/proconnect/demande/",
        "/connexion/proconnect/retour/?error=access_denied",
    ):
        page.goto(adresse)
        examiner_partout(page)


def test_without_scripts_nor_refresh_a_link_leads_there(
    browser, browser_context_args, fournisseur
):
    contexte = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = contexte.new_page()
    # A browser that ignores the header.
    page.route("**/connexion/proconnect/", _sans_refresh)

    page.goto("/compte/connexion/")
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    page.get_by_role("link", name="Continuer vers ProConnect").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Votre demande est transmise à la coordination"
    )
    contexte.close()


def _sans_refresh(route):
    reponse = route.fetch()
    entetes = {nom: valeur for nom, valeur in reponse.headers.items() if nom != "refresh"}
    route.fulfill(response=reponse, headers=entetes)
