"""A provider that misbehaves, an answer that does not fit: said on one page, nobody signed in."""

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client

from comptes.models import Identite
from espace.models import DemandeAcces, Etablissement
from tests.espace.proconnect.parcours import AGENT, aller_retour, partir, revenir
from tests.factories import make_agent
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

JETONS = {
    "nonce": "the ID token answers another request",
    "audience": "InvalidAudienceError",
    "audiences": "token meant for others too",
    "expire": "ExpiredSignatureError",
    "futur": "ImmatureSignatureError",
    "emetteur": "InvalidIssuerError",
    "signature": "InvalidSignatureError",
    "cle_inconnue": "a key that is not the provider's",
    "sans_signature": "a key that is not the provider's",
    "hs256": "a key that is not the provider's",
    "sub": "userinfo is about somebody else",
    "sans_jeton": "id_token is missing",
    "userinfo_audience": "InvalidAudienceError",
    "userinfo_emetteur": "InvalidIssuerError",
    "userinfo_expire": "ExpiredSignatureError",
    "userinfo_signature": "InvalidSignatureError",
    "userinfo_sans_signature": "a key that is not the provider's",
    "userinfo_hs256": "a key that is not the provider's",
    "userinfo_sub": "userinfo is about somebody else",
    "userinfo_en_clair": "DecodeError",
    "userinfo_email": "email is not an address",
    "userinfo_email_absent": "email is missing",
}
TRANSPORTS = {
    "html": "did not answer JSON",
    "liste": "did not answer a JSON object",
    "octets": "UnicodeDecodeError",
    "panne": "the provider answered 500",
    "ailleurs": "the provider answered 303",
    "coupure": "did not answer JSON",
    "enorme": "the provider answered too much",
    "goutte": "the provider answered too slowly",
    "lent": "TimeoutError",
}


@pytest.fixture(autouse=True)
def _presse(monkeypatch):
    """A provider that dawdles is given up on soon."""
    monkeypatch.setattr("espace.proconnect.appels.DELAI", 0.3)


@pytest.fixture(autouse=True)
def _connu(db):
    """Somebody would sign in, if all went well."""
    agent = make_agent(AGENT["email"])
    Etablissement.objects.create(siren="223300013", territoire=agent.territoire)


def _refuse(client, reponse, journal, raison):
    """Refused, in French, without a trace in the session or of the person in the log."""
    assert reponse.status_code == 400
    page = reponse.content.decode()
    assert mots(page).startswith(
        "ProConnect La connexion n’a pas abouti ProConnect n’a pas répondu"
    )
    assert "/compte/connexion/" in liens(page)
    assert get_user(client).is_anonymous
    assert not Identite.objects.exists()
    assert not DemandeAcces.objects.exists()
    dits = [ligne.getMessage() for ligne in journal.records if ligne.name == "securite"]
    assert len(dits) == 1
    assert raison in dits[0]
    assert not any(mot in journal.text for mot in (AGENT["email"], AGENT["sub"], "Dupont"))


@pytest.mark.parametrize(("travers", "raison"), JETONS.items())
def test_token_that_does_not_fit_is_refused(visitor, fournisseur, caplog, travers, raison):
    fournisseur.regler(travers=travers)

    reponse = aller_retour(visitor, fournisseur)

    _refuse(visitor, reponse, caplog, raison)


@pytest.mark.parametrize("sub", ["x" * 256, "é", "a\x00b"])
def test_number_that_is_not_one_is_refused(visitor, fournisseur, caplog, sub):
    fournisseur.regler(personne={**AGENT, "sub": sub})

    _refuse(visitor, aller_retour(visitor, fournisseur), caplog, "sub is not an identifier")


def test_person_badly_described_is_one_line_of_the_queue(visitor, fournisseur):
    """What identity providers write is not always clean: nothing of it breaks a page or a row."""
    usual_name = f" Du\x00\npont{'t' * 200}"
    fournisseur.regler(
        personne={**AGENT, "usual_name": usual_name, "given_name": None, "siret": "223 300"}
    )

    aller_retour(visitor, fournisseur)

    demande = DemandeAcces.objects.get()
    assert (demande.nom, demande.siret) == (f"Du pont{'t' * 143}", "")


def test_siret_is_read_with_its_spaces(visitor, fournisseur):
    fournisseur.regler(personne={**AGENT, "siret": "223 300 013 00016"})

    aller_retour(visitor, fournisseur)

    assert get_user(visitor).email == AGENT["email"]


def test_same_provider_behaving_signs_in(visitor, fournisseur):
    aller_retour(visitor, fournisseur)

    assert get_user(visitor).email == AGENT["email"]


@pytest.mark.parametrize("ou", ["openid_configuration", "token", "jwks", "userinfo"])
@pytest.mark.parametrize(("travers", "raison"), TRANSPORTS.items())
def test_provider_in_trouble_is_told_apart(visitor, fournisseur, caplog, ou, travers, raison):
    fournisseur.regler(travers=travers, ou=ou)

    if ou == "openid_configuration":
        reponse = visitor.post("/connexion/proconnect/")
    else:
        reponse = aller_retour(visitor, fournisseur)

    if ou == "userinfo" and "JSON" in raison:
        raison = "DecodeError"  # a token, not JSON
    _refuse(visitor, reponse, caplog, raison)
    assert "ailleurs" not in fournisseur.pages()


def test_provider_that_is_down(visitor, fournisseur, settings, caplog):
    settings.PROCONNECT = {**settings.PROCONNECT, "emetteur": "http://127.0.0.1:9"}

    _refuse(visitor, visitor.post("/connexion/proconnect/"), caplog, "URLError")


@pytest.mark.parametrize(
    ("travers", "raison"),
    [
        ("decouverte", "says that it is another one"),
        ("adresse", "token_endpoint is not as safe"),
    ],
)
def test_provider_that_is_not_the_one_is_refused(visitor, fournisseur, caplog, travers, raison):
    fournisseur.regler(travers=travers)

    _refuse(visitor, visitor.post("/connexion/proconnect/"), caplog, raison)


@pytest.mark.parametrize("travers", ["html", "vide"])
@pytest.mark.parametrize("ou", ["openid_configuration", "jwks"])
def test_bad_answer_is_not_kept(visitor, fournisseur, ou, travers):
    fournisseur.regler(travers=travers, ou=ou)
    refuse = Client().post("/connexion/proconnect/")
    if ou == "jwks":
        refuse = aller_retour(Client(), fournisseur)
    fournisseur.regler()

    aller_retour(visitor, fournisseur)

    assert refuse.status_code == 400
    assert get_user(visitor).email == AGENT["email"]


# The way back


def test_code_comes_back_once(visitor, fournisseur, caplog):
    retour = fournisseur.visiter(partir(visitor))
    revenir(visitor, retour)
    visitor.post("/compte/deconnexion/")

    reponse = revenir(visitor, retour)

    assert (reponse.status_code, get_user(visitor).is_anonymous) == (400, True)
    assert "nobody was awaited" in caplog.text


def test_code_of_somebody_else_is_refused(visitor, fournisseur, caplog):
    """An attacker sends their own way back to a victim, who has just pressed the button."""
    partir(visitor)

    reponse = revenir(visitor, fournisseur.visiter(partir(Client())))

    _refuse(visitor, reponse, caplog, "nobody was awaited")


def test_wrong_way_back_leaves_the_right_one_open(visitor, fournisseur):
    retour = fournisseur.visiter(partir(visitor))
    revenir(visitor, fournisseur.visiter(partir(Client())))

    revenir(visitor, retour)

    assert get_user(visitor).email == AGENT["email"]


@pytest.mark.parametrize("state", ["", "é", "x" * 43])
def test_way_back_with_nothing_awaited_is_refused(visitor, fournisseur, caplog, state):
    reponse = visitor.get("/connexion/proconnect/retour/", {"state": state, "code": "1"})

    _refuse(visitor, reponse, caplog, "nobody was awaited")


def test_code_that_the_provider_does_not_know_is_refused(visitor, fournisseur, caplog):
    retour = fournisseur.visiter(partir(visitor))

    reponse = revenir(visitor, retour.replace("code=", "code=faux"))

    _refuse(visitor, reponse, caplog, "the provider answered 400")


def test_wrong_secret_is_refused(visitor, fournisseur, settings, caplog):
    settings.PROCONNECT = {**settings.PROCONNECT, "secret": "autre"}

    _refuse(visitor, aller_retour(visitor, fournisseur), caplog, "the provider answered 400")


@pytest.mark.parametrize("erreur", ["server_error", "<script>"])
def test_error_of_the_provider_is_told(visitor, fournisseur, caplog, erreur):
    fournisseur.regler(erreur=erreur)

    _refuse(visitor, aller_retour(visitor, fournisseur), caplog, "without a code")


def test_giving_up_there_is_told_as_such(visitor, fournisseur):
    fournisseur.regler(erreur="access_denied")

    reponse = aller_retour(visitor, fournisseur, suite="/espace/")

    assert reponse.status_code == 400
    assert "Vous avez interrompu la connexion sur ProConnect." in mots(reponse.content.decode())
    assert get_user(visitor).is_anonymous


def test_what_was_wanted_survives_a_failure(visitor, fournisseur):
    cache.clear()
    fournisseur.regler(travers="panne", ou="openid_configuration")

    reponse = visitor.post("/connexion/proconnect/", {"next": "/espace/3/"})

    assert 'name="next" value="/espace/3/"' in reponse.content.decode()
