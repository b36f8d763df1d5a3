"""Focus issues with Libération, notes and podcasts."""
