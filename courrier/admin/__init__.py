"""The back office of the mail and of the jobs: read by the coordinator, written by the worker."""

from courrier.admin.courriel import CourrielAdmin
from courrier.admin.tache import TacheAdmin

__all__ = ["CourrielAdmin", "TacheAdmin"]
