"""The desk in the back office: sheets with versions, the journal."""

from redaction.admin.fiche import PubliableAdmin
from redaction.admin.partie import PartieAdmin

__all__ = ["PartieAdmin", "PubliableAdmin"]
