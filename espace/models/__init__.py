"""What a territory does here: who acts for it, what it submits, amends, takes up and confirms."""

from espace.models.acces import DemandeAcces, Etablissement, Invitation
from espace.models.amendement import Amendement
from espace.models.interet import Interet, MessageInteret
from espace.models.suivi import Demande, Depot, Message
from espace.models.verification import Verification

__all__ = [
    "Amendement",
    "Demande",
    "DemandeAcces",
    "Depot",
    "Etablissement",
    "Interet",
    "Invitation",
    "Message",
    "MessageInteret",
    "Verification",
]
