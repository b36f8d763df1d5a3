"""A real provider, which each test tells what to do."""

import pytest
from django.core.cache import cache

from tests.espace.proconnect.parcours import demarrer


@pytest.fixture(scope="session")
def processus():
    with demarrer() as fournisseur:
        yield fournisseur


@pytest.fixture
def fournisseur(processus, settings):
    """The portal is set up for this provider, which behaves."""
    cache.clear()
    settings.PROCONNECT = processus.reglages()
    processus.regler()
    yield processus
    cache.clear()
