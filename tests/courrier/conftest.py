"""A register of jobs that belongs to the test."""

import pytest

from courrier import admin, taches


@pytest.fixture
def registre(monkeypatch):
    """No job is declared but those of the test: `{nom: Definition}`."""
    vide = {}
    monkeypatch.setattr(taches, "REGISTRE", vide)
    monkeypatch.setattr(admin, "REGISTRE", vide)
    return vide
