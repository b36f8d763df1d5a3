"""The guards of conftest.py and settings.py do bite: without them other tests would prove less."""

import socket

import pytest
from django.template import Engine

from chantiers.models import Theme
from tests.factories import make_theme
from tests.variables_absentes import VariableAbsente


def test_network_beyond_this_machine_is_refused():
    with (
        socket.socket() as prise,
        pytest.raises(ConnectionRefusedError, match=r"tried to reach 192\.0\.2\.1"),
    ):
        prise.connect(("192.0.2.1", 80))


def test_unordered_rows_come_backwards(db):
    premier, second = make_theme("Alimentation"), make_theme("Logement")

    assert list(Theme.objects.order_by()) == [second, premier]
    assert list(Theme.objects.order_by("pk")) == [premier, second]


@pytest.fixture
def rendre(tmp_path):
    """Write one template at a path and render it under the strict setting."""
    moteur = Engine(dirs=[tmp_path], string_if_invalid=VariableAbsente([tmp_path]))

    def rendre(chemin, source, **contexte):
        fichier = tmp_path / chemin
        fichier.parent.mkdir()
        fichier.write_text(source, encoding="utf-8")
        return moteur.render_to_string(chemin, contexte)

    return rendre


@pytest.mark.parametrize("source", ["{{ titre }}", "{{ fiche.titre }}", "{{ titre|upper }}"])
def test_undefined_variable_of_a_public_template_raises(rendre, source):
    with pytest.raises(LookupError, match=r"fabrique/essai.html prints \{\{ (fiche.)?titre"):
        rendre("fabrique/essai.html", source, fiche={})


def test_undefined_variable_of_an_admin_template_stays_empty(rendre):
    rendu = rendre("admin/essai.html", "[{{ titre }}] {{ titre|default:'sans titre' }}")

    assert rendu == "[] sans titre"
