"""What the portal does by itself: scheduled jobs, run by the worker."""
