"""What the desk remembers: versions, preview links and their answers, lines put to sleep."""

from redaction.models.apercu import LienApercu, ReponseApercu
from redaction.models.revision import Revision
from redaction.models.sommeil import Sommeil

__all__ = ["LienApercu", "ReponseApercu", "Revision", "Sommeil"]
