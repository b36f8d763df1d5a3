"""The back office of the space: what waits for the coordination's answer."""

from espace.admin import acces, amendement, interet, invitation, suivi, verification

__all__ = ["acces", "amendement", "interet", "invitation", "suivi", "verification"]
