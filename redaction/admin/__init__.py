"""The desk in the back office: sheets with versions, the journal."""

from redaction.admin.fiche import PubliableAdmin

__all__ = ["PubliableAdmin"]
