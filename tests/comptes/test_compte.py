"""« Ma connexion »: what a person has, what they take away, their sessions."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.connexions import ajouter_une_application, code_de_l_application, se_connecter
from tests.courriels import courriels
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

RETIRER_APPLICATION = "/compte/application/retirer/"
SENSIBLES = [
    "/compte/application/",
    RETIRER_APPLICATION,
    "/compte/cles/ajouter/",
    "/compte/cles/{cle}/nommer/",
    "/compte/cles/{cle}/retirer/",
    "/compte/codes-de-secours/",
    "/compte/codes-de-secours/telecharger/",
    "/compte/codes-de-secours/nouveaux/",
]


def make_cle(user, nom="Téléphone"):
    """A passkey of `user`, whose browser is not there to use it."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": nom, "credential": {}}
    )


def facteurs(user):
    return [str(facteur) for facteur in Authenticator.objects.filter(user=user).order_by("pk")]


@pytest.mark.parametrize("page", ["/compte/", *SENSIBLES])
def test_ones_account_is_for_oneself(visitor, agent, page):
    autre = make_user("autre@example.org")
    cle, page = make_cle(autre), page.format(cle=make_cle(autre).pk)
    assert visitor.get(page).url == f"/compte/connexion/?next={page}"

    reponse = agent.post(page)

    if "/cles/" in page and "ajouter" not in page:
        assert reponse.status_code == 404
    assert Authenticator.objects.filter(pk=cle.pk).exists()
    assert "no-store" in agent.get("/compte/")["Cache-Control"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_account_lists_what_opens_it_in_the_same_queries(
    agent, django_assert_num_queries, nombre
):
    ajouter_une_application(agent.user)
    for i in range(nombre):
        make_cle(agent.user, f"Clé <{i}>")

    with django_assert_num_queries(3):
        page = agent.get("/compte/").content.decode()

    assert [f"Clé &lt;{i}&gt;" in page for i in range(nombre)] == [True] * nombre
    assert "Ajouter une application" not in page


@pytest.mark.parametrize("page", SENSIBLES)
def test_change_asks_for_the_second_factor_again_after_five_minutes(coordinatrice, page):
    ajouter_une_application(coordinatrice.user)
    # The page that adds one reads those that are there, and this one is not whole.
    if page != "/compte/cles/ajouter/":
        page = page.format(cle=make_cle(coordinatrice.user).pk)

    with time_machine.travel("2100-01-01T00:00Z", tick=False) as horloge:
        se_connecter(coordinatrice, coordinatrice.user)
        horloge.shift(5 * 60 + 1)
        demande = coordinatrice.get(page).url
        assert demande.partition("?")[0] == "/compte/confirmer/"
        reponse = coordinatrice.post(
            demande, {"code": code_de_l_application(coordinatrice.user)}
        )

        assert reponse.url == page
        assert not coordinatrice.get(page).get("Location", "").startswith("/compte/confirmer/")


def test_removing_a_factor_ends_the_other_sessions_and_tells_by_mail(agent):
    ajouter_une_application(agent.user)
    cle = make_cle(agent.user)
    se_connecter(ailleurs := Client(), agent.user)

    assert "Téléphone" in agent.get(f"/compte/cles/{cle.pk}/retirer/").content.decode()
    assert agent.post(f"/compte/cles/{cle.pk}/retirer/").url == "/compte/"

    assert facteurs(agent.user) == ["Authentificateur TOTP"]
    assert agent.get("/compte/").status_code == 200
    assert ailleurs.get("/compte/").status_code == 302
    [courriel] = courriels()
    assert "une clé d’accès a été retirée de votre compte" in courriel.texte


def test_last_factor_of_an_agent_goes_with_its_recovery_codes(agent):
    ajouter_une_application(agent.user)
    agent.post("/compte/codes-de-secours/nouveaux/")

    agent.post(RETIRER_APPLICATION)

    assert facteurs(agent.user) == []


def test_staff_keeps_a_second_factor(coordinatrice):
    ajouter_une_application(coordinatrice.user)
    reponse = coordinatrice.post(RETIRER_APPLICATION, follow=True)
    assert "il lui faut au moins un second facteur" in reponse.content.decode()
    cle = make_cle(coordinatrice.user)

    coordinatrice.post(RETIRER_APPLICATION)
    assert facteurs(coordinatrice.user) == ["Téléphone"]

    coordinatrice.post(f"/compte/cles/{cle.pk}/retirer/")
    assert facteurs(coordinatrice.user) == ["Téléphone"]


def test_passkey_is_renamed(agent):
    cle = make_cle(agent.user)

    assert agent.post(f"/compte/cles/{cle.pk}/nommer/", {"name": ""}).status_code == 200
    agent.post(f"/compte/cles/{cle.pk}/nommer/", {"name": "Poste du bureau"})

    assert facteurs(agent.user) == ["Poste du bureau"]


@pytest.mark.parametrize("page", ["/compte/cles/ajouter/", "/compte/connexion/cle/"])
@pytest.mark.parametrize(
    "credential",
    ["", "{", "3", "[]", "{}", '{"id": "x"}', '{"response": 3, "id": "AA", "rawId": "AA"}',
     '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "é"}}'],
)  # fmt: skip
def test_answer_that_no_passkey_gave_is_refused_in_words(agent, page, credential):
    client = agent if "ajouter" in page else Client()
    client.get(page, headers={"Accept": "application/json"})

    reponse = client.post(page, {"credential": credential, "name": ""}, follow=True)

    assert reponse.status_code == 200
    assert "clé d’accès" in reponse.content.decode()
    assert not Authenticator.objects.exists()


def test_signing_out_everywhere_ends_every_session(agent):
    se_connecter(ailleurs := Client(), agent.user)
    assert agent.get("/compte/sessions/fermer/").status_code == 405

    reponse = agent.post("/compte/sessions/fermer/", follow=True)

    assert "Toutes vos sessions sont fermées" in reponse.content.decode()
    assert agent.get("/compte/").status_code == 302
    assert ailleurs.get("/compte/").status_code == 302
