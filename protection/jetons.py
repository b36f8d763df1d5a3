"""Signed tokens for links sent by mail: they name one row for one use, and cannot be forged.

Nothing is stored; whether the link still serves is read from the state of the row.
"""

from django.core.signing import BadSignature, Signer


def signer(usage, pk):
    """The token that names row `pk` for this use: « 12.k3J… », safe in an address."""
    return _signer(usage).sign(str(pk))


def lire(usage, jeton):
    """The pk that a token names for this use; None when it was not signed here, for that."""
    try:
        return int(_signer(usage).unsign(jeton))
    except (BadSignature, ValueError):
        return None


def _signer(usage):
    return Signer(salt=f"jeton.{usage}", sep=".")
