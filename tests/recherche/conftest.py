"""The real content, loaded once per module, as the tests of the content have it."""

from tests.contenu.conftest import charge

__all__ = ["charge"]
