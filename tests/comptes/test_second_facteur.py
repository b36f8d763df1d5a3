"""The second factor: asked of who has one, required of who opens the desk, replaced by a recovery code."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comptes.models import User
from solidaires.publication import Etat
from tests.connexions import (
    ajouter_une_application,
    code_de_l_application,
    code_du_secret,
    code_recu,
    se_connecter,
)
from tests.courriels import courriels
from tests.factories import make_initiative, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

CONNEXION = "/compte/connexion/"
SECOND_FACTEUR = "/compte/connexion/second-facteur/"
CODES = "/compte/codes-de-secours/"


@pytest.fixture
def ada():
    """The coordinator, who has not signed in yet."""
    user = make_user("ada@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Coordination"))
    return user


def entrer(client, user, suite=""):
    """As far as the code received by mail leads; returns the answer to it."""
    client.post(CONNEXION, {"email": user.email})
    code = code_recu(user.email)
    return client.post(f"{CONNEXION}code/", {"code": code, "next": suite})


def ouvre_la_coordination(client):
    return client.get("/admin/").status_code == 200


def enroler(client):
    """Add an application of codes through its page; returns the answer."""
    page = client.get("/compte/application/").content.decode()
    secret = re.search(r'<code class="compte__secret">(\w+)</code>', page)[1]
    return client.post("/compte/application/", {"code": code_du_secret(secret)})


def codes_montres(client):
    page = client.get(CODES).content.decode()
    return [code.replace("&nbsp;", "") for code in re.findall(r"<li><code>(.*?)</code>", page)]


# First sign-in of who opens the desk


def test_staff_first_adds_a_second_factor_keeps_the_codes_then_reaches_the_page_asked_for(
    client, ada, django_capture_on_commit_callbacks
):
    assert entrer(client, ada, suite="/admin/forum/idee/").url == "/admin/forum/idee/"
    assert client.get("/admin/forum/idee/").url == "/compte/"
    page = client.get("/compte/").content.decode()
    assert "Ajoutez un second facteur pour ouvrir la coordination" in page

    with django_capture_on_commit_callbacks(execute=True):
        assert enroler(client).url == CODES
    assert len(set(codes_montres(client))) == 10
    assert client.post(CODES).url == "/admin/forum/idee/"
    assert client.get("/admin/forum/idee/").status_code == 200
    assert [courriel.gabarit for courriel in courriels()] == ["code", "securite"]
    assert "une application de codes a été ajoutée" in courriels()[-1].texte


def pages_du_bureau():
    return [
        "/admin/",
        "/admin/guide/",
        "/admin/corbeille/",
        "/admin/jsi18n/",
        "/admin/autocomplete/",
        "/admin/logout/",
        "/admin/nulle-part/",
        "/espace/",
        *(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            for model in admin.site._registry
            for page in ("changelist", "add")
        ),
    ]


@pytest.mark.parametrize("methode", ["get", "post"])
def test_no_page_of_the_desk_opens_without_the_second_factor(client, ada, methode):
    se_connecter(client, ada, second_facteur=False)

    assert {getattr(client, methode)(page).url for page in pages_du_bureau()} == {"/compte/"}

    ajouter_une_application(ada)
    arrivees = {getattr(client, methode)(page).url for page in pages_du_bureau()}
    assert {arrivee.partition("?")[0] for arrivee in arrivees} == {"/compte/confirmer/"}


def test_session_without_the_second_factor_sees_the_site_as_a_visitor(client, ada):
    brouillon = make_initiative("En chantier", etat=Etat.BROUILLON, published_at=None)
    se_connecter(client, ada, second_facteur=False)
    assert client.get(brouillon.get_absolute_url()).status_code == 404

    se_connecter(client, ada)
    assert client.get(brouillon.get_absolute_url()).status_code == 200


def test_older_session_gives_the_second_factor_where_it_is_asked(client, ada):
    se_connecter(client, ada, second_facteur=False)
    ajouter_une_application(ada)
    demande = client.get("/admin/forum/idee/?q=eau").url

    reponse = client.post(demande, {"code": code_de_l_application(ada)})

    assert reponse.url == "/admin/forum/idee/?q=eau"
    assert client.get(reponse.url).status_code == 200


def test_agent_is_asked_nothing_more_and_may_add_one(client):
    agent = make_user("agent@example.org")

    assert entrer(client, agent).url == "/espace/"
    assert "Ce n’est pas obligatoire" in client.get("/compte/").content.decode()
    assert enroler(client).url == CODES
    client.post("/compte/deconnexion/")
    assert entrer(client, agent).url == SECOND_FACTEUR


def test_staff_who_becomes_one_during_a_session_adds_a_second_factor(agent):
    agent.user.is_staff = True
    agent.user.save()
    session = agent.session
    del session["account_authentication_methods"]
    session.save()

    assert agent.get("/admin/").url == "/compte/"


# The application of codes


def test_code_of_the_application_ends_sign_in(client, ada):
    ajouter_une_application(ada)

    assert entrer(client, ada, suite="/admin/forum/idee/").url == SECOND_FACTEUR
    assert not ouvre_la_coordination(client)
    assert client.get("/compte/").url == f"{CONNEXION}?next=/compte/"
    reponse = client.post(SECOND_FACTEUR, {"code": code_de_l_application(ada)})

    assert reponse.url == "/admin/forum/idee/"
    assert ouvre_la_coordination(client)


@pytest.mark.parametrize(("dans", "accepte"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_of_the_application_may_be_half_a_minute_wrong(client, ada, dans, accepte):
    ajouter_une_application(ada)
    entrer(client, ada)

    with time_machine.travel(time.time(), tick=False):
        client.post(SECOND_FACTEUR, {"code": code_de_l_application(ada, dans=dans)})

    assert ouvre_la_coordination(client) is accepte


def test_code_of_the_application_serves_once_whatever_the_process(ada):
    ajouter_une_application(ada)
    code = code_de_l_application(ada)
    premier, second = Client(), Client()
    for client in (premier, second):
        entrer(client, ada)

    premier.post(SECOND_FACTEUR, {"code": code})
    # Another process has another cache.
    cache.clear()
    refus = second.post(SECOND_FACTEUR, {"code": code})

    assert ouvre_la_coordination(premier)
    assert "Ce code n’est pas le bon, ou il a déjà servi" in refus.content.decode()
    assert not ouvre_la_coordination(second)


def test_wrong_code_does_not_add_the_application(client, ada):
    se_connecter(client, ada, second_facteur=False)
    avant = client.get("/compte/application/").content.decode()

    refus = client.post("/compte/application/", {"code": "000000"})

    assert "Ce code n’est pas le bon" in refus.content.decode()
    cle = re.search(r'compte__secret">(\w+)<', avant)[1]
    assert cle in refus.content.decode()
    assert not Authenticator.objects.exists()


def test_database_alone_does_not_give_the_secret_of_an_application(client, ada):
    se_connecter(client, ada, second_facteur=False)
    page = client.get("/compte/application/").content.decode()
    secret = re.search(r'compte__secret">(\w+)<', page)[1]
    client.post("/compte/application/", {"code": code_du_secret(secret)})

    donnees = Authenticator.objects.get(type=Authenticator.Type.TOTP).data

    assert secret not in str(donnees)


def test_new_secret_key_makes_codes_wrong_and_breaks_no_page(client, ada, settings):
    ajouter_une_application(ada)
    code = code_de_l_application(ada)
    settings.SECRET_KEY = "another-key-of-fifty-characters-for-the-whole-portal"
    entrer(client, ada)

    assert (
        "Ce code n’est pas le bon"
        in client.post(SECOND_FACTEUR, {"code": code}).content.decode()
    )


def test_key_that_was_in_force_before_still_opens_the_secrets(client, ada, settings):
    ajouter_une_application(ada)
    ancienne = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-fifty-characters-for-the-whole-portal"
    settings.SECRET_KEY_FALLBACKS = [ancienne]
    entrer(client, ada)

    client.post(SECOND_FACTEUR, {"code": code_de_l_application(ada)})

    assert ouvre_la_coordination(client)


# Recovery codes


@pytest.fixture
def codes(client, ada):
    """Ada's recovery codes; `client` is signed in, she has an application."""
    se_connecter(client, ada, second_facteur=False)
    enroler(client)
    return codes_montres(client)


def test_recovery_code_replaces_the_second_factor_once(codes, ada):
    premier, second = Client(), Client()
    for client in (premier, second):
        entrer(client, ada)
        client.post(SECOND_FACTEUR, {"code": f"{codes[3][:4]} {codes[3][4:]}"})

    assert ouvre_la_coordination(premier)
    assert not ouvre_la_coordination(second)
    assert "Il vous reste 9 codes" in premier.get("/compte/").content.decode()


def test_recovery_codes_are_shown_and_downloaded_until_they_are_kept(client, codes):
    assert codes_montres(client) == codes
    fichier = client.get(f"{CODES}telecharger/")
    assert fichier["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    lignes = fichier.content.decode().splitlines()
    assert [ligne.replace(" ", "") for ligne in lignes[3:]] == codes
    assert lignes[0] == "Codes de secours de ada@example.org pour testserver"

    client.post(CODES)

    assert codes_montres(client) == []
    assert "Vos codes ont déjà été affichés" in client.get(CODES).content.decode()
    assert client.get(f"{CODES}telecharger/").url == CODES


def test_new_recovery_codes_replace_the_old_ones(
    client, codes, ada, django_capture_on_commit_callbacks
):
    client.post(CODES)

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{CODES}nouveaux/").url == CODES
    nouveaux = codes_montres(client)

    assert len(nouveaux) == 10
    assert not set(nouveaux) & set(codes)
    entrer(autre := Client(), ada)
    autre.post(SECOND_FACTEUR, {"code": codes[0]})
    assert not ouvre_la_coordination(autre)
    assert "de nouveaux codes de secours remplacent les anciens" in "".join(
        courriel.texte for courriel in courriels(gabarit="securite")
    )


def test_recovery_codes_of_nobody(agent):
    assert agent.get(CODES).url == "/compte/"
    assert agent.get(f"{CODES}telecharger/").url == CODES
    assert agent.post(f"{CODES}nouveaux/").url == "/compte/"
    assert User.objects.count() == 1
    assert not Authenticator.objects.exists()
