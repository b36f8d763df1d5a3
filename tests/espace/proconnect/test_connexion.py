"""Signing in with ProConnect, through a provider that behaves; and signing out there."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth import get_user
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client

from comptes.models import Identite
from espace.models import DemandeAcces, Etablissement
from tests.connexions import ajouter_une_application, code_de_l_application
from tests.espace.proconnect.parcours import AGENT, aller_retour, partir, revenir, vers
from tests.factories import make_agent, make_territoire, make_user
from tests.lecteur import mots

pytestmark = pytest.mark.django_db


def _agent_connu():
    """An agent of the Gironde, whose SIREN the portal knows."""
    agent = make_agent(AGENT["email"])
    Etablissement.objects.create(siren="223300013", territoire=agent.territoire)
    return agent.user


def _dit(reponse):
    return [
        str(message).replace("\u00a0", " ") for message in get_messages(reponse.wsgi_request)
    ]


@pytest.mark.parametrize("algorithme", ["ES256", "RS256"])
def test_agent_signs_in_and_goes_where_they_were_going(visitor, fournisseur, algorithme):
    fournisseur.regler(algorithme=algorithme)
    user = _agent_connu()

    reponse = aller_retour(visitor, fournisseur, suite="/espace/?page=2")

    assert (reponse.status_code, reponse["Location"]) == (302, "/espace/?page=2")
    assert get_user(visitor) == user
    assert fournisseur.pages() == [
        "openid_configuration",
        "authorization",
        "token",
        "jwks",
        "userinfo",
    ]
    assert list(Identite.objects.values_list("user", "emetteur", "sub")) == [
        (user.pk, fournisseur.url, AGENT["sub"])
    ]


def test_request_says_what_the_portal_needs_and_no_more(visitor, fournisseur):
    adresse = partir(visitor)

    demande = dict(parse_qsl(urlsplit(adresse).query))
    assert {nom: demande[nom] for nom in ("response_type", "client_id", "redirect_uri")} == {
        "response_type": "code",
        "client_id": "portail",
        "redirect_uri": "http://testserver/connexion/proconnect/retour/",
    }
    assert demande["scope"] == "openid given_name usual_name email siret"
    assert demande["code_challenge_method"] == "S256"
    autre = dict(parse_qsl(urlsplit(partir(visitor)).query))
    for nom in ("state", "nonce", "code_challenge"):
        assert len(demande[nom]) >= 32
        assert demande[nom] != autre[nom]


def test_provider_without_pkce_is_not_sent_any(visitor, fournisseur):
    fournisseur.regler(pkce=False)
    user = _agent_connu()

    aller_retour(visitor, fournisseur)

    assert get_user(visitor) == user
    assert "code_verifier" not in dict(fournisseur.journal())["token"]


def test_second_visit_asks_the_provider_nothing_about_itself(visitor, fournisseur):
    user = _agent_connu()
    aller_retour(Client(), fournisseur)
    fournisseur.regler()

    aller_retour(visitor, fournisseur)

    assert get_user(visitor) == user
    assert fournisseur.pages() == ["authorization", "token", "userinfo"]


def test_provider_that_changed_its_keys_is_asked_them_again(visitor, fournisseur):
    user = _agent_connu()
    aller_retour(Client(), fournisseur)
    fournisseur.regler(rotation="-2027")

    aller_retour(visitor, fournisseur)

    assert get_user(visitor) == user
    assert fournisseur.pages() == ["authorization", "token", "jwks", "userinfo"]


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_to_another_site(visitor, fournisseur, suite):
    _agent_connu()

    reponse = aller_retour(visitor, fournisseur, suite=suite)

    assert reponse["Location"] == "/espace/"


def test_pages_are_private_and_lead_nowhere_by_themselves(visitor, fournisseur):
    reponse = visitor.post("/connexion/proconnect/")

    assert reponse["Cache-Control"] == "private, no-store"
    assert reponse["Referrer-Policy"] == "same-origin"
    assert "form-action 'self'" in reponse["Content-Security-Policy"]
    assert fournisseur.url not in reponse["Content-Security-Policy"]
    assert visitor.get("/connexion/proconnect/").status_code == 405


def test_form_of_another_site_starts_nothing(fournisseur):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/connexion/proconnect/").status_code == 403
    assert fournisseur.journal() == []


@pytest.mark.parametrize(
    ("methode", "page"),
    [
        ("post", ""),
        ("get", "retour/"),
        ("get", "demande/"),
        ("post", "changer/"),
        ("get", "fin/"),
    ],
)
def test_nothing_is_there_when_it_is_not_set_up(visitor, settings, methode, page):
    settings.PROCONNECT = None

    assert getattr(visitor, methode)(f"/connexion/proconnect/{page}").status_code == 404


def test_too_many_requests_from_one_network_wait(visitor, fournisseur):
    ailleurs = Client(REMOTE_ADDR="192.0.2.1")
    for _ in range(60):
        partir(visitor)

    reponse = visitor.post("/connexion/proconnect/")

    assert reponse.status_code == 429
    assert "Recommencez dans dix minutes" in mots(reponse.content.decode())
    assert partir(ailleurs)


def test_second_factor_is_still_asked_of_the_coordination(visitor, fournisseur):
    """What was proved at ProConnect does not open the back office by itself."""
    user = make_user("coordination@example.org", is_staff=True)
    Identite.objects.create(user=user, emetteur=fournisseur.url, sub=AGENT["sub"])
    ajouter_une_application(user)

    reponse = aller_retour(visitor, fournisseur, suite="/admin/")

    assert reponse["Location"].startswith("/compte/connexion/second-facteur/")
    assert get_user(visitor).is_anonymous
    code = code_de_l_application(user)
    visitor.post(reponse["Location"], {"code": code})
    assert get_user(visitor) == user
    assert vers(visitor.post("/compte/deconnexion/")).startswith(fournisseur.url)


# People whom nobody awaits


@pytest.mark.parametrize("compte", ["nobody", "an account", "an agent elsewhere", "closed"])
def test_person_nobody_awaits_is_told_the_same_whoever_they_are(visitor, fournisseur, compte):
    if compte != "nobody":
        user = make_user(AGENT["email"], is_active=compte != "closed")
        if compte == "an agent elsewhere":
            make_agent(user, make_territoire("40", "Landes"))
        if compte == "closed":
            Identite.objects.create(user=user, emetteur=fournisseur.url, sub=AGENT["sub"])

    reponse = aller_retour(visitor, fournisseur)
    page = visitor.get(reponse["Location"])

    assert (reponse.status_code, reponse["Location"]) == (302, "/connexion/proconnect/demande/")
    assert get_user(visitor).is_anonymous
    assert list(DemandeAcces.objects.values_list("email", "nom", "siret")) == [
        ("agent@example.org", "Camille Dupont", "22330001300016")
    ]
    assert mots(page.content.decode()) == (
        "ProConnect Votre demande est transmise à la coordination ProConnect a confirmé qui vous "
        "êtes. La coordination vérifie pour quel territoire vous agissez, puis vous écrit à votre "
        "adresse professionnelle. Vous n’avez rien d’autre à faire. Revenir à l’accueil Choisir un "
        "autre compte ProConnect Votre nom, votre adresse et le SIRET de votre employeur servent à "
        "vous répondre ; ils sont effacés un an après la décision."
    )


def test_person_who_took_the_wrong_account_there_chooses_another(visitor, fournisseur):
    aller_retour(visitor, fournisseur)
    fournisseur.regler()

    fin = revenir(
        visitor, fournisseur.visiter(vers(visitor.post("/connexion/proconnect/changer/")))
    )

    assert fournisseur.pages() == ["end_session"]
    assert fin["Location"] == "/compte/connexion/"


def test_person_signed_in_who_comes_back_as_a_stranger_is_signed_out(agent, fournisseur):
    fournisseur.regler(personne={**AGENT, "email": "autre@example.org"})

    aller_retour(agent, fournisseur)

    assert get_user(agent).is_anonymous


def test_sign_in_page_offers_it_and_keeps_where_one_was_going(visitor, fournisseur, settings):
    page = visitor.get("/compte/connexion/", {"next": "/espace/3/"}).content.decode()
    settings.PROCONNECT = None
    sans = visitor.get("/compte/connexion/").content.decode()

    assert "S’identifier avec ProConnect" in mots(page)
    assert page.count('name="next" value="/espace/3/"') == 3
    assert "ProConnect" not in sans


# Signing out


def test_signing_out_ends_at_the_provider_too(visitor, fournisseur):
    _agent_connu()
    aller_retour(visitor, fournisseur)
    fournisseur.regler()

    reponse = visitor.post("/compte/deconnexion/")
    adresse = vers(reponse)
    fin = revenir(visitor, fournisseur.visiter(adresse))

    assert get_user(visitor).is_anonymous
    ((page, envoye),) = fournisseur.journal()
    assert page == "end_session"
    assert envoye["post_logout_redirect_uri"] == "http://testserver/connexion/proconnect/fin/"
    assert (fin.status_code, fin["Location"]) == (302, "/")
    assert "Votre session ProConnect est terminée elle aussi." in _dit(fin)


def test_back_from_the_provider_without_having_left_says_nothing(visitor, fournisseur):
    fin = visitor.get("/connexion/proconnect/fin/", {"state": "x" * 43})

    assert (fin.status_code, fin["Location"], _dit(fin)) == (302, "/", [])


def test_end_is_told_once(visitor, fournisseur):
    _agent_connu()
    aller_retour(visitor, fournisseur)
    retour = fournisseur.visiter(vers(visitor.post("/compte/deconnexion/")))
    revenir(visitor, retour)

    dits = _dit(revenir(visitor, retour))
    assert dits.count("Votre session ProConnect est terminée elle aussi.") == 1


def test_session_opened_otherwise_does_not_visit_the_provider(agent, fournisseur):
    reponse = agent.post("/compte/deconnexion/")

    assert (reponse.status_code, reponse.has_header("Refresh")) == (302, False)
    assert fournisseur.journal() == []


def test_signing_out_works_while_the_provider_does_not(visitor, fournisseur):
    _agent_connu()
    aller_retour(visitor, fournisseur)
    cache.clear()
    fournisseur.regler(travers="panne", ou="openid_configuration")

    reponse = visitor.post("/compte/deconnexion/")

    assert reponse.status_code == 302
    assert get_user(visitor).is_anonymous
    assert "ProConnect n’a pas répondu" in _dit(reponse)[-1]


def test_other_posts_keep_the_session(visitor, fournisseur):
    user = _agent_connu()
    aller_retour(visitor, fournisseur)

    visitor.post("/compte/connexion/", {"login": "x@example.org"})

    assert get_user(visitor) == user
