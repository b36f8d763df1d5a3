"""A register of jobs that belongs to the test, and an SMTP server that obeys it."""

import pytest

from courrier import taches
from courrier.admin import tache as admin
from solidaires.environnement import serveur_de_courriel
from tests.courrier.processus import ServeurDeCourriel


@pytest.fixture
def registre(monkeypatch):
    """No job is declared but those of the test: `{nom: Definition}`."""
    vide = {}
    monkeypatch.setattr(taches, "REGISTRE", vide)
    monkeypatch.setattr(admin, "REGISTRE", vide)
    return vide


@pytest.fixture(scope="session")
def _serveur(tmp_path_factory):
    with ServeurDeCourriel(tmp_path_factory.mktemp("courriels")).en_marche() as serveur:
        yield serveur


@pytest.fixture
def serveur(_serveur, envoyer_par):
    """A real SMTP server, empty and well disposed, to which the portal sends its mail."""
    _serveur.consigne("accepter")
    _serveur.vider()
    envoyer_par(_serveur.url())
    return _serveur


@pytest.fixture
def envoyer_par(settings):
    """Gives EMAIL_URL a value, as in production."""

    def regler(url):
        for nom, valeur in serveur_de_courriel(url, dev=False).items():
            setattr(settings, nom, valeur)

    settings.EMAIL_TIMEOUT = 30
    return regler
