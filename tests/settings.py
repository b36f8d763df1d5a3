"""The project's own settings with what a test run changes, each line with its reason."""

import os
import tempfile
from pathlib import Path
from uuid import uuid4

# A throwaway secret and local hosts, but the pages of production: DEBUG stays off.
os.environ["SOLIDAIRES_DEV"] = "1"
os.environ["SOLIDAIRES_SANS_DEBUG"] = "1"

from solidaires.settings import *  # noqa: F403
from solidaires.settings import DATABASES, STORAGES, TEMPLATES
from tests.variables_absentes import VariableAbsente

# One folder per process, made and removed by tests/conftest.py.
_DOSSIER = Path(tempfile.gettempdir()) / f"solidaires-tests-{uuid4().hex}"

# Hashing is slow on purpose; a test signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MEDIA_ROOT = _DOSSIER / "media"

# Files come straight from static/: collecting and hashing is what test_production checks.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# A variable that a template of ours prints and nobody gave fails the test.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = VariableAbsente(TEMPLATES[0]["DIRS"])

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the threads of the live server then have a connection each, as in
    # production, instead of sharing one and its transactions. Nothing outlives the run, so
    # nothing needs to reach the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(_DOSSIER / "base.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
