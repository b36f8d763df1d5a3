"""Le Forum: ideas."""
