"""The editorial desk: versions of every publishable thing, previews, the coordinator's queue."""
