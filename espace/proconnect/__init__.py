"""ProConnect: signing in with the identity that public agents have at work. See docs/proconnect.md."""
