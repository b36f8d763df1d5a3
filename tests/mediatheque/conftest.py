"""An empty storage of its own for each test, and the commit that files wait for."""

import pytest


@pytest.fixture(autouse=True)
def stockage(settings, tmp_path):
    """The folder of the stored files. Returns a function: the names in it, sorted."""
    settings.MEDIA_ROOT = tmp_path

    def noms():
        return sorted(
            str(fichier.relative_to(tmp_path))
            for fichier in tmp_path.rglob("*")
            if fichier.is_file()
        )

    return noms


@pytest.fixture
def validation(django_capture_on_commit_callbacks):
    """Around what a request does: at its end, what waited for the commit happens."""

    def validation():
        return django_capture_on_commit_callbacks(execute=True)

    return validation
