"""The desk in the back office: sheets with versions, the journal."""

from redaction.admin.fiche import PubliableAdmin
from redaction.admin.journal import JournalAdmin
from redaction.admin.partie import PartieAdmin

__all__ = ["JournalAdmin", "PartieAdmin", "PubliableAdmin"]
