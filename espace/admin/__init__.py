"""The back office of the space: what waits for the coordination's answer."""

from espace.admin import acces, agent, amendement, interet, invitation, suivi, verification

__all__ = ["acces", "agent", "amendement", "interet", "invitation", "suivi", "verification"]
