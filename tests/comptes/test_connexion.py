"""Signing in with a code: the same pages for all, a mail for those who have an account."""

import re

import pytest
import time_machine
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client

from comptes import liens
from comptes.connexion import ouvrir
from courrier.models import Courriel
from tests.connexions import code_recu, se_connecter
from tests.courriels import courriels
from tests.factories import make_user

pytestmark = pytest.mark.django_db

CONNEXION, CODE = "/compte/connexion/", "/compte/connexion/code/"


def demander(client, email="ada@example.org", **champs):
    return client.post(CONNEXION, {"email": email, **champs})


def saisir(client, code, **champs):
    return client.post(CODE, {"code": code, **champs})


def est_connecte(client):
    return client.get("/compte/").status_code == 200


def sans_jetons(response):
    """The page without what is drawn at random for each answer."""
    page = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode())
    return re.sub(r"nonce-[^']+", "", page)


def test_code_received_by_mail_opens_the_account(client):
    ada = make_user("Ada@example.org")

    assert demander(client, "ADA@example.org").url == CODE
    [courriel] = courriels()
    reponse = saisir(client, code_recu("Ada@example.org"))

    assert reponse.url == "/espace/"
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert courriel.sujet == "Votre code de connexion"
    assert courriel.secret
    assert (courriel.expire_at - courriel.created_at).total_seconds() == pytest.approx(
        900, abs=5
    )


@pytest.mark.parametrize("forme", ["{0}{1}", "{0} {1}", " {0}-{1} "])
def test_code_is_read_with_or_without_its_dash(client, forme):
    make_user("ada@example.org")
    demander(client)

    saisir(client, forme.format(*code_recu("ada@example.org").split("-")))

    assert est_connecte(client)


def test_code_goes_to_the_address_as_registered(client):
    """What is typed may only look like it to the database."""
    make_user("ada@example.org")

    demander(client, "ADA@EXAMPLE.ORG")

    assert [courriel.destinataire for courriel in courriels()] == ["ada@example.org"]


def test_known_and_unknown_addresses_get_the_same_pages(client):
    make_user("ada@example.org")
    make_user("partie@example.org", is_active=False)
    pages = []

    for email in ("ada@example.org", "nul@example.org", "partie@example.org"):
        visiteur = Client()
        envoi = demander(visiteur, email, next="/espace/")
        attente = visiteur.get(envoi.url)
        faux = saisir(visiteur, "0000-0000")
        pages.append(
            [
                (page.status_code, page.headers, sans_jetons(page).replace(email, "ADRESSE"))
                for page in (envoi, attente, faux)
            ]
        )

    for connue, autre in zip(pages[0] * 2, pages[1] + pages[2], strict=True):
        assert connue[0] == autre[0]
        assert connue[2] == autre[2]
        assert connue[1].keys() == autre[1].keys()
    assert [courriel.destinataire for courriel in courriels()] == ["ada@example.org"]


def test_unknown_address_costs_the_same_queries_as_a_known_one(
    client, django_assert_max_num_queries
):
    make_user("ada@example.org")
    nombres = []
    for email in ("ada@example.org", "nul@example.org"):
        with django_assert_max_num_queries(40) as requetes:
            demander(Client(), email)
        nombres.append(len([r for r in requetes if "courrier_courriel" in r["sql"]]))

    assert nombres[0] == nombres[1] > 0


def test_bad_address_is_told_and_kept(client):
    reponse = demander(client, "ada@")

    assert reponse.status_code == 200
    assert "Saisissez une adresse" in reponse.content.decode()
    assert 'value="ada@"' in reponse.content.decode()


def test_code_dies_after_fifteen_minutes(client):
    make_user("ada@example.org")
    with time_machine.travel("2026-03-10T10:00Z", tick=False) as horloge:
        demander(client)
        horloge.shift(15 * 60 + 1)

        reponse = saisir(client, code_recu("ada@example.org"))

        assert reponse.url == CONNEXION
        assert not est_connecte(client)


def test_code_serves_in_the_browser_that_asked_for_it_and_once(client):
    make_user("ada@example.org")
    demander(client)
    code = code_recu("ada@example.org")

    assert saisir(Client(), code).url == CONNEXION
    saisir(client, code)
    client.post("/compte/deconnexion/")

    assert saisir(client, code).url == CONNEXION
    assert not est_connecte(client)


def test_another_code_replaces_the_first(client):
    make_user("ada@example.org")
    demander(client)
    premier = code_recu("ada@example.org")
    demander(client)

    assert saisir(client, premier).status_code == 200
    assert saisir(client, code_recu("ada@example.org")).url == "/espace/"


def test_changing_address_goes_back_to_the_form(client):
    demander(client)

    assert client.get(CONNEXION).url == CODE
    assert "Recevoir un code" in client.get(CONNEXION, {"autre": 1}).content.decode()


@pytest.mark.parametrize(
    ("suite", "arrivee"),
    [
        ("/fabrique/initiatives/?page=2", "/fabrique/initiatives/?page=2"),
        ("https://ailleurs.example/", "/espace/"),
        ("//ailleurs.example/", "/espace/"),
        ("/\\ailleurs.example/", "/espace/"),
        ("javascript:alert(1)", "/espace/"),
        ("http://portail.example/", "/espace/"),
    ],
)
def test_signing_in_leads_to_the_page_asked_for_and_never_off_the_site(
    client, settings, suite, arrivee
):
    settings.ALLOWED_HOSTS += ["portail.example"]
    make_user("ada@example.org")

    page = client.get(CONNEXION, {"next": suite})
    demander(client, next=suite)
    reponse = saisir(client, code_recu("ada@example.org"), next=suite)

    assert page.status_code == 200
    assert reponse.url == arrivee


def test_staff_without_a_page_asked_for_lands_on_the_desk(client):
    make_user("ada@example.org", is_staff=True)
    demander(client)

    assert saisir(client, code_recu("ada@example.org")).url == "/admin/"


def test_session_key_changes_at_sign_in_and_its_cookie_is_closed_to_scripts(client):
    make_user("ada@example.org")
    demander(client)
    avant = client.session.session_key

    reponse = saisir(client, code_recu("ada@example.org"))

    temoin = reponse.cookies["sessionid"]
    assert temoin.value != avant
    assert not Session.objects.filter(session_key=avant).exists()
    assert (temoin["httponly"], temoin["samesite"]) == (True, "Lax")


def test_deactivated_account_gets_no_code_and_its_sessions_end(client):
    ada = make_user("ada@example.org")
    se_connecter(client, ada)
    demander(ailleurs := Client())
    code = code_recu("ada@example.org")
    ada.is_active = False
    ada.save()

    assert client.get("/compte/").url == f"{CONNEXION}?next=/compte/"
    reponse = saisir(ailleurs, code)
    assert reponse.url == CONNEXION
    assert "Ce compte est désactivé" in ailleurs.get(CONNEXION).content.decode()
    assert not est_connecte(ailleurs)
    Courriel.objects.all().delete()
    demander(Client())
    assert courriels() == []


def test_signing_out_takes_a_post_and_leads_home(agent):
    demande = agent.get("/compte/deconnexion/")
    assert "Me déconnecter" in demande.content.decode()
    assert est_connecte(agent)

    assert agent.post("/compte/deconnexion/").url == "/"
    assert not est_connecte(agent)


@pytest.mark.parametrize(
    "chemin",
    [
        "signup/",
        "inscription/",
        "login/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "email/",
        "confirm-email/",
        "reauthenticate/",
        "inactive/",
        "2fa/",
    ],
)
def test_pages_of_passwords_and_sign_up_do_not_exist(visitor, agent, chemin):
    assert visitor.get(f"/compte/{chemin}").status_code == 404
    assert agent.get(f"/compte/{chemin}").status_code == 404


def test_no_page_of_sign_in_asks_for_a_password(visitor, coordinatrice):
    pages = [
        visitor.get(CONNEXION),
        visitor.get("/admin/login/", follow=True),
        coordinatrice.get("/compte/"),
        coordinatrice.get("/compte/deconnexion/"),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert [page for page in pages if 'type="password"' in page.content.decode()] == []
    assert coordinatrice.get("/admin/password_change/").status_code == 404


def test_desk_sends_to_the_sign_in_page_and_keeps_the_page_asked_for(visitor, agent):
    arrivee = visitor.get("/admin/fabrique/initiative/", follow=True)
    assert arrivee.redirect_chain[-1] == (f"{CONNEXION}?next=/admin/fabrique/initiative/", 302)

    refus = agent.get("/admin/", follow=True)
    assert refus.status_code == 403
    assert "réservée à la coordination" in refus.content.decode()


# Links given by a command


def chemin(lien):
    return lien.removeprefix("http://127.0.0.1:8000")


def test_link_signs_in_once_and_only_on_post(client):
    ada = make_user("ada@example.org")
    lien = chemin(liens.creer(ada))

    assert "ada@example.org" in client.get(lien).content.decode()
    assert not est_connecte(client)
    assert client.post(lien).url == "/espace/"
    assert est_connecte(client)

    autre = Client()
    assert autre.get(lien).status_code == 200
    assert autre.post(lien).status_code == 410
    assert not est_connecte(autre)


@pytest.mark.parametrize(
    "geste", ["vieillir", "falsifier", "fermer", "desactiver", "supprimer"]
)
def test_link_that_no_longer_serves_says_so(client, geste):
    ada, eve = make_user("ada@example.org"), make_user("eve@example.org")
    with time_machine.travel("2026-03-10T10:00Z", tick=False) as horloge:
        lien = chemin(liens.creer(ada))
        if geste == "vieillir":
            horloge.shift(15 * 60 + 1)
        elif geste == "falsifier":
            lien = lien.replace(f"/{ada.pk}.", f"/{eve.pk}.")
        elif geste == "fermer":
            ada.close_sessions()
        elif geste == "desactiver":
            ada.is_active = False
            ada.save()
        else:
            ada.delete()

        for reponse in (client.get(lien), client.post(lien)):
            assert reponse.status_code == 410
            assert "ne sert plus" in reponse.content.decode()
        assert not est_connecte(client)


def test_link_still_asks_for_the_second_factor(client):
    ada = make_user("ada@example.org")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": ""})

    assert client.post(chemin(liens.creer(ada))).url == "/compte/connexion/second-facteur/"
    assert not est_connecte(client)


def test_link_ends_the_session_of_somebody_else_in_this_browser(agent):
    ada = make_user("ada@example.org")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": ""})

    reponse = agent.post(chemin(liens.creer(ada)))

    assert reponse.url == "/compte/connexion/second-facteur/"
    assert not est_connecte(agent)
    assert "Second facteur" in agent.get(reponse.url).content.decode()


@pytest.mark.parametrize(
    ("suite", "arrivee"),
    [("/fabrique/", "/fabrique/"), ("https://ailleurs.example/", "/espace/"), ("", "/espace/")],
)
def test_door_for_other_proofs_never_leads_off_the_site(rf, agent, suite, arrivee):
    request = rf.get("/")
    request.session, request.user = agent.session, agent.user
    agent.user.backend = "comptes.backends.SansMotDePasseBackend"

    with request_context(request):
        assert ouvrir(request, agent.user, suite).url == arrivee
