"""The official geography, memberships and agents."""
