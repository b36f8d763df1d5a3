"""Sign-in as a person goes through it: the code of the mail, a passkey, the application, the codes kept."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.connexions import (
    ajouter_une_application,
    code_de_l_application,
    code_du_secret,
    code_recu,
)
from tests.factories import make_user
from tests.navigateur.conftest import par_son_nom

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    """The coordinator, who has not signed in yet."""
    user = make_user("ada@example.org", nom="Ada Lovelace", is_staff=True)
    user.groups.add(Group.objects.get(name="Coordination"))
    return user


@pytest.fixture
def ici(base_url):
    return par_son_nom(base_url)


@pytest.fixture
def appareil(page):
    """A device that keeps passkeys and recognises its holder at once."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _saisir_adresse_et_code(page, user):
    page.get_by_label("Votre adresse électronique").fill(user.email)
    page.get_by_role("button", name="Recevoir un code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre code")
    page.get_by_label("Code reçu par courriel").fill(code_recu(user.email))
    page.get_by_role("button", name="Me connecter").click()


def test_passkey_is_added_then_signs_in_alone(page, ici, surveillance, appareil, ada):
    surveillance.hote = ici.removeprefix("http://")
    page.goto(f"{ici}/admin/forum/idee/")
    _saisir_adresse_et_code(page, ada)
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de la clé").fill("Poste du bureau")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(
        page.get_by_role("listitem").filter(has_text=re.compile(r"^\d{4}\s\d{4}$"))
    ).to_have_count(10)
    with page.expect_download() as fichier:
        page.get_by_role("link", name="Télécharger les codes").click()
    assert fichier.value.suggested_filename == "codes-de-secours.txt"
    page.get_by_role("button", name="J’ai gardé mes codes").click()
    expect(page).to_have_url(f"{ici}/admin/forum/idee/")
    page.get_by_role("button", name="Déconnexion").click()
    expect(page).to_have_url(f"{ici}/")

    page.goto(f"{ici}/admin/forum/idee/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page).to_have_url(f"{ici}/admin/forum/idee/")

    # The same key is the second factor of a sign-in by code.
    page.goto(f"{ici}/compte/")
    expect(page.get_by_text("Poste du bureau", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Me déconnecter partout").click()
    _saisir_adresse_et_code(page, ada)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page).to_have_url(f"{ici}/admin/")


def test_refused_passkey_is_told_and_the_code_still_works(
    page, ici, surveillance, appareil, ada
):
    surveillance.hote = ici.removeprefix("http://")
    page.goto(f"{ici}/compte/connexion/")

    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()

    expect(page.get_by_text("Rien n’a été envoyé")).to_be_visible()
    expect(page.get_by_role("button", name="Se connecter avec une clé d’accès")).to_be_enabled()


@pytest.fixture
def sans_javascript(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


def test_everything_but_passkeys_works_without_javascript(browser, sans_javascript, ada):
    contexte = browser.new_context(**sans_javascript)
    page = contexte.new_page()
    page.goto("/compte/connexion/")
    expect(page.get_by_role("button", name="Se connecter avec une clé d’accès")).to_be_hidden()
    _saisir_adresse_et_code(page, ada)
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_role("link", name="Ajoutez plutôt une application de codes").click()
    secret = page.locator(".compte__secret").inner_text()
    page.get_by_label("Code montré par l’application").fill(code_du_secret(secret))
    page.get_by_role("button", name="Ajouter l’application").click()
    page.get_by_role("button", name="J’ai gardé mes codes").click()

    expect(page).to_have_url(re.compile("/admin/$"))
    contexte.close()


def test_pages_of_sign_in_have_no_accessibility_violation(page, examiner_partout, ada):
    ajouter_une_application(ada)

    page.goto("/compte/connexion/")
    examiner_partout(page)
    page.get_by_label("Votre adresse électronique").fill(ada.email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu par courriel").fill("0000")
    page.get_by_role("button", name="Me connecter").click()
    expect(page.get_by_role("alert")).to_be_focused()
    examiner_partout(page)
    page.get_by_label("Code reçu par courriel").fill(code_recu(ada.email))
    page.get_by_role("button", name="Me connecter").click()
    examiner_partout(page)
    page.get_by_label("Code", exact=True).fill(code_de_l_application(ada))
    page.get_by_role("button", name="Me connecter").click()
    for chemin in ("", "cles/ajouter/", "application/retirer/", "codes-de-secours/nouveaux/"):
        page.goto(f"/compte/{chemin}")
        examiner_partout(page)
    page.get_by_role("button", name="Remplacer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gardez vos codes de secours")
    examiner_partout(page)
