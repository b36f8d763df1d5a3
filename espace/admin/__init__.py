"""The back office of the space: what waits for the coordination's answer."""

from espace.admin import amendement, interet, suivi, verification

__all__ = ["amendement", "interet", "suivi", "verification"]
